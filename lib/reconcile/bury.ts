/** Giving up on an application whose reconcile keeps throwing: a letter for the operator, and a status that says why. */
import type { JsonObject } from '../json.ts';
import type { AppKey, EventRecord, Io, Lease, Snapshot } from '../ports.ts';
import { conditionsAt, isFalse, type KeptStatus, keptStatus, type Phase, storedStatus } from './status.ts';

const next =
  'It is looked at again with the next sweep, and at once when it changes or by `lateen retry`; the operator has a letter about it';

const hour = 3600_000;

/** Buries it once for each generation. What the store does not take is left out: the letter says it. */
export async function bury(
  io: Io,
  app: AppKey,
  error: string,
  send: (letter: JsonObject) => Promise<void>,
): Promise<void> {
  const snapshot = await quietly(io.store.load(app));
  const desired = snapshot?.desired;
  const buried = keptStatus(snapshot?.status).buried;
  if (buried === undefined || buried !== desired?.generation) {
    const known = desired === undefined ? {} : { uid: desired.uid, generation: desired.generation };
    await send({ app: { ...app }, ...known, error });
  }
  const lease = desired === undefined ? undefined : await quietly(io.store.acquire(app, io.id(), io.now()));
  if (lease === undefined || lease === 'held') return;
  if ((await quietly(tell(io, lease, error))) !== 'released') await quietly(io.store.abandon(lease, lease.clean));
}

/** As it stands under the lease: somebody may have written it meanwhile. */
async function tell(io: Io, lease: Lease, error: string): Promise<'released' | 'superseded'> {
  const { desired, status, wake }: Snapshot = await io.store.load(lease.app);
  if (desired === undefined) return 'superseded';
  const before = keptStatus(status);
  const now = io.now();
  const phase: Phase =
    desired.deletionTimestamp !== undefined ? 'deleting' : before.everRan ? 'unhealthy' : 'workflowFailed';
  const others = before.conditions.filter(({ type }) => type !== 'Ready');
  const after: KeptStatus = {
    ...before,
    phase,
    observedGeneration: desired.generation,
    conditions: [...others, ...conditionsAt([isFalse('Ready', 'GivenUp', error)], before.conditions, now)],
    convergedDigest: undefined,
    deadline: undefined,
    cause: error,
    next,
    buried: desired.generation,
  };
  const event: EventRecord = { at: now, type: 'Warning', reason: 'GivenUp', message: error };
  await io.store.report(lease, storedStatus(after), before.buried === desired.generation ? [] : [event]);
  // The wake that stood was acted on as often as anybody cares for: the next one has a message of its own. What somebody asked for stays
  // asked for until the next sweep, which takes it over.
  const asks = wake?.asks?.filter(ask => ask !== 'sweep') ?? [];
  const later = asks.length === 0 ? undefined : { id: io.id(), at: now + hour, because: 'given up', asks };
  return lease.clean ? io.store.release(lease, desired.generation, wake?.id, later) : 'superseded';
}

async function quietly<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch {
    return undefined;
  }
}
