/** Requests to the API: one method, every failure an OamError with a sentence that says what to do. */
import { type ErrorCode, type Issue, messageOf, OamError } from '../errors.ts';
import { isObject, type JsonObject, listOf, objectOf, textOf, trusted } from '../json.ts';
import type { Api } from './find-api.ts';
import { signIfAws } from './sign.ts';

export interface Client {
  readonly api: Api;
  /** `path` with its query; the answer's body, which must be a JSON object (empty for 204). */
  request(method: string, path: string, body?: { readonly text: string; readonly type: string }): Promise<JsonObject>;
}

/** Longer than the API's own time-out on AWS, which is 29 s. */
const answerWithin = 35_000;

export function createClient(api: Api, answerWithinMs: number = answerWithin): Client {
  return {
    api,
    async request(method, path, body) {
      const request = await signIfAws({
        method,
        url: api.url + path,
        headers: {
          accept: 'application/json',
          'user-agent': 'lateen',
          ...(body === undefined ? {} : { 'content-type': body.type }),
        },
        body: body?.text,
      });
      const answer = await reach(api, answerWithinMs, request.url, {
        method,
        headers: request.headers,
        ...(request.body === undefined ? {} : { body: request.body }),
        signal: AbortSignal.timeout(answerWithinMs),
      });
      if (!answer.ok) throw failure(api, answer.status, answer.text);
      const value = parse(answer.text);
      if (answer.text !== '' && !isObject(value)) {
        throw new OamError('Internal', `${api.url} answered with something other than JSON: is it a Lateen API?`);
      }
      return objectOf(value);
    },
  };
}

async function reach(
  api: Api,
  answerWithinMs: number,
  url: string,
  init: RequestInit,
): Promise<{ ok: boolean; status: number; text: string }> {
  try {
    const response = await fetch(url, init);
    return { ok: response.ok, status: response.status, text: await response.text() };
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError';
    const what = timedOut ? `No answer within ${answerWithinMs / 1000} s from` : 'Cannot reach';
    throw new OamError(
      'Unavailable',
      `${what} the API at ${api.url} (${reason(error)}; address from ${api.because}). Start it with npm start, or set LATEEN_API.`,
      { cause: error },
    );
  }
}

/** undici says only "fetch failed"; the cause says why. */
function reason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = isObject(cause) ? textOf(cause.code) : '';
  if (code === 'ECONNREFUSED') return 'connection refused';
  if (code === 'ENOTFOUND') return 'no such host';
  return code || messageOf(cause);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A problem document, a Kubernetes Status, or what API Gateway itself says, as an error. */
function failure(api: Api, status: number, text: string): OamError {
  const answer = parse(text);
  if (text !== '' && !isObject(answer)) {
    const first = text.slice(0, 80).split('\n')[0];
    const what = `${api.url} (from ${api.because}) answered ${status} with something other than JSON: is it a Lateen API?`;
    return new OamError(codeOf(status), `${what} It said: ${first}`);
  }
  const body = objectOf(answer);
  const issues = listOf(body.kind === 'Status' ? objectOf(body.details).issues : body.errors);
  const said = textOf(body.detail) || textOf(body.message) || textOf(body.title);
  const message = status === 403 && said === 'Forbidden' ? notAllowed(api) : said || `The API answered ${status}.`;
  return new OamError(codeOf(status), message, { issues: trusted<readonly Issue[]>(issues) });
}

/** API Gateway's own refusal says one word. */
function notAllowed(api: Api): string {
  return `AWS refused the request to ${api.url}: your credentials may not call it (execute-api:Invoke), or they belong to another account.`;
}

function codeOf(status: number): ErrorCode {
  switch (status) {
    case 400:
      return 'BadRequest';
    case 401:
      return 'Unauthenticated';
    case 403:
      return 'Forbidden';
    case 404:
      return 'NotFound';
    case 405:
      return 'MethodNotAllowed';
    case 409:
      return 'Conflict';
    case 412:
      return 'PreconditionFailed';
    case 413:
      return 'TooLarge';
    case 415:
      return 'UnsupportedMediaType';
    case 422:
      return 'Invalid';
    case 429:
      return 'Throttled';
    case 502:
    case 503:
    case 504:
      return 'Unavailable';
    default:
      return 'Internal';
  }
}
