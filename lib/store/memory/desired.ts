/** The API's side of the store, in memory. */
import { equal, type JsonObject } from '../../json.ts';
import type { AppRevision, EventRecord, StoredDefinition } from '../../ports.ts';
import type { DesiredStore, Write } from '../desired.ts';
import { changedOf, cursorOf, objectPk, sortKeyOf } from '../keys.ts';
import { checkDocument, checkTransaction, eventLife, tombstoneLife } from '../limits.ts';
import type { Request } from '../memory.ts';
import { changedMeanwhile, checkWrites, nameOf } from '../transaction.ts';
import { pageOf } from './agenda.ts';
import type { Installation } from './installation.ts';
import { applicationKey, copy, type Partitions, read, revisionsOf, snapshotOf } from './partitions.ts';

export interface DesiredParts {
  readonly partitions: Partitions;
  readonly installation: Installation;
  readonly request: Request;
  readonly now: () => number;
  readonly id: () => string;
}

export function createMemoryDesired(parts: DesiredParts): Omit<DesiredStore, 'wake'> {
  const { partitions, installation, request, now, id } = parts;
  return {
    get: keys =>
      request('get', () => {
        checkTransaction('get', keys.map(objectPk));
        return keys.flatMap(key => {
          const partition = partitions.find(key);
          if (partition?.desired === undefined) return [];
          const { desired, definition } = partition;
          return [{ key: partition.key, desired: copy(desired), ...(definition === undefined ? {} : { definition }) }];
        });
      }),
    write: writes => request('write', () => write(parts, writes)),
    list: (kind, namespace, page) =>
      request('list', () => {
        const found = [...partitions.all()].flatMap(({ key, desired, status, definition }) => {
          if (desired === undefined || key.kind !== kind) return [];
          if (namespace !== undefined && key.namespace !== namespace) return [];
          const listed = {
            key,
            desired,
            status: status === undefined ? undefined : read<JsonObject>(status),
            ...(definition === undefined ? {} : { definition }),
          };
          return [{ sort: changedOf(desired.resourceVersion, key), value: listed }];
        });
        return copy(pageOf(found, page));
      }),
    view: app => request('view', () => snapshotOf(partitions.find(applicationKey(app)))),
    present: app =>
      request('present', () => {
        const { desired, status, rows, wake } = snapshotOf(partitions.find(applicationKey(app)));
        return { desired, status, rows, wake };
      }),
    catalog: (refs, target) => request('catalog', () => installation.catalog(refs, target)),
    definitionRevisions: ref =>
      request('definitionRevisions', () => {
        const partition = partitions.find(ref);
        return partition === undefined ? [] : revisionsOf<StoredDefinition>(partition);
      }),
    removeDefinition: (ref, expected) =>
      request('removeDefinition', () => {
        const partition = partitions.find(ref);
        if (partition?.desired?.resourceVersion !== expected) throw changedMeanwhile(ref, false);
        partition.tombstone = { uid: partition.desired.uid, resourceVersion: id(), expires: now() + tombstoneLife };
        partition.desired = undefined;
        partition.definition = undefined;
        partition.revisions.clear();
      }),
    users: (used, limit) =>
      request('users', () => {
        const users = [...partitions.all()].filter(partition => partition.uses.has(used));
        users.sort((a, b) => (objectPk(a.key) < objectPk(b.key) ? -1 : 1));
        return users.slice(0, limit).map(({ key }) => ({ namespace: key.namespace, name: key.name }));
      }),
    events: (app, page) =>
      request('events', () => {
        const before = page.cursor === undefined ? undefined : sortKeyOf(page.cursor);
        const events = (partitions.find(applicationKey(app))?.events ?? [])
          .filter(event => event.expires > now() && (before === undefined || event.id < before))
          .sort((a, b) => (a.id < b.id ? 1 : -1));
        const items = events.slice(0, page.limit).map(event => ({ ...read<EventRecord>(event.text), id: event.id }));
        const last = items.at(-1);
        return { items, ...(last !== undefined && events.length > items.length ? { cursor: cursorOf(last.id) } : {}) };
      }),
    revision: (app, number) =>
      request('revision', () => {
        const text = partitions.find(applicationKey(app))?.revisions.get(number);
        return text === undefined ? undefined : read<AppRevision>(text);
      }),
    access: () => request('access', () => installation.access()),
    install: ({ environment, access }) =>
      request('install', () => installation.install(environment.target, environment.facts, access)),
    changeEnvironment: (target, before, facts) =>
      request('changeEnvironment', () => {
        const { environment } = installation.catalog([], target);
        if (environment === undefined || !equal(environment, before)) return false;
        installation.install(target, facts, []);
        return true;
      }),
  };
}

function write(parts: DesiredParts, writes: readonly Write[]): void {
  checkWrites(writes);
  for (const { key, expected, desired } of writes) {
    checkDocument(nameOf(key), JSON.stringify(desired.document), desired.document);
    if (parts.partitions.find(key)?.desired?.resourceVersion !== expected) throw changedMeanwhile(key, false);
  }
  for (const { key, desired, definition, event } of writes) {
    const partition = parts.partitions.open(key);
    partition.desired = copy(desired);
    partition.definition = definition;
    if (definition !== undefined) {
      const stored = { ...key, ...definition, document: desired.document };
      partition.revisions.set(definition.revision, JSON.stringify(stored));
    }
    if (event === undefined) continue;
    partition.events.push({ id: parts.id(), text: JSON.stringify(event), expires: parts.now() + eventLife });
  }
}
