/** What the in-memory AWS knows: plain data only, so that a snapshot is a copy and a listing is a filter. */
import { digest, isList, isObject, type Json, type JsonObject } from '../../../lib/json.ts';
import type { MappingItem, OperationItem, RequestItem, RuleItem, SecretItem } from './items.ts';

/** Asynchronous work: done when its time has come or when it has been looked at often enough, whichever is first. */
export interface Work {
  readonly kind: 'create' | 'update';
  readonly until: number;
  reads: number;
}

export interface FunctionItem {
  config: JsonObject;
  code: JsonObject;
  tags: JsonObject;
  versions: JsonObject[];
  /** digest of what the newest version was published from */
  published: string;
  next: number;
  aliases: Record<string, JsonObject>;
  /** qualifier ('' for none) -> statement id -> statement */
  policies: Record<string, Record<string, JsonObject>>;
  reserved: number | undefined;
  provisioned: Record<string, { count: number; work: Work | undefined }>;
  /** By qualifier. */
  urls: Record<string, JsonObject>;
  recursion: string;
  work: Work | undefined;
}

export interface RoleItem {
  config: JsonObject;
  trust: string;
  tags: JsonObject;
  inline: Record<string, string>;
  attached: string[];
  since: number;
}

export interface GroupItem {
  config: JsonObject;
  tags: JsonObject;
}

export interface ApiItem {
  config: JsonObject;
  tags: JsonObject;
  stages: Record<string, { config: JsonObject; tags: JsonObject }>;
  authorizers: Record<string, JsonObject>;
  integrations: Record<string, JsonObject>;
  routes: Record<string, JsonObject>;
}

export interface AlarmItem {
  config: JsonObject;
  tags: JsonObject;
}

export interface TargetItem {
  config: JsonObject;
  tags: JsonObject;
  policies: Record<string, JsonObject>;
}

export interface DefinitionItem {
  config: JsonObject;
  tags: JsonObject;
}

export interface ServiceItem {
  config: JsonObject;
  tags: JsonObject;
  work: Work | undefined;
  /** The task definition that ran well before the newest one. */
  before: string | undefined;
  event?: string | undefined;
  gaveUp?: boolean;
}

export interface TaskItem {
  config: JsonObject;
  tags: JsonObject;
  token: string;
  stopped: JsonObject | undefined;
  work: Work | undefined;
}

/** A load balancer, a target group or a listener, by its ARN. */
export interface BalancingItem {
  config: JsonObject;
  tags: JsonObject;
  attributes: JsonObject;
  work: Work | undefined;
}

export interface DomainItem {
  config: JsonObject;
  tags: JsonObject;
  mappings: Record<string, JsonObject>;
  work: Work | undefined;
}

export interface LinkItem {
  config: JsonObject;
  tags: JsonObject;
  work: Work | undefined;
}

export interface TableItem {
  config: JsonObject;
  tags: JsonObject;
  life: JsonObject;
  backups: JsonObject;
  /** The index that the work fills; '' where it fills none. */
  filling: string;
  work: Work | undefined;
}

/** A file system, a mount target or an access point, by its id. */
export interface FilesItem {
  config: JsonObject;
  tags: JsonObject;
  settings: JsonObject;
  work: Work | undefined;
}

export interface TopicItem {
  config: JsonObject;
  tags: JsonObject;
  /** By ARN. */
  subscriptions: Record<string, JsonObject>;
}

export interface State {
  mappings: Record<string, MappingItem>;
  parameters: Record<string, GroupItem>;
  /** What Cloud Control made, by type and identifier. */
  resources: Record<string, GroupItem>;
  requests: Record<string, RequestItem>;
  rules: Record<string, RuleItem>;
  secrets: Record<string, SecretItem>;
  files: Record<string, FilesItem>;
  securityGroups: Record<string, GroupItem>;
  domains: Record<string, DomainItem>;
  links: Record<string, LinkItem>;
  namespaces: Record<string, GroupItem & { operation: string }>;
  operations: Record<string, OperationItem>;
  /** Services of Cloud Map. */
  discovery: Record<string, GroupItem>;
  schedules: Record<string, GroupItem>;
  queues: Record<string, GroupItem>;
  buckets: Record<string, GroupItem>;
  tables: Record<string, TableItem>;
  topics: Record<string, TopicItem>;
  clusters: Record<string, GroupItem>;
  definitions: Record<string, DefinitionItem>;
  services: Record<string, ServiceItem>;
  tasks: Record<string, TaskItem>;
  balancers: Record<string, BalancingItem>;
  targetGroups: Record<string, BalancingItem>;
  listeners: Record<string, BalancingItem>;
  functions: Record<string, FunctionItem>;
  roles: Record<string, RoleItem>;
  groups: Record<string, GroupItem>;
  apis: Record<string, ApiItem>;
  alarms: Record<string, AlarmItem>;
  targets: Record<string, TargetItem>;
  /** how often an id was made for the same seed */
  made: Record<string, number>;
}

/** What AwsOptions say, and all there is. */
export interface World {
  readonly account: string;
  readonly region: string;
  readonly roles: readonly string[];
  readonly objects: Readonly<Record<string, string>>;
  readonly built: ReadonlySet<string>;
  readonly settle: { readonly ms: number; readonly reads: number };
  readonly propagation: number;
  now(): number;
  state: State;
}

export type Action = (world: World, input: JsonObject) => Json;
export type Service = Readonly<Record<string, Action>>;

export function emptyState(): State {
  return {
    files: {},
    mappings: {},
    parameters: {},
    resources: {},
    requests: {},
    rules: {},
    secrets: {},
    securityGroups: {},
    domains: {},
    links: {},
    namespaces: {},
    operations: {},
    functions: {},
    roles: {},
    groups: {},
    apis: {},
    alarms: {},
    targets: {},
    clusters: {},
    definitions: {},
    services: {},
    tasks: {},
    balancers: {},
    targetGroups: {},
    listeners: {},
    discovery: {},
    schedules: {},
    queues: {},
    buckets: {},
    tables: {},
    topics: {},
    made: {},
  };
}

/** A deep copy of data, without what is undefined. */
export function copy<T>(value: T): T;
export function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (typeof value !== 'object' || value === null) return value;
  const out: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) if (inner !== undefined) out[key] = copy(inner);
  return out;
}

/** An id as AWS assigns it, yet the same in every run that makes the same things: it depends on the seed, and on how often it was used. */
export function assign(world: World, seed: string, length: number): string {
  const nth = (world.state.made[seed] ?? 0) + 1;
  world.state.made[seed] = nth;
  return BigInt(`0x${digest([seed, nth])}`)
    .toString(36)
    .slice(0, length);
}

/** The same, in seventeen hexadecimal digits. */
export function assignHex(world: World, seed: string): string {
  return Buffer.from(assign(world, seed, 9))
    .toString('hex')
    .slice(0, 17);
}

export function time(world: World): string {
  return new Date(world.now()).toISOString();
}

export function begin(world: World, kind: Work['kind']): Work | undefined {
  const { ms, reads } = world.settle;
  return ms === 0 || reads === 0 ? undefined : { kind, until: world.now() + ms, reads };
}

/** The work that is still going on. A read counts towards its end. */
export function ongoing(world: World, work: Work | undefined, read: boolean): Work | undefined {
  if (work === undefined || world.now() >= work.until || work.reads <= 0) return undefined;
  if (read) work.reads -= 1;
  return work;
}

/** The named members that are there. */
export function pick(input: JsonObject, names: readonly string[]): JsonObject {
  const out: Record<string, Json> = {};
  for (const name of names) if (input[name] !== undefined) out[name] = input[name];
  return out;
}

/** `value` without members whose value says nothing: '', [], {} and null. */
export function told(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => !isNothing(inner)));
}

export function isNothing(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (isList(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

/** Tags as a map, from either form: {key: value}, [{Key, Value}]. */
export function tagMap(tags: Json | undefined): JsonObject {
  if (isObject(tags)) return tags;
  const out: Record<string, Json> = {};
  if (isList(tags)) for (const tag of tags) if (isObject(tag)) out[String(tag.Key)] = tag.Value ?? '';
  return out;
}

export function tagList(tags: JsonObject): Json {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

export function without(tags: JsonObject, keys: Json | undefined): JsonObject {
  const gone = new Set(isList(keys) ? keys : []);
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key)));
}
