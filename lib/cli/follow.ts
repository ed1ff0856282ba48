/** Watches applications until each is running, failed or gone, or the time is up. */
import { setTimeout as sleep } from 'node:timers/promises';
import { OamError } from '../errors.ts';
import { type AppView, pathOf, viewOf } from './answer.ts';
import type { Client } from './client.ts';
import { isPassing } from './persist.ts';
import type { Progress } from './progress.ts';

export interface Target {
  readonly namespace: string;
  readonly name: string;
  /** The status counts once it has observed this one. */
  readonly generation: number;
  /** And once this is not asked for any more: a wave has served it. */
  readonly asked?: string;
}

/** How one application ended: `gone` is what deletion waits for; `late` means still under way when the time was up. */
export interface Ended {
  readonly target: Target;
  readonly state: 'running' | 'failed' | 'gone' | 'late';
  /** As last seen. */
  readonly app: AppView | undefined;
}

export interface FollowOptions {
  readonly timeoutMs: number;
  readonly progress: Progress;
  readonly until: 'running' | 'gone';
  /** Ends it with an AbortError; Ctrl-C is then somebody else's. */
  readonly signal?: AbortSignal | undefined;
}

const firstPauseMs = 250;
const longestPauseMs = 2000;
/** An API that was reached and is silent for this long is not coming back by itself. */
const patienceMs = 15_000;

export async function follow(client: Client, targets: readonly Target[], options: FollowOptions): Promise<Ended[]> {
  const stop = options.signal === undefined ? sayGoodbye(targets) : () => {};
  try {
    return await poll(client, targets, options);
  } finally {
    process.off('SIGINT', stop);
  }
}

async function poll(client: Client, targets: readonly Target[], options: FollowOptions): Promise<Ended[]> {
  const end = Date.now() + options.timeoutMs;
  const ended: (Ended | undefined)[] = targets.map(() => undefined);
  const seen: (AppView | undefined)[] = targets.map(() => undefined);
  let reached = Date.now();
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 1.2, longestPauseMs)) {
    try {
      for (const [i, target] of targets.entries()) {
        if (ended[i] !== undefined) continue;
        const app = await read(client, target);
        seen[i] = app ?? seen[i];
        ended[i] = judge(target, app, seen[i], options.until);
      }
      reached = Date.now();
    } catch (error) {
      if (!isPassing(error) || Date.now() - reached > patienceMs) throw error;
    }
    options.progress.show(
      targets.map((target, i) => ({ target, app: ended[i]?.state === 'gone' ? undefined : seen[i] })),
    );
    const finished = ended.filter(each => each !== undefined);
    if (finished.length === targets.length) return finished;
    if (Date.now() >= end) return targets.map((target, i) => ended[i] ?? { target, state: 'late', app: seen[i] });
    await sleep(Math.min(pause, Math.max(end - Date.now(), 1)), undefined, { signal: options.signal });
  }
}

async function read(client: Client, target: Target): Promise<AppView | undefined> {
  try {
    return viewOf(await client.request('GET', pathOf('applications', target.namespace, target.name)));
  } catch (error) {
    if (error instanceof OamError && error.code === 'NotFound') return undefined;
    throw error;
  }
}

function judge(
  target: Target,
  app: AppView | undefined,
  last: AppView | undefined,
  until: 'running' | 'gone',
): Ended | undefined {
  if (app === undefined) return { target, state: 'gone', app: last };
  if (app.observedGeneration < target.generation) return undefined;
  if (target.asked !== undefined && app.asked.includes(target.asked)) return undefined;
  // Nothing but a person helps where a deletion has a cause and no deadline any more.
  if (until === 'gone') {
    return app.phase === 'deleting' && app.cause !== '' && app.deadline === ''
      ? { target, state: 'failed', app }
      : undefined;
  }
  if (app.phase === 'running') return { target, state: 'running', app };
  // `unhealthy` with a deadline is still being mended.
  const failed = app.phase === 'workflowFailed' || (app.phase === 'unhealthy' && app.deadline === '');
  return failed ? { target, state: 'failed', app } : undefined;
}

/** Ctrl-C ends the watching only, and says so. */
function sayGoodbye(targets: readonly Target[]): () => void {
  const stop = (): void => {
    const names = targets.map(target => target.name).join(', ');
    process.stderr.write(`\nStopped watching; ${names} goes on without it. See lateen status.\n`);
    process.exit(130);
  };
  process.once('SIGINT', stop);
  return stop;
}
