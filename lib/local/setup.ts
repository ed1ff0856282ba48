/** Brings an installation up in an emulator: deploy where something changed, the local user, the installation's rows. `npm start` and the
 * end-to-end tests do the same. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { objectOf, textOf } from '../json.ts';
import type { AwsAccess } from './aws.ts';
import { deployStack, packageFunctions } from './deploy.ts';
import type { Progress } from './log.ts';
import { install, installationOf, isDeployed, outputsOf, renewStreamMapping, sweep } from './stack.ts';
import { ensureUser, type LocalUser } from './user.ts';

export interface Setup {
  readonly stage: string;
  readonly access: AwsAccess & { readonly endpoint: string };
  /** Where what outlives this process is kept, and the logs. */
  readonly dir: string;
  readonly notEmulated: readonly string[];
  /** `run`, or why containers are recorded and not run. */
  readonly containers: string;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

/** What MiniStack (1.5.33) takes and does not perform: applications that use it hear of it. */
export const emulatorIgnores: readonly string[] = [
  'entryPoint',
  'limits',
  'user',
  'workingDirectory',
  'healthCheck',
  'dependsOn',
  'stopTimeout',
  'volumes',
  'sharedLocalhost',
  'capabilities',
  'exec',
  'names',
  'schedule',
];

export interface Ready {
  /** The deployed API, closed. */
  readonly api: string;
  readonly user: LocalUser;
}

export async function setUp(options: Setup): Promise<Ready> {
  const { access, progress, dir } = options;
  const installation = installationOf(options.stage);
  const hash = await progress.step('Bundle the functions', packageFunctions);
  const deployed = join(dir, 'deployed.json');
  const now = digest(hash, access.endpoint, JSON.stringify(options.params ?? {}));
  if (kept(deployed) !== now || !(await isDeployed(access, installation))) {
    await progress.step(`Deploy ${installation.name} with osls`, () =>
      deployStack({
        installation,
        region: access.region,
        emulator: access,
        log: join(dir, 'deploy.log'),
        ...(options.params === undefined ? {} : { params: options.params }),
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      }),
    );
  }
  return progress.step('Make the local user, the environment, the built-in definitions', async () => {
    const outputs = await outputsOf(access, installation);
    const user = await ensureUser(
      access,
      `${installation.name}-user`,
      outputs.CallersPolicy ?? '',
      join(dir, 'user.json'),
    );
    const urls = `${access.endpoint}/_aws/execute-api/`;
    await renewStreamMapping(access, installation);
    await install(access, installation, {
      facts: {
        apiUrlPrefix: urls,
        apiUrlSuffix: '',
        notEmulated: options.notEmulated,
        ingress: 'local',
        loadBalancerUrl: `${access.endpoint}/_alb/`,
        containers: options.containers,
        emulatorIgnores,
      },
      access: [{ principal: user.arn, role: 'operator', namespaces: ['*'] }],
    });
    await sweep(access, installation);
    mkdirSync(dir, { recursive: true });
    writeFileSync(deployed, JSON.stringify({ digest: now }));
    return { api: `${urls}${outputs.HttpApiId ?? ''}/$default`, user };
  });
}

function digest(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex');
}

function kept(file: string): string | undefined {
  return existsSync(file) ? textOf(objectOf(JSON.parse(readFileSync(file, 'utf8'))).digest) : undefined;
}
