/** The one error of the project and the Issues that pure steps return as data. */

/** What is wrong with a document: where it stands, what it is, what to do. Pure steps return all of them at once. */
export interface Issue {
  /** A stable word to assert on; definitions may bring their own by `validations`. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** JSON Pointer into the document (`/spec/components/0/properties/memory`). */
  readonly pointer: string;
  readonly message: string;
  readonly hint?: string;
  /** Which document of a request, from 0; absent where there is one. */
  readonly document?: number;
  /** From 1, where the document was YAML or JSON text. */
  readonly line?: number;
  readonly column?: number;
}

/** An Issue of severity error. */
export function problem(code: string, pointer: string, message: string, hint?: string): Issue {
  return { code, severity: 'error', pointer, message, ...(hint === undefined ? {} : { hint }) };
}

/** An Issue that does not refuse the document. */
export function warning(code: string, pointer: string, message: string, hint?: string): Issue {
  return { ...problem(code, pointer, message, hint), severity: 'warning' };
}

export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some(issue => issue.severity === 'error');
}

/** The same Issues, found deeper: their pointers start with `prefix`. */
export function under(prefix: string, issues: readonly Issue[]): Issue[] {
  return issues.map(issue => ({ ...issue, pointer: prefix + issue.pointer }));
}

/** Every way in which a request or a call can fail. Requests first, then answers of AWS, then our own. */
export type ErrorCode =
  | 'BadRequest'
  | 'Unauthenticated'
  | 'Forbidden'
  | 'NotFound'
  | 'MethodNotAllowed'
  | 'Conflict'
  | 'InUse'
  | 'PreconditionFailed'
  | 'TooLarge'
  | 'UnsupportedMediaType'
  | 'Invalid'
  | 'Throttled'
  | 'Denied'
  | 'AlreadyExists'
  | 'Missing'
  | 'NotReady'
  | 'Rejected'
  | 'QuotaExceeded'
  | 'NotOurs'
  | 'Unavailable'
  | 'Fenced'
  | 'Internal';

/** Whose move it is. */
export type Blame = 'author' | 'operator' | 'aws' | 'caller' | 'us';

/** The only error class: a code to switch on, who can mend it, and whether asking again may help. */
export class OamError extends Error {
  readonly code: ErrorCode;
  readonly blame: Blame;
  readonly retry: boolean;
  readonly issues: readonly Issue[];
  /** The name that AWS gave the error, where AWS gave it. */
  readonly awsName: string | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    detail: { blame?: Blame; retry?: boolean; issues?: readonly Issue[]; cause?: unknown; awsName?: string } = {},
  ) {
    super(message, detail.cause === undefined ? {} : { cause: detail.cause });
    this.name = 'OamError';
    this.code = code;
    this.blame = detail.blame ?? blameOf(code);
    this.retry = detail.retry ?? retryOf(code);
    this.issues = detail.issues ?? [];
    this.awsName = detail.awsName;
  }
}

/** The sentence of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function blameOf(code: ErrorCode): Blame {
  switch (code) {
    case 'BadRequest':
    case 'Unauthenticated':
    case 'Forbidden':
    case 'NotFound':
    case 'MethodNotAllowed':
    case 'Conflict':
    case 'PreconditionFailed':
    case 'TooLarge':
    case 'UnsupportedMediaType':
    case 'InUse':
      return 'caller';
    case 'Invalid':
    case 'Rejected':
    case 'NotOurs':
      return 'author';
    case 'Denied':
    case 'QuotaExceeded':
      return 'operator';
    case 'Throttled':
    case 'AlreadyExists':
    case 'Missing':
    case 'NotReady':
    case 'Unavailable':
      return 'aws';
    case 'Fenced':
    case 'Internal':
      return 'us';
  }
}

/** Whether the same call may succeed later without anybody's doing. */
function retryOf(code: ErrorCode): boolean {
  return code === 'Throttled' || code === 'NotReady' || code === 'Unavailable' || code === 'Fenced';
}

/** The HTTP status of each code (AWS's answers reach a client only as our failure to do our work). */
export function httpStatus(
  code: ErrorCode,
): 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 415 | 422 | 429 | 500 | 503 {
  switch (code) {
    case 'BadRequest':
      return 400;
    case 'Unauthenticated':
      return 401;
    case 'Forbidden':
      return 403;
    case 'NotFound':
      return 404;
    case 'MethodNotAllowed':
      return 405;
    case 'Conflict':
    case 'InUse':
    case 'AlreadyExists':
    case 'NotOurs':
      return 409;
    case 'PreconditionFailed':
      return 412;
    case 'TooLarge':
      return 413;
    case 'UnsupportedMediaType':
      return 415;
    case 'Invalid':
    case 'Rejected':
      return 422;
    case 'Throttled':
      return 429;
    case 'Denied':
    case 'Missing':
    case 'QuotaExceeded':
    case 'Internal':
      return 500;
    case 'NotReady':
    case 'Unavailable':
    case 'Fenced':
      return 503;
  }
}
