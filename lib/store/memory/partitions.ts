/** What the memory adapter keeps: one partition for each object, its values as JSON text so that no reader shares one with a writer. */
import type { JsonObject } from '../../json.ts';
import { trusted } from '../../json.ts';
import type { AppKey, AppRevision, Desired, Row, Snapshot, StoredDefinition, Wake } from '../../ports.ts';
import type { ObjectKey } from '../desired.ts';
import { objectPk, seenWakeId } from '../keys.ts';

interface StoredLease {
  owner: string;
  fence: number;
  until: number;
  /** Released by its last holder. */
  clean: boolean;
}

interface StoredWake extends Wake {
  marks: number;
}

export interface Partition {
  readonly key: ObjectKey;
  desired: Desired | undefined;
  definition: { readonly revision: number; readonly hash: string } | undefined;
  status: string | undefined;
  wake: StoredWake | undefined;
  lease: StoredLease | undefined;
  readonly rows: Map<string, string>;
  readonly revisions: Map<number, string>;
  readonly uses: Set<string>;
  /** By id, oldest first. */
  readonly events: { readonly id: string; readonly text: string; readonly expires: number }[];
  tombstone: { readonly uid: string; readonly resourceVersion: string; readonly expires: number } | undefined;
}

/** Everything stored, for tests to compare: ids, times and all. */
export interface Dump {
  readonly objects: Readonly<Record<string, JsonObject>>;
  readonly environments: Readonly<Record<string, JsonObject>>;
}

export interface Partitions {
  /** The partition, made if it is not there. */
  open(key: ObjectKey): Partition;
  find(key: ObjectKey): Partition | undefined;
  all(): Iterable<Partition>;
}

export function createPartitions(): Partitions {
  const byPk = new Map<string, Partition>();
  return {
    open(key) {
      const pk = objectPk(key);
      const found = byPk.get(pk);
      if (found !== undefined) return found;
      const made: Partition = {
        key: { kind: key.kind, namespace: key.namespace, name: key.name },
        desired: undefined,
        definition: undefined,
        status: undefined,
        wake: undefined,
        lease: undefined,
        rows: new Map(),
        revisions: new Map(),
        uses: new Set(),
        events: [],
        tombstone: undefined,
      };
      byPk.set(pk, made);
      return made;
    },
    find: key => byPk.get(objectPk(key)),
    all: () => byPk.values(),
  };
}

export function applicationKey(app: AppKey): ObjectKey {
  return { kind: 'Application', namespace: app.namespace, name: app.name };
}

/** A copy without what JSON leaves out. */
export function copy<T>(value: T): T {
  return trusted<T>(JSON.parse(JSON.stringify(value)));
}

export function read<T>(text: string): T {
  return trusted<T>(JSON.parse(text));
}

export function snapshotOf(partition: Partition | undefined): Snapshot {
  if (partition === undefined)
    return { desired: undefined, status: undefined, wake: undefined, rows: [], revisions: [] };
  const { desired, status, wake } = partition;
  return {
    desired: desired === undefined ? undefined : copy(desired),
    status: status === undefined ? undefined : read<JsonObject>(status),
    wake: wake === undefined ? undefined : seen(wake),
    rows: inOrder(partition.rows).map(text => read<Row>(text)),
    revisions: revisionsOf<AppRevision>(partition),
    ...(partition.uses.size === 0 ? {} : { uses: [...partition.uses].sort() }),
  };
}

function seen({ marks, ...wake }: StoredWake): Wake {
  return { ...wake, id: seenWakeId(wake.id, marks) };
}

/** Newest last. */
export function revisionsOf<T extends AppRevision | StoredDefinition>(partition: Partition): T[] {
  return [...partition.revisions].sort(([a], [b]) => a - b).map(([, text]) => read<T>(text));
}

export function dumpOf(partitions: Partitions): Dump['objects'] {
  const objects: Record<string, JsonObject> = {};
  for (const partition of partitions.all()) {
    const { desired, status, rows, revisions, wake, lease, uses, events, tombstone } = copy({
      ...partition,
      rows: Object.fromEntries([...partition.rows].map(([key, text]) => [key, read<JsonObject>(text)])),
      revisions: Object.fromEntries([...partition.revisions].map(([key, text]) => [key, read<JsonObject>(text)])),
      status: partition.status === undefined ? undefined : read<JsonObject>(partition.status),
      uses: [...partition.uses].sort(),
      events: partition.events.map(event => ({ ...read<JsonObject>(event.text), id: event.id })),
    });
    objects[objectPk(partition.key)] = trusted<JsonObject>(
      copy({ desired, status, rows, revisions, wake, lease, uses, events, tombstone }),
    );
  }
  return objects;
}

/** By key, as DynamoDB sorts them. */
function inOrder(rows: ReadonlyMap<string, string>): string[] {
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
}
