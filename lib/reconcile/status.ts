/** The status an application keeps between waves (the STATUS item, at most 4 KB), and its conditions. */
import type { JsonObject } from '../json.ts';
import { isObject, listOf, objectOf, textOf } from '../json.ts';
import { keptLooks, type Looks, storedLooks } from './looks.ts';

export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
  /** ISO 8601. */
  readonly lastTransitionTime: string;
}

/** What the last wave found. Times are in ms. */
export interface KeptStatus {
  readonly phase: Phase;
  readonly observedGeneration: number;
  readonly conditions: readonly Condition[];
  /** The generation being rolled out, since when, and whether it came alive. */
  /** Components that the generation has not reached; undefined where all are reached, and where it is not known which. */
  readonly behind: readonly string[] | undefined;
  readonly rollout: { readonly generation: number; readonly startedAt: number; readonly done: boolean };
  /** Some generation ran before. */
  readonly everRan: boolean;
  /** The revision that the rows follow. */
  readonly revision: { readonly number: number; readonly hash: string } | undefined;
  readonly convergedDigest: string | undefined;
  readonly engine: string;
  /** When inputs are looked at again, and which. */
  readonly looks: Looks;
  /** Live rows seen before this time are doubted; from `doubtNext` on, those seen before that. */
  readonly doubtSince: number;
  readonly doubtNext: number | undefined;
  /** When somebody last asked to try again what failed (ms). */
  readonly retrySince: number;
  /** The generation that the engine gave up on, until a wave ends. */
  readonly buried: number | undefined;
  readonly counts: { readonly total: number; readonly ready: number };
  readonly deadline: number | undefined;
  readonly cause: string | undefined;
  readonly next: string | undefined;
  /** What components wait for that take a value of others, by name: no more than a status has room for. */
  readonly waiting: Readonly<Record<string, string>>;
}

/** KubeVela's phases that are in use today. */
export type Phase =
  | 'starting'
  | 'rendering'
  | 'runningWorkflow'
  | 'running'
  | 'unhealthy'
  | 'workflowFailed'
  | 'deleting';

const noStatus: KeptStatus = {
  phase: 'starting',
  observedGeneration: 0,
  conditions: [],
  behind: undefined,
  rollout: { generation: 0, startedAt: 0, done: false },
  everRan: false,
  revision: undefined,
  convergedDigest: undefined,
  engine: '',
  looks: {},
  doubtSince: 0,
  doubtNext: undefined,
  retrySince: 0,
  buried: undefined,
  counts: { total: 0, ready: 0 },
  deadline: undefined,
  cause: undefined,
  next: undefined,
  waiting: {},
};

const phases: readonly Phase[] = [
  'starting',
  'rendering',
  'runningWorkflow',
  'running',
  'unhealthy',
  'workflowFailed',
  'deleting',
];

/** Reads a stored status; what is absent takes the value of an application that was never looked at. */
export function keptStatus(stored: JsonObject | undefined): KeptStatus {
  if (stored === undefined) return noStatus;
  const rollout = objectOf(stored.rollout);
  const revision = stored.revision;
  const counts = objectOf(stored.counts);
  return {
    phase: phases.find(phase => phase === stored.phase) ?? 'starting',
    observedGeneration: numberOf(stored.observedGeneration),
    conditions: listOf(stored.conditions).map(conditionOf),
    behind: stored.behind === undefined ? undefined : listOf(stored.behind).map(textOf),
    rollout: {
      generation: numberOf(rollout.generation),
      startedAt: numberOf(rollout.startedAt),
      done: rollout.done === true,
    },
    everRan: stored.everRan === true,
    revision: isObject(revision) ? { number: numberOf(revision.number), hash: textOf(revision.hash) } : undefined,
    convergedDigest: optionalText(stored.convergedDigest),
    engine: textOf(stored.engine),
    looks: keptLooks(stored.looks),
    doubtSince: numberOf(stored.doubtSince),
    doubtNext: optionalNumber(stored.doubtNext),
    retrySince: numberOf(stored.retrySince),
    buried: optionalNumber(stored.buried),
    counts: { total: numberOf(counts.total), ready: numberOf(counts.ready) },
    deadline: optionalNumber(stored.deadline),
    cause: optionalText(stored.cause),
    next: optionalText(stored.next),
    waiting: Object.fromEntries(Object.entries(objectOf(stored.waiting)).map(([name, why]) => [name, textOf(why)])),
  };
}

/** The status as it is stored: without what is undefined. */
export function storedStatus(status: KeptStatus): JsonObject {
  const {
    revision,
    convergedDigest,
    doubtNext,
    deadline,
    cause,
    next,
    conditions,
    waiting,
    retrySince,
    buried,
    looks,
    behind,
    ...rest
  } = status;
  return {
    ...rest,
    conditions: conditions.map(condition => ({ ...condition })),
    ...(revision === undefined ? {} : { revision }),
    ...(convergedDigest === undefined ? {} : { convergedDigest }),
    ...(doubtNext === undefined ? {} : { doubtNext }),
    ...(retrySince === 0 ? {} : { retrySince }),
    ...(buried === undefined ? {} : { buried }),
    ...(behind === undefined ? {} : { behind: [...behind] }),
    ...(Object.keys(looks).length === 0 ? {} : { looks: storedLooks(looks) }),
    ...(deadline === undefined ? {} : { deadline }),
    ...(cause === undefined ? {} : { cause }),
    ...(next === undefined ? {} : { next }),
    ...(Object.keys(waiting).length === 0 ? {} : { waiting: { ...waiting } }),
  };
}

export type Verdict = Omit<Condition, 'lastTransitionTime'>;

/** The conditions now; the time of transition stays where the status stays. */
export function conditionsAt(verdicts: readonly Verdict[], before: readonly Condition[], now: number): Condition[] {
  return verdicts.map(verdict => {
    const old = before.find(condition => condition.type === verdict.type);
    const lastTransitionTime = old?.status === verdict.status ? old.lastTransitionTime : new Date(now).toISOString();
    return { ...verdict, lastTransitionTime };
  });
}

export function isTrue(type: string, reason: string, message = ''): Verdict {
  return { type, status: 'True', reason, message };
}

export function isFalse(type: string, reason: string, message: string): Verdict {
  return { type, status: 'False', reason, message };
}

function conditionOf(value: unknown): Condition {
  const condition = objectOf(value);
  const status = condition.status;
  return {
    type: textOf(condition.type),
    status: status === 'True' || status === 'False' ? status : 'Unknown',
    reason: textOf(condition.reason),
    message: textOf(condition.message),
    lastTransitionTime: textOf(condition.lastTransitionTime),
  };
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function optionalNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function optionalText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
