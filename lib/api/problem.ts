/** Failures as answers: a Kubernetes Status under /api and /apis, `application/problem+json` elsewhere. */
import { type ErrorCode, httpStatus, type Issue, OamError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { kindOfPlural } from './objects.ts';

/** The answer to a failure of a request for `path`. Anything but an OamError is ours and says nothing more. */
export function failureAnswer(path: string, error: OamError, headers: Readonly<Record<string, string>> = {}): Response {
  const status = httpStatus(error.code);
  const extra: Record<string, string> = { ...headers };
  if (status === 429 || status === 503) extra['retry-after'] = '1';
  if (status === 401) extra['www-authenticate'] = 'AWS4-HMAC-SHA256';
  const kubernetes = /^\/apis?(\/|$)/.test(path);
  const body = kubernetes ? statusBody(path, error) : problemBody(error);
  const type = kubernetes ? 'application/json' : 'application/problem+json';
  return new Response(JSON.stringify(body), { status, headers: { ...extra, 'content-type': type } });
}

/** Anything thrown as an OamError; what is not one becomes Internal and keeps its cause for the log. */
export function oamErrorOf(error: unknown): OamError {
  if (error instanceof OamError) return error;
  const message = 'Something went wrong here; the log has it under the request id';
  return new OamError('Internal', message, { cause: error });
}

function problemBody(error: OamError): JsonObject {
  return {
    type: `https://lateen.dev/problems/${kebab(error.code)}`,
    title: titleOf(error.code),
    status: httpStatus(error.code),
    detail: error.message,
    code: error.code,
    errors: error.issues.map(issueJson),
  };
}

function statusBody(path: string, error: OamError): JsonObject {
  const [, plural = '', name] =
    /^\/apis\/core\.oam\.dev\/v1beta1\/(?:namespaces\/[^/]+\/)?([^/]+)(?:\/([^/]+))?/.exec(path) ?? [];
  const invalid = error.code === 'Invalid';
  // Warnings stand beside what was refused; they are no cause of it.
  const causes = error.issues.filter(issue => issue.severity === 'error');
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: invalid ? `${error.message}: ${sentences(causes)}` : error.message,
    reason: reasonOf(error.code),
    details: {
      ...(name === undefined ? {} : { name }),
      group: 'core.oam.dev',
      // kubectl writes "The <kind> <name> is invalid" of this.
      kind: invalid ? (kindOfPlural(plural) ?? plural) : plural,
      ...(error.issues.length === 0 ? {} : { causes: causes.map(causeOf), issues: error.issues.map(issueJson) }),
    },
    code: httpStatus(error.code),
  };
}

function causeOf(issue: Issue): JsonObject {
  const message = issue.hint === undefined ? issue.message : `${issue.message}. ${issue.hint}`;
  return { reason: issue.code, message, field: issue.pointer };
}

/** vela shows the message alone: it has to say what is wrong. */
function sentences(issues: readonly Issue[]): string {
  const shown = issues.slice(0, 3).map(issue => {
    const hint = issue.hint === undefined ? '' : ` (${issue.hint})`;
    return `${issue.pointer === '' ? '' : `${issue.pointer}: `}${issue.message}${hint}`;
  });
  const rest = issues.length - shown.length;
  return shown.join('; ') + (rest > 0 ? `; and ${rest} more` : '');
}

export function issueJson(issue: Issue): JsonObject {
  return { ...issue };
}

function kebab(code: string): string {
  return code.replace(/(?<!^)[A-Z]/g, letter => `-${letter}`).toLowerCase();
}

function titleOf(code: ErrorCode): string {
  switch (code) {
    case 'BadRequest':
      return 'The request cannot be understood';
    case 'Unauthenticated':
      return 'Nobody signed the request';
    case 'Forbidden':
      return 'Not allowed';
    case 'NotFound':
      return 'There is no such thing';
    case 'MethodNotAllowed':
      return 'This path has other methods';
    case 'Conflict':
      return 'Somebody else was faster';
    case 'AlreadyExists':
      return 'It exists already';
    case 'InUse':
      return 'It is in use';
    case 'PreconditionFailed':
      return 'It is not what you saw';
    case 'TooLarge':
      return 'Too large';
    case 'UnsupportedMediaType':
      return 'Not a content type for this path';
    case 'Invalid':
      return 'The documents have problems; nothing was changed';
    case 'Throttled':
      return 'Too many requests';
    case 'Unavailable':
    case 'NotReady':
    case 'Fenced':
      return 'Not now';
    case 'NotOurs':
    case 'Denied':
    case 'Missing':
    case 'Rejected':
    case 'QuotaExceeded':
      return 'AWS refused';
    case 'Internal':
      return 'A fault of Lateen';
  }
}

/** Kubernetes' reason for each code (metav1.StatusReason where it has one). */
function reasonOf(code: ErrorCode): string {
  switch (code) {
    case 'Unauthenticated':
      return 'Unauthorized';
    case 'InUse':
    case 'NotOurs':
      return 'Conflict';
    case 'TooLarge':
      return 'RequestEntityTooLarge';
    case 'Throttled':
      return 'TooManyRequests';
    case 'Rejected':
      return 'Invalid';
    case 'Unavailable':
    case 'NotReady':
    case 'Fenced':
      return 'ServiceUnavailable';
    case 'Denied':
    case 'Missing':
    case 'QuotaExceeded':
    case 'Internal':
      return 'InternalError';
    default:
      return code;
  }
}
