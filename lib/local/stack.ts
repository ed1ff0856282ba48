/** The deployed stack, asked from outside: its outputs, the installation's own rows, its stream mapping. */
import { type JsonObject, listOf, objectOf, textOf } from '../json.ts';
import { type AwsAccess, ask, askLambda, element } from './aws.ts';

export interface Installation {
  readonly stage: string;
  /** `lateen-<stage>`: the stack's name, and what the names of its functions begin with. */
  readonly name: string;
}

export function installationOf(stage: string): Installation {
  // The prefix of applications' names is lt-<stage>-: were hyphens allowed, one stage's prefix could begin another's.
  if (!/^[a-z][a-z0-9]{0,15}$/.test(stage))
    throw new Error(`The stage "${stage}" must be 1 to 16 lower-case letters and digits, and begin with a letter.`);
  return { stage, name: `lateen-${stage}` };
}

export async function outputsOf(access: AwsAccess, { name }: Installation): Promise<Record<string, string>> {
  const xml = await ask(access, 'cloudformation', 'DescribeStacks', { StackName: name });
  const outputs: Record<string, string> = {};
  for (const [, part = ''] of xml.matchAll(/<member>((?:(?!<member>).)*?<OutputKey>.*?)<\/member>/gs)) {
    const key = element(part, 'OutputKey');
    if (key !== undefined) outputs[key] = element(part, 'OutputValue') ?? '';
  }
  return outputs;
}

export async function isDeployed(access: AwsAccess, { name }: Installation): Promise<boolean> {
  try {
    await askLambda(access, 'GET', `/2015-03-31/functions/${name}-resync`);
    return true;
  } catch {
    return false;
  }
}

/** Has the resync function write the installation's rows: environment, who may do what, built-in definitions. */
export async function install(access: AwsAccess, { name }: Installation, rows: JsonObject): Promise<JsonObject> {
  return invokeResync(access, name, { install: rows });
}

/** Looks at the VPC link once: `none`, `ready`, `making`, `moved` or `changed`. */
export async function keepLink(access: AwsAccess, { name }: Installation): Promise<string> {
  return textOf((await invokeResync(access, name, { link: true })).link);
}

/** Wakes every application. */
export async function sweep(access: AwsAccess, { name }: Installation): Promise<void> {
  await invokeResync(access, name, { sweep: true });
}

function invokeResync(access: AwsAccess, name: string, input: JsonObject): Promise<JsonObject> {
  return askLambda(access, 'POST', `/2015-03-31/functions/${name}-resync/invocations`, input);
}

/** Leaves exactly one mapping from the table's stream, made anew: a restarted MiniStack reads on where the old stream was, which is past
 * the end of the new one. What was written in between is found by a sweep. */
export async function renewStreamMapping(access: AwsAccess, { name }: Installation): Promise<void> {
  const path = '/2015-03-31/event-source-mappings/';
  const all = await askLambda(access, 'GET', `${path}?FunctionName=${name}-reconciler`);
  const mappings = listOf(all.EventSourceMappings).map(objectOf);
  const streams = mappings.filter(mapping => textOf(mapping.EventSourceArn).includes(':dynamodb:'));
  const [first] = streams;
  if (first === undefined)
    throw new Error(`The stack ${name} has no mapping from its table to the reconciler: run npm start -- --fresh.`);
  const kept = Object.fromEntries(Object.entries(first).filter(([key]) => settable.has(key)));
  for (const mapping of streams) await askLambda(access, 'DELETE', path + textOf(mapping.UUID));
  await askLambda(access, 'POST', path, { ...kept, FunctionName: `${name}-reconciler` });
}

const settable: ReadonlySet<string> = new Set([
  'BatchSize',
  'BisectBatchOnFunctionError',
  'DestinationConfig',
  'EventSourceArn',
  'FilterCriteria',
  'FunctionResponseTypes',
  'MaximumBatchingWindowInSeconds',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'ParallelizationFactor',
  'StartingPosition',
]);
