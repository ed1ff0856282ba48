/** The events a wave leaves behind: one sentence for each thing made, changed, removed or refused. */
import type { OamError } from '../errors.ts';
import type { EventRecord, Row } from '../ports.ts';
import { displayName } from './naming.ts';
import type { Step } from './plan.ts';
import type { KeptStatus } from './status.ts';

/** What to write down about one outcome; nothing for a look that changed nothing, and a failure only when it is new. */
export function eventOf(
  step: Step,
  row: Row | undefined,
  error: OamError | undefined,
  at: number,
): EventRecord | undefined {
  const component = step.component === '-' ? {} : { component: step.component };
  if (error !== undefined) {
    if (step.row?.failure?.message === error.message || error.code === 'Fenced') return undefined;
    return {
      at,
      type: 'Warning',
      reason: error.code,
      message: `${step.type} ${nameIn(step, row)}: ${error.message}`,
      ...component,
    };
  }
  const done = { at, type: 'Normal' as const, ...component };
  const what = `${step.type} ${nameIn(step, row)}`;
  if (step.action === 'retain') {
    const how = 'delete it in AWS, or apply the component again without what keeps it and remove it then';
    return { ...done, reason: 'Retained', message: `${what} was kept with what it holds: to be rid of it, ${how}` };
  }
  if (step.row?.phase === 'retained' && row !== undefined) {
    const message = `${what} was kept from before: the component takes it over (it is made anew where it was gone)`;
    return { ...done, reason: 'Adopted', message };
  }
  // What ran is forgotten, and nothing of it is deleted.
  if (row === undefined && step.row?.phase === 'done') return undefined;
  if (row === undefined) return { ...done, reason: 'Deleted', message: `${what} was deleted: ${lower(step.reason)}` };
  if (step.action === 'create') return { ...done, reason: 'Created', message: `${what} was created` };
  if (step.action === 'update' && row.intended === undefined)
    return { ...done, reason: 'Updated', message: `${what}: ${step.reason}` };
  return step.action === 'observe' && row.health === 'ready' ? newsOf(row, step.row, what, done) : undefined;
}

/** What AWS says of a resource that is well as before: an alarm that rings, and that it stopped. */
function newsOf(
  row: Row,
  before: Row | undefined,
  what: string,
  done: Omit<EventRecord, 'reason' | 'message'>,
): EventRecord | undefined {
  if (before?.health !== 'ready' || before.message === row.message) return undefined;
  if (row.message === '') return { ...done, reason: 'Over', message: `${what}: no longer ${before.message}` };
  return { ...done, type: 'Warning' as const, reason: 'Told', message: `${what}: ${row.message}` };
}

function nameIn(step: Step, row: Row | undefined): string {
  const known = row ?? step.row;
  return displayName(known ?? { name: '', key: step.key, type: step.type });
}

function lower(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

/** One event when the phase changes; the cause stands in it where there is one. */
export function phaseEvents(before: KeptStatus, after: KeptStatus, at: number): EventRecord[] {
  if (before.phase === after.phase && before.observedGeneration === after.observedGeneration) return [];
  const bad = after.phase === 'unhealthy' || after.phase === 'workflowFailed';
  const message =
    after.cause === undefined
      ? `The application is ${after.phase}`
      : `The application is ${after.phase}: ${after.cause}`;
  return [
    {
      at,
      type: bad ? 'Warning' : 'Normal',
      reason: after.phase.slice(0, 1).toUpperCase() + after.phase.slice(1),
      message,
    },
  ];
}
