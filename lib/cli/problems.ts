/** Errors and warnings as people read them: place, what is wrong, what to do; and the exit code each error means. */
import { type Issue, OamError } from '../errors.ts';
import { paint } from './output.ts';
import { type Body, placeOf } from './sources.ts';

/** 0 done; 1 failed (a later try may succeed); 2 refused (what was asked must change first). */
export type ExitCode = 0 | 1 | 2;

export function exitCodeOf(error: unknown): ExitCode {
  return error instanceof OamError && refusals.has(error.code) ? 2 : 1;
}

const refusals: ReadonlySet<string> = new Set([
  'BadRequest',
  'Unauthenticated',
  'Forbidden',
  'MethodNotAllowed',
  'Conflict',
  'InUse',
  'PreconditionFailed',
  'TooLarge',
  'UnsupportedMediaType',
  'Invalid',
]);

/** The Issues, one paragraph each: `file:line:column: error: message [Code]`, then pointer and hint. */
export function describeIssues(issues: readonly Issue[], body: Body | undefined): string[] {
  return issues.flatMap(issue => {
    const place = placeOf(issue, body);
    const severity = issue.severity === 'warning' ? paint('yellow', 'warning') : paint('red', 'error');
    return [
      `${place === '' ? '' : `${place}: `}${severity}: ${issue.message} [${issue.code}]`,
      ...(issue.pointer === '' ? [] : [`    at ${issue.pointer}`]),
      ...(issue.hint === undefined ? [] : [`    ${issue.hint}`]),
    ];
  });
}

/** An error with all its Issues. */
export function describeError(error: OamError, body: Body | undefined): string[] {
  if (error.issues.length === 0) return [`${paint('red', 'error')}: ${error.message}`];
  const count = error.issues.filter(issue => issue.severity === 'error').length;
  return [
    ...describeIssues(error.issues, body),
    `${count === 1 ? '1 problem' : `${count} problems`}; nothing was changed.`,
  ];
}
