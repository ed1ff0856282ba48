/** What Lambda says of a function, as the driver's properties; the mark by which a configuration is known again; its states as health. */
import type * as sdk from '@aws-sdk/client-lambda';
import { hash8, type Json, type JsonObject, objectOf, textOf, trusted } from '../../json.ts';
import type { Health } from '../../resource/resource.ts';
import { type Canonicaliser, isNothing } from '../diff.ts';
import type { Plain } from '../operation.ts';
import { tagList } from '../ownership.ts';

export type Configuration = Plain<sdk.FunctionConfiguration>;

/** What a version freezes: all of the configuration that the driver handles, and the code. */
const frozen = [
  'Runtime',
  'Handler',
  'Role',
  'Architectures',
  'Description',
  'MemorySize',
  'Timeout',
  'Environment',
  'EphemeralStorage',
  'Layers',
  'LoggingConfig',
  'TracingConfig',
  'CodeSha256',
];

const states = ['State', 'StateReason', 'StateReasonCode', 'LastUpdateStatus', 'LastUpdateStatusReason'];

/** The configuration as observed: what says nothing is left out, layers are ARNs, the ARN has no version. */
export function told(configuration: Configuration): Record<string, Json> {
  const said: JsonObject = trusted({
    ...configuration,
    Environment: { Variables: configuration.Environment?.Variables ?? {} },
    LoggingConfig: asLogging(trusted(configuration.LoggingConfig ?? {})),
    Layers: (configuration.Layers ?? []).map(layer => layer.Arn ?? ''),
  });
  const observed: Record<string, Json> = {
    FunctionName: textOf(said.FunctionName),
    Arn: textOf(said.FunctionArn).split(':').slice(0, 7).join(':'),
  };
  for (const name of [...frozen, ...states]) {
    const value = said[name];
    if (value !== undefined && !isNothing(value)) observed[name] = value;
  }
  return observed;
}

/** Log levels are for JSON only: beside text they say nothing, and Lambda refuses them. */
export const asLogging: Canonicaliser = value => {
  const { ApplicationLogLevel: _, SystemLogLevel: __, ...asText } = objectOf(value);
  return objectOf(value).LogFormat === 'JSON' ? value : asText;
};

/** What Lambda keeps beside the configuration. */
export function beside(answer: Plain<sdk.GetFunctionResponse>): JsonObject {
  const reserved = answer.Concurrency?.ReservedConcurrentExecutions;
  return {
    Tags: tagList(answer.Tags),
    ...(reserved === undefined ? {} : { ReservedConcurrentExecutions: reserved }),
  };
}

/** Eight characters that stand for code and configuration: equal where publishing would publish nothing new. */
export function markOf(observed: JsonObject): string {
  return hash8(frozen.map(name => [name, observed[name] ?? null]));
}

/** Whether Lambda still works on the last change, and would refuse another. */
export function isBusy(observed: JsonObject): boolean {
  return observed.State === 'Pending' || observed.LastUpdateStatus === 'InProgress';
}

export function healthOf(observed: JsonObject): Health {
  const reason = textOf(observed.LastUpdateStatusReason) || textOf(observed.StateReason);
  if (observed.State === 'Failed' || observed.LastUpdateStatus === 'Failed') {
    return { state: 'failed', message: reason || 'Lambda could not prepare the function' };
  }
  if (isBusy(observed)) return { state: 'progressing', message: reason || 'Lambda prepares the function' };
  return { state: 'ready', message: '' };
}
