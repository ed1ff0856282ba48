/** What an installation lets its caller do: whether it answers, who may, and whether buckets of code tell of new objects. */
import { messageOf, OamError } from '../../errors.ts';
import { type JsonObject, listOf, objectOf, textOf } from '../../json.ts';
import { pathOf } from '../answer.ts';
import type { Client } from '../client.ts';
import { listAll } from '../list.ts';
import { awsRegion } from '../sign.ts';
import { type Finding, lacks, missing, ok } from './finding.ts';

/** Whether a bucket tells EventBridge of new objects; it throws where the caller may not know. */
type Tells = (bucket: string) => Promise<boolean>;

/** `version` is the command's own; `tellsIn` asks about buckets in a region. */
export async function lookAtInstallation(
  client: Client,
  version: string,
  tellsIn: (region: string) => Promise<Tells> = asker,
): Promise<Finding[]> {
  const { api } = client;
  let served: string;
  try {
    served = textOf((await client.request('GET', '/healthz')).version);
  } catch (error) {
    const todo = 'Start one with npm start, or set LATEEN_API to the address that npm run deploy printed';
    return [missing('API', messageOf(error), todo)];
  }
  const same = served === version;
  const reached = same
    ? ok('API', `${api.url}, version ${served}`)
    : lacks('API', `${api.url} has version ${served}, this command ${version}`, 'Use the command of the same version');
  const access = await lookAtAccess(client);
  return [reached, access, ...(access.state === 'ok' ? await lookAtBuckets(client, tellsIn) : [])];
}

async function lookAtAccess(client: Client): Promise<Finding> {
  const what = 'Access';
  try {
    await client.request('GET', '/');
    return ok(what, 'the API knows who you are and answers');
  } catch (error) {
    const code = error instanceof OamError ? error.code : '';
    const todo =
      code === 'Unauthenticated'
        ? 'Sign in: aws sso login, aws configure, or set AWS_PROFILE'
        : 'Ask an operator: your principal needs the policy lateen-<stage>-callers, and an access row with a role';
    return missing(what, messageOf(error), todo);
  }
}

/** Objects of S3 that are named as code redeploy functions only where their bucket tells EventBridge of them. */
async function lookAtBuckets(client: Client, tellsIn: (region: string) => Promise<Tells>): Promise<Finding[]> {
  const region = awsRegion(client.api.url);
  if (region === undefined) return [];
  const { items } = await listAll(client, pathOf('applications', undefined)).catch(() => ({ items: [] }));
  const buckets = codeBuckets(items);
  return buckets.length === 0 ? [] : await bucketFindings(buckets, await tellsIn(region));
}

/** Buckets that components name by `code.s3.bucket`. */
export function codeBuckets(applications: readonly JsonObject[]): string[] {
  const components = applications.flatMap(each => listOf(objectOf(each.spec).components)).map(objectOf);
  const named = components.map(each => textOf(objectOf(objectOf(objectOf(each.properties).code).s3).bucket));
  return [...new Set(named)].filter(bucket => bucket !== '').sort();
}

export async function bucketFindings(buckets: readonly string[], tells: Tells): Promise<Finding[]> {
  return await Promise.all(
    buckets.map(async bucket => {
      const what = `Bucket ${bucket}`;
      const todo = `aws s3api put-bucket-notification-configuration --bucket ${bucket} --notification-configuration '{"EventBridgeConfiguration": {}}' (it replaces the notifications that the bucket has)`;
      try {
        if (await tells(bucket)) return ok(what, 'tells EventBridge of new code');
        return lacks(what, 'does not tell EventBridge, so that new code redeploys nothing', todo);
      } catch (error) {
        return lacks(what, `cannot be looked at (${messageOf(error)})`, `If it does not tell EventBridge yet: ${todo}`);
      }
    }),
  );
}

async function asker(region: string): Promise<Tells> {
  const { S3Client, GetBucketNotificationConfigurationCommand } = await import('@aws-sdk/client-s3');
  const client = new S3Client({ region, followRegionRedirects: true });
  return async Bucket => {
    const answer = await client.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
    return answer.EventBridgeConfiguration !== undefined;
  };
}
