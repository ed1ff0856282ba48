/** Whether a service runs as it was told to, from what DescribeServices said of its deployments and of tasks that stopped. */
import { type JsonObject, listOf, objectOf, textOf } from '../../json.ts';
import type { Health } from '../../resource/resource.ts';

/** After tasks stopped by themselves, the newest one has to stay up so long (ms): one that crashes again and again is up in between, too. */
const proofMs = 60_000;

export function serviceHealth(observed: JsonObject, now: number = Number.POSITIVE_INFINITY): Health {
  if (observed.Status === 'DRAINING') return { state: 'progressing', message: 'its tasks are stopping' };
  const deployments = listOf(observed.Deployments).map(objectOf);
  const primary = deployments.find(one => one.Status === 'PRIMARY');
  const failed = failedDeployment(observed);
  if (failed !== undefined)
    return { state: 'failed', message: cause(textOf(failed.RolloutStateReason), textOf(observed.FailedReason)) };
  const wanted = Number(observed.DesiredCount ?? 0);
  const running = Number(primary?.RunningCount ?? 0);
  const stops = Number(observed.Stops ?? 0);
  const short = running >= wanted && wanted > 0 && stops > 0 && !isProven(observed, now);
  const alone = deployments.filter(one => Number(one.RunningCount) > 0 || one.Status === 'PRIMARY').length <= 1;
  if (running === wanted && !short && alone && primary?.RolloutState !== 'IN_PROGRESS')
    return { state: 'ready', message: '' };
  const count = `${running} of ${wanted} tasks run${short ? ', not for long yet' : ''}`;
  const told = stops === 0 ? count : `${count}; ${stops} stopped`;
  const state = running < wanted && stops >= tooMany(wanted) ? 'failed' : 'progressing';
  return { state, message: sentence(told, textOf(observed.StopReason)) };
}

/** The deployment that ECS gave up on: until an update comes after it, and while ECS goes back to one before it. */
export function failedDeployment(observed: JsonObject): JsonObject | undefined {
  const deployments = listOf(observed.Deployments).map(objectOf);
  const primary = deployments.find(one => one.Status === 'PRIMARY');
  return deployments.find(one => one.RolloutState === 'FAILED' && !(primary && isAfter(primary, one)));
}

/** An update of ours, not the deployment that ECS goes back to. */
function isAfter(primary: JsonObject, failed: JsonObject): boolean {
  if (/roll(ing |ed )?back/i.test(textOf(primary.RolloutStateReason))) return false;
  return (
    textOf(failed.CreatedAt) !== '' && Date.parse(textOf(primary.CreatedAt)) > Date.parse(textOf(failed.CreatedAt))
  );
}

/** So many stops end a deployment in ECS' own circuit breaker, too. */
function tooMany(wanted: number): number {
  return Math.min(Math.max(Math.ceil(wanted / 2), 3), 200);
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
