/** What every adapter's run of the store contract brings, and the values the tests store. */
import type { JsonObject } from '../../../lib/json.ts';
import type { AppKey, AppRevision, Desired, EventRecord, Lease, Row, Store } from '../../../lib/ports.ts';
import type { Agenda, Signal } from '../../../lib/store/agenda.ts';
import type { DesiredStore, ObjectKey, Write } from '../../../lib/store/desired.ts';

type AnyStore = Store & DesiredStore & Agenda;

interface StoreOptions {
  readonly now: () => number;
  readonly id: () => string;
  readonly lease: number;
  readonly signal: Signal;
}

/** One test's store under one clock; everything it stores stands in namespaces of its own. */
export interface Bench {
  readonly store: AnyStore;
  readonly clock: { now: number };
  readonly namespace: string;
  /** Wakes whose message was sent. */
  readonly sent: string[];
  /** Requests sent since the bench was made; undefined where nothing is sent. */
  readonly requests: () => number | undefined;
}

/** Opens an adapter; stores of one run may share what they store. */
export interface Adapter {
  open(options: StoreOptions): { readonly store: AnyStore; readonly requests: () => number | undefined };
}

/** How long a lease lasts in these tests (ms). */
export const leaseLife = 90_000;

/** Namespaces and ids never repeat within a process, because the tests of one adapter share a table. */
let opened = 0;
let ids = 0;

export function openBench(adapter: Adapter): Bench {
  opened += 1;
  const clock = { now: Date.UTC(2026, 0, 1) };
  const sent: string[] = [];
  const { store, requests } = adapter.open({
    now: () => clock.now,
    id: nextId,
    lease: leaseLife,
    signal: async (_app, wake) => {
      sent.push(wake.id);
    },
  });
  return { store, clock, namespace: `ns${opened}`, sent, requests };
}

/** Sorts like a ULID. */
export function nextId(): string {
  ids += 1;
  return `01K${String(ids).padStart(23, '0')}`;
}

export function appIn(bench: Bench, name = 'shop'): AppKey {
  return { namespace: bench.namespace, name };
}

export function applicationKey(app: AppKey): ObjectKey {
  return { kind: 'Application', ...app };
}

export function desired(change: Partial<Desired> = {}): Desired {
  return {
    uid: 'uid-1',
    generation: 1,
    resourceVersion: nextId(),
    creationTimestamp: 1_000,
    document: { apiVersion: 'core.oam.dev/v1beta1', kind: 'Application', spec: { components: [{ name: 'web' }] } },
    principal: 'arn:aws:iam::000000000000:user/ann',
    ...change,
  };
}

export function creation(app: AppKey, change: Partial<Desired> = {}): Write {
  return { key: applicationKey(app), expected: undefined, desired: desired(change) };
}

export function row(key: string, change: Partial<Row> = {}): Row {
  return {
    key,
    type: 'AWS::Lambda::Function',
    target: 'local',
    component: 'web',
    trait: '-',
    name: 'lt-shop-web-0a1b2c3d',
    token: '0a1b2c3d',
    identity: { FunctionName: 'lt-shop-web-0a1b2c3d' },
    phase: 'live',
    applied: { MemorySize: 128, Tags: [{ Key: 'a', Value: 'ü' }], Environment: { Variables: {} } },
    intended: undefined,
    attributes: { Arn: 'arn:aws:lambda:us-east-1:000000000000:function:web', Version: '1' },
    health: 'ready',
    message: '',
    needs: ['local/web/-/role#00000000'],
    seen: 5,
    since: 4,
    ...change,
  };
}

export function revision(number: number, document: JsonObject = { spec: { components: [] } }): AppRevision {
  return {
    number,
    generation: number,
    at: 10,
    hash: 'f'.repeat(64),
    document,
    definitions: [
      { kind: 'TraitDefinition', namespace: 'lateen-system', name: 'gateway', revision: 1, hash: 'e'.repeat(64) },
    ],
    inputs: {},
    because: 'generation 1',
  };
}

export function event(reason: string): EventRecord {
  return { at: 20, type: 'Normal', reason, message: `${reason} happened`, component: 'web', principal: 'ann' };
}

export async function acquired(bench: Bench, app: AppKey, owner = 'first'): Promise<Lease> {
  const lease = await bench.store.acquire(app, owner, bench.clock.now);
  if (lease === 'held') throw new Error(`The lease of ${app.name} is held`);
  return lease;
}

/** Text that deflate cannot shorten much: the same in every run. */
export function noise(length: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  let state = 42;
  let text = '';
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    text += alphabet[state >>> 26];
  }
  return text;
}
