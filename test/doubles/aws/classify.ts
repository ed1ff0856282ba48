/** AWS's error names as OamErrors. */
import { type ErrorCode, OamError } from '../../../lib/errors.ts';
import type { Call } from '../../../lib/ports.ts';
import type { Fault } from './fault.ts';

export function classify(error: Fault, _call: Call): OamError {
  return new OamError(codeOf(error), error.message, { cause: error, awsName: error.name });
}

function codeOf(error: Fault): ErrorCode {
  if (/Throttl|TooManyRequests/.test(error.name)) return 'Throttled';
  if (/AccessDenied/.test(error.name)) return 'Denied';
  if (/NotFound|NoSuchEntity/.test(error.name)) return 'Missing';
  if (/LimitExceeded/.test(error.name)) return 'QuotaExceeded';
  if (/already exist/i.test(error.message)) return 'AlreadyExists';
  if (/Conflict|cannot be assumed/.test(error.name + error.message)) return 'NotReady';
  return error.$fault === 'server' ? 'Unavailable' : 'Rejected';
}
