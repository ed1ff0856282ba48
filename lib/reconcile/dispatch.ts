/** What happens to each application that an event names: reconcile it; when that throws, send it round again; when it keeps throwing, bury it. */
import { messageOf, OamError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { AppKey } from '../ports.ts';
import { bury } from './bury.ts';
import { type Engine, type Result, reconcile } from './reconcile.ts';
import { inParallel } from './runner.ts';

/** One application to look at. `wake` is the stored wake that a message stands for; `attempt` counts reconciles that threw. */
export interface Delivery {
  readonly app: AppKey;
  readonly wake: string | undefined;
  readonly attempt: number;
}

export interface Deliveries {
  /** Whether a wake's message is still worth acting on. */
  stands(app: AppKey, wake: string): Promise<boolean>;
  again(delivery: Delivery, delayMs: number): Promise<void>;
  /** Puts a letter where an operator sees it. */
  bury(letter: JsonObject): Promise<void>;
  log(line: JsonObject): void;
}

/** Attempts before an application is buried. */
const patience = 5;
/** Applications at the same time in one invocation. */
const width = 5;

/** Looks at each application once. Throws only where neither the reconcile nor the queue worked: then the event itself comes again. */
export async function dispatch(engine: Engine, deliveries: Deliveries, all: readonly Delivery[]): Promise<void> {
  const unique = new Map(all.map(one => [`${one.app.namespace}/${one.app.name}/${one.wake ?? ''}`, one]));
  const outcomes = await inParallel([...unique.values()], width, one =>
    deliver(engine, deliveries, one).then(
      () => undefined,
      (error: unknown) => ({ error }),
    ),
  );
  // What the queue did not take for one application is no reason to leave out the others.
  const failure = outcomes.find(outcome => outcome !== undefined);
  if (failure !== undefined) throw failure.error;
}

async function deliver(engine: Engine, deliveries: Deliveries, delivery: Delivery): Promise<void> {
  const { app, wake } = delivery;
  const start = engine.io.now();
  try {
    // Without a wake id it comes from the stream, or from an attempt that threw.
    const stale = wake !== undefined && !(await deliveries.stands(app, wake));
    const result: Result | 'stale' = stale ? 'stale' : await reconcile(engine, app);
    // The wake stands, and this was its message: it has to come again, for a later wake does not take its place.
    if (result === 'held' && wake !== undefined) {
      const at = engine.io.now() + engine.settings.pollMs;
      await engine.io.signal(app, { id: wake, at, because: 'another wave was running' });
    }
    deliveries.log({ app: `${app.namespace}/${app.name}`, result, ms: engine.io.now() - start });
  } catch (thrown) {
    await failed(engine, deliveries, delivery, thrown);
  }
}

async function failed(engine: Engine, deliveries: Deliveries, delivery: Delivery, thrown: unknown): Promise<void> {
  const { app } = delivery;
  // A lost lease is no fault: the next wave goes on from what is stored.
  const fenced = thrown instanceof OamError && thrown.code === 'Fenced';
  const attempt = fenced ? delivery.attempt : delivery.attempt + 1;
  const error = messageOf(thrown);
  deliveries.log({ app: `${app.namespace}/${app.name}`, result: 'threw', attempt, error });
  if (attempt < patience)
    return deliveries.again({ app, wake: undefined, attempt }, fenced ? 1000 : 1000 * 2 ** attempt);
  await bury(engine.io, app, error, letter => deliveries.bury(letter));
}
