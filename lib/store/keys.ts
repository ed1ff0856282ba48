/** The keys of the table's items, and the way back from a key: pure functions, nothing else spells one. */
import { digest, hash8 } from '../json.ts';
import type { AppKey, DefinitionRef, UsedRef } from '../ports.ts';
import { shards } from './agenda.ts';
import type { ObjectKey, ObjectKind } from './desired.ts';

/** Sort keys of which a partition has one. */
export const sk = {
  spec: 'SPEC',
  status: 'STATUS',
  wake: 'WAKE',
  run: 'RUN',
  lease: 'LEASE',
  tombstone: 'TOMBSTONE',
  environment: 'ENV',
} as const;

/** Everything of a partition but its events, which sort before it (`$` follows `#`). */
export const afterEvents = 'EVENT$';
export const accessPk = 'ACCESS';

const kinds: readonly ObjectKind[] = [
  'Application',
  'ComponentDefinition',
  'WorkloadDefinition',
  'TraitDefinition',
  'PolicyDefinition',
  'WorkflowStepDefinition',
];

export function objectPk(key: ObjectKey): string {
  return `${key.kind}#${key.namespace}/${key.name}`;
}

export function appPk(app: AppKey): string {
  return `Application#${app.namespace}/${app.name}`;
}

export function environmentPk(target: string): string {
  return `ENV#${target}`;
}

/** The object a partition belongs to, or undefined where the partition is no object's (ACCESS, ENV#local). */
export function objectOfPk(pk: string): ObjectKey | undefined {
  const match = /^([A-Za-z]+)#([^/]+)\/(.+)$/.exec(pk);
  const kind = kinds.find(known => known === match?.[1]);
  const namespace = match?.[2];
  const name = match?.[3];
  if (kind === undefined || namespace === undefined || name === undefined) return undefined;
  return { kind, namespace, name };
}

/** The application a partition belongs to: what the stream's KEYS_ONLY records are read with. */
export function appOfPk(pk: string): AppKey | undefined {
  const key = objectOfPk(pk);
  return key?.kind === 'Application' ? { namespace: key.namespace, name: key.name } : undefined;
}

/** Padded, so that the newest revision is the last. */
export function revisionSk(number: number): string {
  return `REV#${String(number).padStart(10, '0')}`;
}

export function rowSk(key: string): string {
  return `RES#${key}`;
}

export function eventSk(id: string): string {
  return `EVENT#${id}`;
}

/** An object's key alone may be as long as a sort key. */
export function refSk(used: UsedRef): string {
  if (Buffer.byteLength(used) > 900) return `REF#${used.slice(0, used.indexOf('#'))}#${digest(used)}`;
  return `REF#${used}`;
}

/** What stands after the `#` of a sort key. */
export function tailOf(sortKey: string): string {
  return sortKey.slice(sortKey.indexOf('#') + 1);
}

/** Where a definition is read: its newest in SPEC, an older one in its revision. */
export function definitionSk(ref: DefinitionRef): string {
  return ref.revision === undefined ? sk.spec : revisionSk(ref.revision);
}

/** `changed` index: one namespace of a kind. */
export function scopeOf(kind: ObjectKind, namespace: string): string {
  return `${kind}#${namespace}`;
}

/** Sorts by resourceVersion and stays unique where two objects share one. */
export function changedOf(resourceVersion: string, key: ObjectKey): string {
  return `${resourceVersion}#${key.namespace}/${key.name}`;
}

/** The ids of events written together: they sort in the order they were given. */
export function eventIds(id: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => (i === 0 ? id : `${id}-${String(i).padStart(2, '0')}`));
}

export function shardOf(app: AppKey): string {
  return shards[Number.parseInt(hash8(appPk(app)), 36) % shards.length] ?? '0';
}

/** The id of a wake as a wave saw it: another one once the wake was marked. */
export function seenWakeId(id: string, marks: number): string {
  return marks === 0 ? id : `${id}~${marks}`;
}

/** The two halves of `seenWakeId`. */
export function wakeSeen(seen: string): { readonly id: string; readonly marks: number } {
  const cut = seen.lastIndexOf('~');
  return cut < 0 ? { id: seen, marks: 0 } : { id: seen.slice(0, cut), marks: Number(seen.slice(cut + 1)) };
}

/** Cursors are opaque to clients, and a sort key to us. */
export function cursorOf(sortKey: string): string {
  return Buffer.from(sortKey).toString('base64url');
}

export function sortKeyOf(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString();
}
