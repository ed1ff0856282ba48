/** What Cloud Map's services and namespaces have in common: operations that go on after the answer, tags by ARN. */
import type * as sdk from '@aws-sdk/client-servicediscovery';
import { type Json, type JsonObject, objectOf, textOf } from '../../json.ts';
import type { Asks } from '../../ports.ts';
import type { Health } from '../../resource/resource.ts';
import { absent } from '../missing.ts';
import { operation, type Plain } from '../operation.ts';
import { retag, tagList } from '../ownership.ts';

const service = 'servicediscovery';
const getOperation = operation<sdk.GetOperationCommand>(service, 'GetOperation');
const listTags = operation<sdk.ListTagsForResourceCommand>(service, 'ListTagsForResource');
const tagResource = operation<sdk.TagResourceCommand>(service, 'TagResource');
const untagResource = operation<sdk.UntagResourceCommand>(service, 'UntagResource');

export const namespaces = 'arn:${partition}:servicediscovery:${region}:${account}:namespace/*';
export const services = 'arn:${partition}:servicediscovery:${region}:${account}:service/*';
/** Ids are assigned: what is ours is known by its tag alone. */
export const ours: JsonObject = { StringEquals: { 'aws:ResourceTag/oam.dev/installation': '${installation}' } };
export const madeOurs: JsonObject = { StringEquals: { 'aws:RequestTag/oam.dev/installation': '${installation}' } };

export const tagging: readonly { readonly action: string; readonly resource: string }[] = [
  { action: 'servicediscovery:GetOperation', resource: '*' },
  { action: 'servicediscovery:ListTagsForResource', resource: '*' },
  { action: 'servicediscovery:TagResource', resource: '*' },
  { action: 'servicediscovery:UntagResource', resource: '*' },
];

/** What is known of an operation that was begun: nothing, once it succeeded. */
export function* operationSaid(OperationId: string): Asks<JsonObject> {
  const found = OperationId === '' ? undefined : (yield* operationOf(OperationId))?.Operation;
  if (found === undefined || found.Status === 'SUCCESS') return {};
  return {
    Operation: OperationId,
    OperationStatus: found.Status ?? 'PENDING',
    OperationMessage: found.ErrorMessage ?? '',
  };
}

/** AWS forgets operations after some weeks. */
export function operationOf(OperationId: string): Asks<Plain<sdk.GetOperationCommandOutput> | undefined> {
  return absent(getOperation({ OperationId }));
}

/** What an answer that only names an operation says. */
export function begun(OperationId: string | undefined): JsonObject {
  return { Operation: OperationId ?? '', OperationStatus: 'SUBMITTED', OperationMessage: '' };
}

/** The part of the identity that remembers an operation, as long as it goes on. */
export function operationIn(observed: JsonObject): JsonObject {
  const Operation = textOf(observed.Operation);
  return Operation === '' ? {} : { Operation };
}

export function operationHealth(observed: JsonObject): Health {
  const status = textOf(observed.OperationStatus);
  if (status === 'FAIL') return { state: 'failed', message: textOf(observed.OperationMessage) || 'Cloud Map failed' };
  if (status !== '') return { state: 'progressing', message: 'Cloud Map is at work' };
  return { state: 'ready', message: '' };
}

/** What an answer told, with its tags; undefined where the resource is not there, or went away meanwhile. */
export function* tagged(told: JsonObject | undefined): Asks<JsonObject | undefined> {
  if (told === undefined) return undefined;
  const answer = yield* absent(listTags({ ResourceARN: textOf(told.Arn) }));
  return answer === undefined ? undefined : { ...told, Tags: tagList(answer.Tags ?? []) };
}

/** What is observed, with its tags brought to what is desired where they are in the diff. */
export function* retagged(
  desired: Json | undefined,
  observed: JsonObject,
  diff: readonly string[],
  applied: JsonObject | undefined,
): Asks<JsonObject> {
  if (!diff.includes('Tags')) return observed;
  const ResourceARN = textOf(observed.Arn);
  const tags = yield* retag(
    { desired, observed: observed.Tags, applied },
    set => tagResource({ ResourceARN, Tags: tagList(set) }),
    TagKeys => untagResource({ ResourceARN, TagKeys }),
  );
  return { ...observed, Tags: tagList(tags) };
}

/** An empty description is none. */
export function described(Description: string): JsonObject {
  return Description === '' ? {} : { Description };
}

export function idOf(identity: Json): string {
  return textOf(objectOf(identity).Id);
}
