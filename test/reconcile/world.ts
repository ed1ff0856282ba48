/** A whole installation in one process under a virtual clock: the engine, the store in memory, an in-memory AWS, the stream and the queue.
 * Every request to the store and every call to AWS can be the last one of the process that makes it. */

import { inputKinds } from '../../lib/aws/inputs/inputs.ts';
import { types as drivers } from '../../lib/aws/registry.ts';
import { builtins } from '../../lib/definition/builtin/list.ts';
import { digest, type Json, type JsonObject, objectOf, textOf } from '../../lib/json.ts';
import type { AppKey, Ask, Call, Desired, Io, Snapshot, Wake } from '../../lib/ports.ts';
import type { Environment } from '../../lib/reconcile/appfile.ts';
import { type Deliveries, type Delivery, dispatch } from '../../lib/reconcile/dispatch.ts';
import { createPace } from '../../lib/reconcile/pace.ts';
import type { Engine } from '../../lib/reconcile/reconcile.ts';
import { statusOf } from '../../lib/reconcile/report.ts';
import { type Settings, shipped } from '../../lib/reconcile/settings.ts';
import type { Look } from '../../lib/reconcile/take-inputs.ts';
import { storeAndSignal } from '../../lib/store/agenda.ts';
import type { ObjectKind } from '../../lib/store/desired.ts';
import { createMemoryStore, type MemoryStore } from '../../lib/store/memory.ts';
import { type Aws, type AwsOptions, basicRole, createAws } from '../doubles/aws.ts';

export const start: number = Date.UTC(2026, 10, 5, 12);
const lease = 90_000;

export const facts: Environment = {
  installation: 'lateen-test',
  prefix: 'lt-test-',
  account: '000000000000',
  region: 'us-east-1',
  partition: 'aws',
  basicRole,
  boundary: 'arn:aws:iam::000000000000:policy/lateen-test-boundary',
  rolePath: '/lateen-test/',
  blobBucket: 'lateen-test-blobs',
  apiUrlPrefix: 'https://',
  apiUrlSuffix: '.execute-api.us-east-1.amazonaws.com',
  notEmulated: [],
  cluster: 'lateen-test',
  executionRole: basicRole,
  schedulerRole: 'arn:aws:iam::000000000000:role/lateen-test-scheduler',
  vpc: 'vpc-1',
  subnets: ['subnet-1', 'subnet-2'],
  assignPublicIp: 'ENABLED',
  serviceSecurityGroup: 'sg-1',
  linkSecurityGroup: 'sg-2',
  vpcLink: 'link-1',
  namespaceId: 'ns-1',
  namespaceName: 'lateen-test.local',
  ingress: 'cloud-map',
  loadBalancerUrl: '',
  probeImage: 'public.ecr.aws/docker/library/busybox:1.37',
  certificates: {},
  secretPrefix: 'lateen-test/',
  allowedTypes: [],
  grantPrefixes: [],
  containers: 'run',
  emulatorIgnores: [],
};

/** The process dies: no code of ours may catch it, and nothing it asks for afterwards happens. */
class Crash extends Error {}

export interface World {
  readonly clock: { now: number };
  readonly aws: Aws;
  readonly store: MemoryStore;
  readonly letters: JsonObject[];
  readonly logs: JsonObject[];
  readonly engine: Engine;
  /** Messages under way: an application, when it arrives. */
  readonly queue: { delivery: Delivery; at: number }[];
  /** Requests to the store and calls to AWS so far. */
  readonly steps: () => number;
  /** Dies at that step (from 1), before or after it took effect. */
  crashAt: { readonly step: number; readonly side: 'before' | 'after' } | undefined;
  /** Asked before each request to the store or the queue: throw to refuse it. */
  refuse: ((request: string) => void) | undefined;
  apply(document: JsonObject, more?: Pick<Desired, 'pinned'>): Promise<void>;
  remove(app: AppKey): Promise<void>;
  /** A message to look at the application, as the stream sends it. */
  touch(app: AppKey): void;
  wake(app: AppKey, ask: Ask): Promise<void>;
  /** Wakes who uses what an event told of, as the events function does. */
  tell(used: string): Promise<void>;
  /** Delivers messages and moves the clock until nothing is under way, at most for so long (ms). */
  run(atMost?: number): Promise<void>;
  /** Delivers what is due now. */
  turn(): Promise<void>;
  view(app?: AppKey): Promise<Snapshot>;
  status(app?: AppKey): Promise<JsonObject>;
}

export interface WorldOptions {
  readonly aws?: AwsOptions;
  readonly environment?: JsonObject;
  readonly settings?: Partial<Settings>;
  readonly definitions?: readonly JsonObject[];
  /** What stands behind names, in place of what the double of AWS says. */
  readonly looks?: ReadonlyMap<string, Look>;
}

export const web: AppKey = { namespace: 'default', name: 'web' };

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const clock = { now: start };
  let ids = 0;
  let steps = 0;
  let dead = false;
  const now = (): number => clock.now;
  const id = (): string => `01${String(clock.now).padStart(13, '0')}${String(ids++).padStart(11, '0')}`;
  const aws = createAws({ now, ...options.aws });
  // The installation's namespace is there before any application.
  const namespace = { config: { Id: 'ns-1', Name: 'lateen-test.local', Type: 'DNS_PRIVATE' }, tags: {}, operation: '' };
  aws.restore({ ...aws.snapshot(), namespaces: { 'ns-1': namespace } });
  const queue: World['queue'] = [];
  const letters: JsonObject[] = [];
  const logs: JsonObject[] = [];
  const live = (): void => {
    if (dead) throw new Crash('dead already');
  };
  /** One request of the engine: it may be the last. */
  const step = async <T>(request: () => Promise<T>, name = ''): Promise<T> => {
    live();
    const nth = ++steps;
    const crashes = (side: 'before' | 'after'): boolean => world.crashAt?.step === nth && world.crashAt.side === side;
    if (crashes('before')) die();
    world.refuse?.(name);
    const answer = await request();
    if (crashes('after')) die();
    live();
    return answer;
  };
  const die = (): never => {
    dead = true;
    throw new Crash('killed');
  };
  const store = createMemoryStore({ now, id, lease, signal: async (app, wake) => signal(app, wake) });
  const signal = (app: AppKey, wake: Wake): void => {
    queue.push({ delivery: { app, wake: wake.id, attempt: 0 }, at: Math.max(wake.at, clock.now) });
  };
  const engineStore = new Proxy(store, {
    get: (target, name: keyof MemoryStore) => {
      const method: unknown = target[name];
      return typeof method === 'function'
        ? (...args: never[]) => step(() => Promise.resolve(method.apply(target, args)), name)
        : method;
    },
  });
  const io: Io = {
    send: (call: Call): Promise<Json> => step(() => aws.send(call)),
    store: engineStore,
    wake: (app, wake) => step(() => storeAndSignal(store, async (a, w) => signal(a, w), app, wake, clock.now)),
    signal: (app, wake) => step(async () => signal(app, wake)),
    now,
    id,
  };
  const looks = options.looks ?? new Map([...inputKinds].map(([kind, { resolve }]) => [kind, resolve]));
  const engine = { io, types: drivers, looks, settings: { ...shipped, ...options.settings }, pace: createPace() };
  const deliveries: Deliveries = {
    stands: (app, wake) => step(() => store.stands(app, wake)),
    again: (delivery, delayMs) =>
      step(async () => {
        queue.push({ delivery, at: clock.now + delayMs });
      }, 'again'),
    bury: letter =>
      step(async () => {
        letters.push(letter);
      }),
    log: line => logs.push(line),
  };
  const deliver = async (delivery: Delivery): Promise<void> => {
    dead = false;
    try {
      await dispatch(engine, deliveries, [delivery]);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
    if (dead) {
      // What Lambda does with an event whose handler died: it comes again when the visibility time-out is over.
      dead = false;
      queue.push({ delivery, at: clock.now + lease });
    }
  };
  const world: World = {
    clock,
    aws,
    store,
    letters,
    logs,
    engine,
    queue,
    steps: () => steps,
    crashAt: undefined,
    refuse: undefined,
    apply: (document, more) => write(store, world, document, now, id, more),
    async remove(app) {
      const [found] = await store.get([{ kind: 'Application', ...app }]);
      if (found === undefined) return;
      const { desired } = found;
      const next = {
        ...desired,
        generation: desired.generation + 1,
        resourceVersion: id(),
        deletionTimestamp: clock.now,
      };
      await store.write([{ key: { kind: 'Application', ...app }, expected: desired.resourceVersion, desired: next }]);
      world.touch(app);
    },
    touch: app => {
      queue.push({ delivery: { app, wake: undefined, attempt: 0 }, at: clock.now });
    },
    wake: (app, ask) => store.wake(app, ask),
    async tell(used) {
      for (const app of await store.users(used, 100))
        await io.wake(app, { id: id(), at: clock.now, because: used, about: [used] });
    },
    async run(atMost = 3_600_000) {
      const end = clock.now + atMost;
      for (let turns = 0; queue.length > 0; turns++) {
        if (turns > 10_000) throw new Error('It never comes to rest');
        queue.sort((a, b) => a.at - b.at);
        const first = queue[0];
        if (first === undefined || first.at > end) return;
        clock.now = Math.max(clock.now, first.at);
        await world.turn();
      }
    },
    async turn() {
      const due = queue.filter(one => one.at <= clock.now);
      for (const one of due) {
        queue.splice(queue.indexOf(one), 1);
        await deliver(one.delivery);
      }
    },
    view: (app = web) => store.view(app),
    status: async (app = web) => statusOf(await store.view(app)),
  };
  await store.install({ environment: { target: 'local', facts: { ...facts, ...options.environment } }, access: [] });
  for (const definition of [...builtins, ...(options.definitions ?? [])])
    await write(store, world, definition, now, id);
  return world;
}

async function write(
  store: MemoryStore,
  world: World,
  document: JsonObject,
  now: () => number,
  id: () => string,
  more: Pick<Desired, 'pinned'> = {},
): Promise<void> {
  const metadata = objectOf(document.metadata);
  const kind = textOf(document.kind) as ObjectKind;
  const namespace = textOf(metadata.namespace) || 'default';
  const key = { kind, namespace, name: textOf(metadata.name) };
  const [found] = await store.get([key]);
  const before = found?.desired;
  const desired: Desired = {
    uid: before?.uid ?? id(),
    generation: (before?.generation ?? 0) + 1,
    resourceVersion: id(),
    creationTimestamp: before?.creationTimestamp ?? now(),
    document: { ...document, metadata: { labels: {}, annotations: {}, ...metadata, namespace } },
    principal: 'tester',
    ...more,
  };
  const definition =
    kind === 'Application' ? {} : { definition: { revision: desired.generation, hash: digest(document.spec) } };
  await store.write([{ key, expected: before?.resourceVersion, desired, ...definition }]);
  if (kind === 'Application') world.touch(key);
}

/** An application of functions behind one API: `{hello: {...properties}}`, each answering at `/<name>`. */
export function functions(components: Readonly<Record<string, JsonObject>>, name = 'web'): JsonObject {
  return {
    apiVersion: 'core.oam.dev/v1beta1',
    kind: 'Application',
    metadata: { name, namespace: 'default' },
    spec: {
      components: Object.entries(components).map(([component, properties]) => ({
        name: component,
        type: 'function',
        properties: { code: { blob: code(component) }, ...properties },
        traits: [{ type: 'gateway', properties: { http: { [`/${component}`]: 80 } } }],
      })),
    },
  };
}

/** The name of an uploaded blob. */
export function code(content: string): string {
  return digest(content);
}
