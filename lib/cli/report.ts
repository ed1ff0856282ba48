/** How watched applications ended, in words and as an exit code. */
import { textOf } from '../json.ts';
import type { AppView } from './answer.ts';
import type { Ended, Target } from './follow.ts';
import { paint } from './output.ts';
import type { ExitCode } from './problems.ts';

export function outcomeOf(ended: readonly Ended[], wanted: 'running' | 'gone' = 'running'): ExitCode {
  return ended.every(each => each.state === wanted) ? 0 : 1;
}

/** The end of one application that was to run. */
export function endedLines({ target, state, app }: Ended, seconds: number): string[] {
  const { name } = target;
  switch (state) {
    case 'running':
      return [
        `${paint('green', `${name} is running`)} (${seconds.toFixed(1)} s)`,
        ...shortfalls(app),
        ...endpointLines(app),
      ];
    case 'gone':
      return [paint('red', `${name} was deleted meanwhile.`)];
    case 'failed':
      return [paint('red', `${name} failed (${app?.phase ?? ''}).`), ...causeLines(app)];
    case 'late':
      return [
        paint(
          'red',
          `${name} ${lateOf(target, app)} after ${seconds.toFixed(0)} s${phaseOf(app)}; it goes on without us.`,
        ),
        ...causeLines(app),
        watchIt('status', target),
      ];
  }
}

/** What to type to see how it goes on. */
export function watchIt(command: 'status' | 'events', { namespace, name }: Pick<Target, 'namespace' | 'name'>): string {
  return `Watch it: lateen ${command} ${name}${namespace === 'default' ? '' : ` -n ${namespace}`}`;
}

/** Which of the two it did not come to: being served, or running. */
function lateOf({ asked }: Target, app: AppView | undefined): string {
  return asked !== undefined && app?.asked.includes(asked)
    ? `was asked to ${asked}, which is not done`
    : 'is not running';
}

/** The end of one application that was to go. */
export function deletedLines(name: string, end: Ended | undefined, seconds: number): string[] {
  if (end?.state === 'gone') return [`${name} is gone (${seconds.toFixed(1)} s).`];
  return [
    `${name} is not gone yet${end?.state === 'failed' ? '.' : '; it goes on without us.'}`,
    ...causeLines(end?.app),
  ];
}

function phaseOf(app: AppView | undefined): string {
  return app === undefined || app.phase === '' ? '' : ` (${app.phase})`;
}

/** What holds it up and what comes next, where something does. */
export function causeLines(app: AppView | undefined): string[] {
  return [
    ...(app === undefined || app.cause === '' ? [] : [`Cause: ${app.cause}`]),
    ...(app === undefined || app.next === '' ? [] : [`Next:  ${app.next}`]),
  ];
}

export function endpointLines(app: AppView | undefined): string[] {
  const endpoints = app?.endpoints ?? [];
  const width = Math.max(0, ...endpoints.map(endpoint => endpoint.component.length));
  return endpoints.map(({ component, url }) => `  ${component.padEnd(width)}  ${url}`);
}

/** What runs and yet is not all that was asked for: `Emulated=False: planned and not made ...`. */
export function shortfalls(app: AppView | undefined): string[] {
  return (app?.conditions ?? [])
    .filter(condition => condition.status === 'False' && condition.type !== 'Ready' && condition.type !== 'Render')
    .map(({ type, message }) => `${paint('yellow', `${textOf(type)}=False`)}: ${textOf(message)}`);
}
