/** IAM in the template language: trust and policy documents, and the verbs that stand for a service's actions on its data. */
import { OamError } from '../errors.ts';
import { isList, isObject } from '../json.ts';

/** Actions by service (as ARNs name it) and verb: data only, and no more than the boundary of applications' roles allows. */
export const verbs: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  dynamodb: {
    read: ['BatchGetItem', 'ConditionCheckItem', 'DescribeTable', 'GetItem', 'Query', 'Scan'],
    write: ['BatchWriteItem', 'ConditionCheckItem', 'DeleteItem', 'DescribeTable', 'PutItem', 'UpdateItem'],
    consume: ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'],
  },
  events: { publish: ['PutEvents'] },
  'execute-api': { invoke: ['Invoke'] },
  kinesis: {
    send: ['PutRecord', 'PutRecords'],
    consume: ['DescribeStream', 'DescribeStreamSummary', 'GetRecords', 'GetShardIterator', 'ListShards'],
  },
  lambda: { invoke: ['InvokeFunction'] },
  s3: {
    read: ['GetObject', 'GetObjectVersion', 'ListBucket'],
    write: ['AbortMultipartUpload', 'DeleteObject', 'ListMultipartUploadParts', 'PutObject'],
  },
  secretsmanager: { read: ['DescribeSecret', 'GetSecretValue'] },
  sns: { publish: ['Publish'] },
  sqs: {
    send: ['GetQueueAttributes', 'GetQueueUrl', 'SendMessage'],
    consume: ['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'GetQueueUrl', 'ReceiveMessage'],
  },
  ssm: { read: ['GetParameter', 'GetParameters', 'GetParametersByPath'] },
  states: { invoke: ['StartExecution'] },
};

const of = (service: unknown): Readonly<Record<string, readonly string[]>> =>
  Object.hasOwn(verbs, String(service)) ? (verbs[String(service)] ?? {}) : {};

/** Empty where the service is not known. */
export function verbsOf(service: unknown): readonly string[] {
  return Object.keys(of(service));
}

/** Empty where the service has no such verb. */
export function actionsOf(service: unknown, verb: unknown): readonly string[] {
  const known = of(service);
  const actions = Object.hasOwn(known, String(verb)) ? known[String(verb)] : undefined;
  return (actions ?? []).map(action => `${String(service)}:${action}`);
}

export function trust(service: unknown): unknown {
  const principal = String(service).includes('.') ? String(service) : `${String(service)}.amazonaws.com`;
  return policy({ Effect: 'Allow', Principal: { Service: principal }, Action: 'sts:AssumeRole' });
}

export function allow(grant: unknown): unknown {
  if (!isObject(grant)) throw new OamError('Invalid', 'iam.allow takes a grant: {actions: [...], resources: [...]}');
  return policy({ Effect: 'Allow', Action: granted(grant, 'actions'), Resource: granted(grant, 'resources') });
}

function granted(grant: Readonly<Record<string, unknown>>, part: string): readonly unknown[] {
  const list = grant[part];
  if (!isList(list) || list.length === 0) throw new OamError('Invalid', `a grant needs its ${part}, a list`);
  if (list.includes('*')) throw new OamError('Invalid', `a grant may not name * as one of its ${part}`);
  return list;
}

function policy(statement: unknown): unknown {
  return { Version: '2012-10-17', Statement: [statement] };
}
