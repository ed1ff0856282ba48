/** What an event of EventBridge is about, as index entries name it; nothing where it is about nothing that an application can use. Pure. */
import { isObject, type JsonObject, objectOf, textOf } from '../../json.ts';
import type { UsedRef } from '../../ports.ts';

type Read = (detail: JsonObject, event: JsonObject) => readonly UsedRef[];

/** By `source` and `detail-type`, as AWS documents them. */
const reads: Readonly<Record<string, Read>> = {
  'aws.s3 Object Created': ({ bucket, object }) => named('object', textOf(objectOf(bucket).name), objectOf(object).key),
  'aws.ecr ECR Image Action': (detail, { account, region }) => {
    if (detail['action-type'] !== 'PUSH' || detail.result !== 'SUCCESS') return [];
    const suffix = textOf(region).startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
    const repository = textOf(detail['repository-name']);
    const registry = `${textOf(account)}.dkr.ecr.${textOf(region)}.${suffix}`;
    // A push by digest alone moves no tag.
    const tag = textOf(detail['image-tag']);
    return repository === '' || tag === '' ? [] : [`image#${registry}/${repository}:${tag}`];
  },
  'aws.secretsmanager Secret Label Updated': ({ name, labelUpdated }) =>
    labelUpdated === 'AWSCURRENT' ? only('secret', name) : [],
  'aws.ssm Parameter Store Change': ({ name, operation }) =>
    operation === 'Delete' ? [] : only('parameter', rooted(textOf(name))),
  'aws.ecs ECS Deployment State Change': (_, { resources }) => services(resources),
  'aws.ecs ECS Task State Change': ({ group, lastStatus }) => {
    if (lastStatus !== 'STOPPED') return [];
    // `service:<name>` of a service's task, `family:<family>` of one that was run.
    const [kind = '', name] = textOf(group).split(':');
    return kind === 'service' || kind === 'family' ? only(kind, name) : [];
  },
  'aws.cloudwatch CloudWatch Alarm State Change': ({ alarmName }) => only('alarm', alarmName),
};

export function usedBy(event: unknown): readonly UsedRef[] {
  if (!isObject(event)) return [];
  const read = reads[`${textOf(event.source)} ${textOf(event['detail-type'])}`];
  return read?.(objectOf(event.detail), event) ?? [];
}

function only(kind: string, name: unknown): UsedRef[] {
  return typeof name === 'string' && name !== '' ? [`${kind}#${name}`] : [];
}

function named(kind: string, place: string, name: unknown): UsedRef[] {
  return place === '' || typeof name !== 'string' || name === '' ? [] : [`${kind}#${place}/${name}`];
}

/** Names without a path are told without the slash that their ARNs have. */
function rooted(name: string): string {
  return name === '' || name.startsWith('/') ? name : `/${name}`;
}

/** `arn:aws:ecs:<region>:<account>:service/<cluster>/<name>` */
function services(resources: unknown): UsedRef[] {
  const arns: readonly unknown[] = Array.isArray(resources) ? resources : [];
  return arns.flatMap(arn => only('service', /:service\/(?:[^/]+\/)?([^/]+)$/.exec(textOf(arn))?.[1]));
}
