/** The part of plan that says what must go: rows that the graph does not want, after all that uses them. Pure. */
import type { Failure, Row } from '../ports.ts';
import { stem } from './identities.ts';
import type { Facts, Step } from './plan.ts';

/** One step for every row that must go, or be kept though nothing asks for it any more. `steps` are those of what is wanted. */
export function removals(facts: Facts, steps: readonly Step[]): Step[] {
  const wanted = new Map(steps.map(step => [step.key, step]));
  const { waiting = [] } = facts.graph;
  // What waits stays as it is, and so does what it may share with others.
  const stays = new Set(waiting.length === 0 ? [] : ['-', ...waiting.map(({ component }) => component)]);
  const past = longDone(facts, wanted);
  const gone = [...facts.rows.values()].filter(
    // What was done once stays written down, so that nothing that comes back runs again; with its application it is forgotten.
    row =>
      !wanted.has(row.key) &&
      !stays.has(row.component) &&
      row.phase !== 'retained' &&
      (row.phase !== 'done' || facts.deleting || past.has(row.key)),
  );
  if (gone.length === 0) return [];
  const successors = new Map([...wanted].map(([key, step]) => [stem(key), step]));
  const dependents = new Map<string, string[]>();
  for (const row of facts.rows.values()) {
    for (const need of row.needs) dependents.set(need, [...(dependents.get(need) ?? []), row.key]);
  }
  return gone.map(row => {
    const successor = successors.get(stem(row.key));
    if (outlives(row)) return retention(row);
    const waits = [...(dependents.get(row.key) ?? [])];
    // The old one goes only when the new one is live and whoever used the old one was moved over.
    if (successor !== undefined && !successor.ready && successor.action !== 'notEmulated') waits.push(successor.key);
    const reason =
      successor !== undefined
        ? 'A new one takes its place'
        : facts.deleting
          ? 'The application is deleted'
          : 'No longer part of the application';
    return {
      action: 'delete' as const,
      key: row.key,
      type: row.type,
      component: row.component,
      trait: row.trait,
      resource: undefined,
      row,
      reason,
      waits,
      notBefore: heldUntil(facts, row),
      ready: false,
    };
  });
}

/** Runs that a component remembers beside those that it names. */
const remembered = 5;

/** What ran longest ago of what is not named any more: if it is ever named again, it runs again. */
function longDone({ rows }: Facts, wanted: ReadonlyMap<string, Step>): ReadonlySet<string> {
  const byComponent = new Map<string, Row[]>();
  for (const row of rows.values())
    if (row.phase === 'done' && !wanted.has(row.key))
      byComponent.set(row.component, [...(byComponent.get(row.component) ?? []), row]);
  const past = [...byComponent.values()].flatMap(done =>
    done.sort((a, b) => b.since - a.since || (a.key < b.key ? -1 : 1)).slice(remembered),
  );
  return new Set(past.map(row => row.key));
}

/** What is kept and was made; what was never seen alive holds nothing yet. */
function outlives(row: Row): boolean {
  return row.retain === true && row.phase === 'live';
}

function retention(row: Row): Step {
  return {
    action: 'retain',
    key: row.key,
    type: row.type,
    component: row.component,
    trait: row.trait,
    resource: undefined,
    row,
    reason: 'Its definition keeps it',
    waits: [],
    notBefore: 0,
    ready: false,
  };
}

/** When what failed, or what AWS is still at, is looked at again (ms). */
export function heldUntil(facts: Facts, row: Row | undefined): number {
  if (row?.failure === undefined) return row?.doubt ?? 0;
  if (isAskedFor(facts, row.failure.at) || !isSame(row.failure, facts)) return 0;
  return row.failure.retryAt;
}

/** Whether a failure was met with the document and the inputs of now: with others it may go well. */
export function isSame(failure: Failure, { generation, revision }: Pick<Facts, 'generation' | 'revision'>): boolean {
  return failure.generation === generation && failure.revision === revision;
}

/** Whether somebody asked to try again since then (ms). */
export function isAskedFor({ retryAll, retrySince = 0 }: Facts, then: number = retrySince): boolean {
  return retryAll || then < retrySince;
}
