/** Everything that exists in the in-memory AWS, as comparable JSON: no times, no revisions; assigned ids are the same in every run. */
import { isList, isObject, type Json, type JsonObject, textOf } from '../../../lib/json.ts';
import type { State } from './world.ts';

const volatile = new Set([
  'LastModified',
  'RevisionId',
  'CreateDate',
  'RoleId',
  'creationTime',
  'CreatedDate',
  'LastUpdatedDate',
  'CreationTime',
  'AlarmConfigurationUpdatedTimestamp',
  'StateUpdatedTimestamp',
  'since',
  'work',
  'next',
  'published',
  'revision',
  'registeredAt',
  'createdAt',
  'CreationDate',
  'LastModificationDate',
  'LatestStreamArn',
  'LastModifiedTime',
  // Of a secret: it is another one each time.
  'value',
]);

function still(value: unknown): Json {
  if (isList(value)) return value.map(still);
  if (!isObject(value))
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
  const out: Record<string, Json> = {};
  for (const [key, inner] of Object.entries(value))
    if (!volatile.has(key) && inner !== undefined) out[key] = still(inner);
  return out;
}

/** The kinds that have members, each by name. */
export function listing(state: State): JsonObject {
  const kinds: Record<string, JsonObject> = {
    functions: by(state.functions),
    files: by(state.files),
    securityGroups: by(state.securityGroups),
    domains: by(state.domains),
    links: by(state.links),
    namespaces: by(state.namespaces),
    roles: by(state.roles),
    groups: by(state.groups),
    apis: by(state.apis),
    alarms: by(state.alarms),
    targets: by(state.targets),
    clusters: by(state.clusters),
    definitions: by(some(state.definitions, one => one.config.status === 'ACTIVE')),
    services: by(state.services),
    tasks: by(some(state.tasks, one => one.stopped === undefined)),
    balancers: by(state.balancers),
    targetGroups: by(state.targetGroups),
    listeners: by(state.listeners),
    discovery: by(state.discovery),
    schedules: by(state.schedules),
    mappings: by(some(state.mappings, one => !one.gone)),
    parameters: by(state.parameters),
    resources: by(state.resources),
    rules: by(state.rules),
    secrets: by(some(state.secrets, one => one.config.DeletedDate === undefined)),
    queues: by(state.queues),
    buckets: by(state.buckets),
    tables: by(state.tables),
    topics: by(state.topics),
  };
  return Object.fromEntries(Object.entries(kinds).filter(([, items]) => Object.keys(items).length > 0));
}

/** What is over is still described for a while; it does not exist. */
function some<T>(items: Readonly<Record<string, T>>, exists: (item: T) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(items).filter(([, item]) => exists(item)));
}

function by(items: Readonly<Record<string, unknown>>): JsonObject {
  return Object.fromEntries(
    Object.keys(items)
      .sort()
      .map(key => [textOf(key), still(items[key])]),
  );
}
