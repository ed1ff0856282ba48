/** Values as attributes and back: scalars as they are, everything structured as one JSON text, deflated where that pays. */
import { inflateRawSync } from 'node:zlib';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type JsonObject, textOf, trusted } from '../../json.ts';
import type { AppKey, Ask, Desired, StoredDefinition, Wake } from '../../ports.ts';
import type { ObjectKey } from '../desired.ts';
import { appPk, changedOf, scopeOf, seenWakeId, shardOf, sk } from '../keys.ts';
import { deflate } from '../limits.ts';

export type Item = Record<string, AttributeValue>;

/** JSON texts longer than this (bytes, about) are deflated: below it the time costs more than the bytes. */
const deflateFrom = 2048;

export function text(value: string): AttributeValue {
  return { S: value };
}

export function number(value: number): AttributeValue {
  return { N: String(value) };
}

/** A set: each once, none empty, in no order. */
function texts(values: readonly string[]): AttributeValue {
  return { SS: [...new Set(values)] };
}

/** Time to live is counted in seconds. */
export function expiry(ms: number): AttributeValue {
  return number(Math.ceil(ms / 1000));
}

export function pack(value: object): AttributeValue {
  return packText(JSON.stringify(value));
}

export function packText(json: string): AttributeValue {
  return json.length < deflateFrom ? { S: json } : { B: deflate(json) };
}

export function unpack<T>(item: Item): T {
  const { S, B } = item.body ?? {};
  if (B !== undefined) return trusted<T>(JSON.parse(inflateRawSync(B).toString()));
  return trusted<T>(JSON.parse(S ?? 'null'));
}

export function textAt(item: Item, name: string): string {
  return textOf(item[name]?.S);
}

export function numberAt(item: Item, name: string): number {
  return Number(item[name]?.N ?? 0);
}

export function key(pk: string, sortKey: string): Item {
  return { pk: text(pk), sk: text(sortKey) };
}

/** What makes an object (or its tombstone) appear in the listings. */
export function indexed(of: ObjectKey, resourceVersion: string): Item {
  return {
    kind: text(of.kind),
    scope: text(scopeOf(of.kind, of.namespace)),
    changed: text(changedOf(resourceVersion, of)),
  };
}

export function desiredItem(
  of: ObjectKey,
  desired: Desired,
  definition: { readonly revision: number; readonly hash: string } | undefined,
): Item {
  const { deletionTimestamp, pinned } = desired;
  return {
    ...indexed(of, desired.resourceVersion),
    uid: text(desired.uid),
    generation: number(desired.generation),
    resourceVersion: text(desired.resourceVersion),
    created: number(desired.creationTimestamp),
    principal: text(desired.principal),
    body: pack(desired.document),
    ...(deletionTimestamp === undefined ? {} : { deleted: number(deletionTimestamp) }),
    ...(pinned === undefined ? {} : { pinned: number(pinned) }),
    ...(definition === undefined ? {} : { revision: number(definition.revision), hash: text(definition.hash) }),
  };
}

export function desiredOf(item: Item): Desired {
  return {
    uid: textAt(item, 'uid'),
    generation: numberAt(item, 'generation'),
    resourceVersion: textAt(item, 'resourceVersion'),
    creationTimestamp: numberAt(item, 'created'),
    principal: textAt(item, 'principal'),
    document: unpack<JsonObject>(item),
    ...(item.deleted === undefined ? {} : { deletionTimestamp: numberAt(item, 'deleted') }),
    ...(item.pinned === undefined ? {} : { pinned: numberAt(item, 'pinned') }),
  };
}

/** The revision and hash that a definition's SPEC carries. */
export function definitionPart(item: Item): { readonly revision: number; readonly hash: string } | undefined {
  return item.revision === undefined ? undefined : { revision: numberAt(item, 'revision'), hash: textAt(item, 'hash') };
}

/** A definition, from its SPEC or from one of its revisions. */
export function definitionOf(of: Pick<StoredDefinition, 'kind' | 'namespace' | 'name'>, item: Item): StoredDefinition {
  if (textAt(item, 'sk') !== sk.spec) return unpack<StoredDefinition>(item);
  const { kind, namespace, name } = of;
  return {
    kind,
    namespace,
    name,
    revision: numberAt(item, 'revision'),
    hash: textAt(item, 'hash'),
    document: unpack<JsonObject>(item),
  };
}

export function wakeItem(app: AppKey, wake: Wake): Item {
  return {
    ...key(appPk(app), sk.wake),
    id: text(wake.id),
    at: number(wake.at),
    because: text(wake.because),
    ...wakeSets(wake),
    marks: number(0),
    shard: text(shardOf(app)),
  };
}

/** What a wake gathers; a set that is empty cannot be stored. */
export function wakeSets({ asks = [], about = [] }: Wake): {
  readonly asks?: AttributeValue;
  readonly about?: AttributeValue;
} {
  return { ...(asks.length > 0 ? { asks: texts(asks) } : {}), ...(about.length > 0 ? { about: texts(about) } : {}) };
}

/** The wake as its message names it. */
export function wakeOf(item: Item): Wake {
  return { id: textAt(item, 'id'), at: numberAt(item, 'at'), because: textAt(item, 'because') };
}

/** The wake as a wave sees it. */
export function seenWakeOf(item: Item): Wake {
  const wake = wakeOf(item);
  const asks = item.asks?.SS;
  const about = item.about?.SS;
  return {
    ...wake,
    ...(asks === undefined ? {} : { asks: trusted<Ask[]>([...asks].sort()) }),
    ...(about === undefined ? {} : { about: [...about].sort() }),
    id: seenWakeId(wake.id, numberAt(item, 'marks')),
  };
}
