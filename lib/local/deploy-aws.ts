/** `npm run deploy -- --stage prod --region eu-west-1 [--param name=value ...]`: Lateen on AWS, with the credentials of the AWS CLI. */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { messageOf } from '../errors.ts';
import { objectOf } from '../json.ts';
import { type AwsAccess, ask, element } from './aws.ts';
import { deployStack, packageFunctions } from './deploy.ts';
import { showProgress } from './log.ts';
import { type Installation, install, installationOf, keepLink, outputsOf } from './stack.ts';

async function deploy(words: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      stage: { type: 'string', default: 'dev' },
      region: { type: 'string', default: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1' },
      param: { type: 'string', multiple: true, default: [] },
    },
  });
  const installation = installationOf(values.stage);
  const progress = showProgress();
  const access: AwsAccess = { region: values.region, credentials: await fromNodeProviderChain()() };
  const caller = await progress.step('Find out who deploys', async () =>
    principalOf(element(await ask(access, 'sts', 'GetCallerIdentity', {}), 'Arn') ?? ''),
  );
  await progress.step('Bundle the functions', packageFunctions);
  progress.say(`Deploy ${installation.name} to ${values.region}, as ${caller}`);
  const params = Object.fromEntries(values.param.map(pairOf));
  await deployStack({ installation, region: values.region, params });
  const outputs = await progress.step("Write the installation's rows", async () => {
    await install(access, installation, {
      facts: { certificates: objectOf(JSON.parse(params.certificates ?? '{}')) },
      access: [{ principal: caller, role: 'operator', namespaces: ['*'] }],
    });
    return outputsOf(access, installation);
  });
  await progress.step('Make the way from the API to containers (the VPC link; minutes, the first time)', () =>
    linkComes(access, installation),
  );
  progress.say(`
API: ${outputs.HttpApiUrl}

Whoever calls it needs the policy ${outputs.CallersPolicy}. Next:

  export LATEEN_API=${outputs.HttpApiUrl}
  npx lateen up examples/01-hello/app.yaml
`);
}

/** A new link can be used after some minutes. The resync function's schedule looks too, so giving up here loses nothing. */
async function linkComes(access: AwsAccess, installation: Installation): Promise<void> {
  const until = Date.now() + 10 * 60_000;
  for (;;) {
    const state = await keepLink(access, installation);
    if (state === 'ready' || state === 'none') return;
    if (Date.now() > until)
      throw new Error(
        'The VPC link is not ready after 10 minutes: containers have no URL until it is. Look at it in the console of API Gateway.',
      );
    await sleep(state === 'making' ? 10_000 : 1000);
  }
}

/** A role's sessions come and go; the role stays: arn:aws:sts::1:assumed-role/Admin/me -> arn:aws:sts::1:assumed-role/Admin/*. */
export function principalOf(arn: string): string {
  return arn.replace(/^(arn:[^:]+:sts::\d+:assumed-role\/[^/]+)\/.*$/, '$1/*');
}

function pairOf(text: string): [string, string] {
  const cut = text.indexOf('=');
  if (cut < 1) throw new Error(`--param takes name=value, and "${text}" is not that.`);
  return [text.slice(0, cut), text.slice(cut + 1)];
}

if (import.meta.main) {
  try {
    await deploy(process.argv.slice(2));
  } catch (error) {
    console.error(`\nnpm run deploy: ${messageOf(error)}`);
    process.exitCode = 1;
  }
}
