/** Which live rows are to be observed though nothing changed (after a takeover, in a sweep, under a new engine), and whether a wave is to do
 * anything. Pure. */
import { isAsked, type Lease, type Wake } from '../ports.ts';
import { nextLookOf } from './looks.ts';
import type { Settings } from './settings.ts';
import type { KeptStatus } from './status.ts';

export interface Doubts {
  /** Rows seen before this time (ms) are observed. */
  readonly since: number;
  /** From this time on, those seen before it are. */
  readonly next: number | undefined;
  /** Failures are tried again at once. */
  readonly retryAll: boolean;
  /** What failed before this time (ms) is tried again at once, in as many waves as that takes. */
  readonly retrySince: number;
  /** Something must be looked at, whatever the digest says. */
  readonly any: boolean;
}

export function doubtsOf(
  before: KeptStatus,
  lease: Lease,
  wake: Wake | undefined,
  settings: Settings,
  now: number,
): Doubts {
  const retryAll = isAsked(wake, 'retry');
  const retrySince = retryAll ? now : before.retrySince;
  const asked = retryAll || (isAsked(wake, 'sweep') && !isBegun(wake, before));
  const otherEngine = before.engine !== '' && before.engine !== settings.engine;
  // AWS takes no fencing token: a late call of the dead holder may still land after the first look.
  if (!lease.clean) return { since: now, next: now + settings.reobserveMs, retryAll, retrySince, any: true };
  if (before.doubtNext !== undefined && before.doubtNext <= now)
    return { since: before.doubtNext, next: undefined, retryAll, retrySince, any: true };
  if (asked || otherEngine) return { since: now, next: before.doubtNext, retryAll, retrySince, any: true };
  // Something outside changed: what it is about is looked at, and nothing else.
  const look = nextLookOf(before.looks);
  const told = (wake?.about ?? []).length > 0 || isAsked(wake, 'redeploy') || (look !== undefined && look <= now);
  return { since: before.doubtSince, next: before.doubtNext, retryAll, retrySince, any: told };
}

/** A sweep that was marked while it ran goes on from where it is: from its beginning it would never end where something happens all the time. */
export function isBegun(wake: Wake | undefined, { doubtSince }: KeptStatus): boolean {
  return wake !== undefined && isAsked(wake, 'sweep') && doubtSince >= wake.at;
}
