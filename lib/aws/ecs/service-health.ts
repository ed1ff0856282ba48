/** Whether a service runs as it was told to, from what DescribeServices said of its deployments and of tasks that stopped. */
import { type JsonObject, listOf, objectOf, textOf } from '../../json.ts';
import type { Health } from '../../resource/resource.ts';

/** ECS' own circuit breaker gives a deployment at least so many. */
const enough = 3;
/** After tasks stopped by themselves, the newest one has to stay up so long (ms): one that crashes again and again is up in between, too. */
const proofMs = 60_000;

export function serviceHealth(observed: JsonObject, now: number = Number.POSITIVE_INFINITY): Health {
  if (observed.Status === 'DRAINING') return { state: 'progressing', message: 'its tasks are stopping' };
  const deployments = listOf(observed.Deployments).map(objectOf);
  const primary = deployments.find(one => one.Status === 'PRIMARY');
  const why = textOf(observed.StopReason);
  const failed = deployments.find(one => one.RolloutState === 'FAILED');
  if (failed !== undefined) return { state: 'failed', message: cause(textOf(failed.RolloutStateReason), why) };
  const wanted = Number(observed.DesiredCount ?? 0);
  const running = Number(primary?.RunningCount ?? 0);
  const stops = Number(observed.Stops ?? 0);
  const short = running >= wanted && wanted > 0 && stops > 0 && !isProven(observed, now);
  const alone = deployments.filter(one => Number(one.RunningCount) > 0 || one.Status === 'PRIMARY').length <= 1;
  if (running === wanted && !short && alone && primary?.RolloutState !== 'IN_PROGRESS')
    return { state: 'ready', message: '' };
  const count = `${running} of ${wanted} tasks run${short ? ', not for long yet' : ''}`;
  const told = stops === 0 ? count : `${count}; ${stops} stopped`;
  const state = (running < wanted || short) && stops >= enough ? 'failed' : 'progressing';
  return { state, message: sentence(told, why) };
}

/** Its newest task has stayed up. */
function isProven({ NewestStart }: JsonObject, now: number): boolean {
  return now - Date.parse(textOf(NewestStart)) >= proofMs;
}

/** Why the tasks stopped is what matters; that ECS gave up comes of it. */
function cause(what: string, why: string): string {
  return why === '' ? what : `${why} (${what})`;
}

function sentence(what: string, why: string): string {
  return why === '' ? what : `${what}: ${why}`;
}
