/** Packages and deploys serverless.yml by osls: into an emulator for `npm start` and the tests, and on AWS as `npm run deploy`. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bundle } from '../../infra/build.ts';
import { writePolicies } from '../../infra/policy.ts';
import type { AwsAccess } from './aws.ts';
import type { Installation } from './stack.ts';
import { root } from './venv.ts';

/** Makes dist/ anew, and answers with a digest of everything that a deployment depends on. */
export async function packageFunctions(): Promise<string> {
  await bundle();
  writePolicies();
  const hash = createHash('sha256');
  for (const file of serviceFiles())
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0');
  return hash.digest('hex');
}

export interface Deployment {
  readonly installation: Installation;
  readonly region: string;
  /** Overrides of serverless.yml's `params`. */
  readonly params?: Readonly<Record<string, string | number>>;
  /** An emulator, where osls shall see nothing of this machine's AWS settings; absent for AWS itself. */
  readonly emulator?: AwsAccess & { readonly endpoint: string };
  /** Where osls' words go; absent for this process's output. */
  readonly log?: string;
  readonly signal?: AbortSignal;
}

/** Deploys what packageFunctions made. */
export async function deployStack(deployment: Deployment): Promise<void> {
  await osls(['deploy'], deployment);
}

/** Writes what would be deployed, CloudFormation's template among it, into a folder. */
export async function packageStack(deployment: Deployment, into: string): Promise<void> {
  await osls(['package', '--package', into], deployment);
}

async function osls(command: readonly string[], deployment: Deployment): Promise<void> {
  const { installation, region, emulator, log, signal } = deployment;
  const params = { ...deployment.params, ...(emulator === undefined ? {} : { emulator: 'true' }) };
  const args = [...command, '--stage', installation.stage, '--region', region];
  for (const [name, value] of Object.entries(params)) args.push('--param', `${name}=${value}`);
  if (log !== undefined) mkdirSync(dirname(log), { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'lateen-osls-'));
  const clean = (): void => rmSync(folder, { recursive: true, force: true });
  // Also where a signal ends this process meanwhile.
  process.once('exit', clean);
  const out = log === undefined ? 'inherit' : openSync(log, 'w');
  try {
    copyService(folder);
    const child = spawn(process.execPath, [join(root, 'node_modules', 'osls', 'bin', 'serverless.js'), ...args], {
      cwd: folder,
      env: emulator === undefined ? process.env : emulatorEnv(emulator),
      stdio: ['ignore', out, out],
      ...(signal === undefined ? {} : { signal }),
    });
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', status => resolve(status ?? 1));
    });
    if (code !== 0)
      throw new Error(
        `osls could not ${command[0]} ${installation.name}${log === undefined ? '.' : `: ${reason(log)}`}`,
      );
  } finally {
    if (typeof out === 'number') closeSync(out);
    process.off('exit', clean);
    clean();
  }
}

/** What osls reads: it packages into .serverless beside serverless.yml, where two deployments at a time would meet. */
function copyService(folder: string): void {
  for (const name of ['infra', 'dist']) mkdirSync(join(folder, name));
  for (const file of serviceFiles()) copyFileSync(join(root, file), join(folder, file));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
}

/** From the project's folder, in order. */
function serviceFiles(): string[] {
  const within = (folder: string, kinds: RegExp): string[] =>
    readdirSync(join(root, folder))
      .filter(file => kinds.test(file))
      .map(file => join(folder, file));
  return [
    'package.json',
    'serverless.yml',
    ...within('infra', /\.(yml|ts)$/),
    ...within('dist', /\.(zip|json)$/),
  ].sort();
}

/** Without the user's AWS profile: an emulator is never mistaken for AWS, nor AWS for it. */
function emulatorEnv(emulator: AwsAccess & { readonly endpoint: string }): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '/',
    AWS_ENDPOINT_URL: emulator.endpoint,
    AWS_REGION: emulator.region,
    AWS_ACCESS_KEY_ID: emulator.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: emulator.credentials.secretAccessKey,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    // How often osls asks whether the stack is done (ms): an emulator is done at once.
    SLS_AWS_MONITORING_FREQUENCY: '200',
    NO_COLOR: '1',
  };
}

/** What went wrong, from what osls wrote into its log. */
export function reason(log: string): string {
  const lines = readFileSync(log, 'utf8')
    .split('\n')
    .map(line => line.trim());
  const found = lines.find(line => /error/i.test(line) && line.length > 12) ?? lines.filter(line => line !== '').at(-1);
  return `${found ?? 'it said nothing'} (the whole of it is in ${log})`;
}
