/** Whether a service runs as it was told to, from what DescribeServices said of its deployments and of tasks that stopped. */
import { type JsonObject, listOf, objectOf, textOf } from '../../json.ts';
import type { Health } from '../../resource/resource.ts';

/** ECS' own circuit breaker gives a deployment at least so many. */
const enough = 3;

export function serviceHealth(observed: JsonObject): Health {
  if (observed.Status === 'DRAINING') return { state: 'progressing', message: 'its tasks are stopping' };
  const deployments = listOf(observed.Deployments).map(objectOf);
  const primary = deployments.find(one => one.Status === 'PRIMARY');
  const why = textOf(observed.StopReason);
  const failed = deployments.find(one => one.RolloutState === 'FAILED');
  if (failed !== undefined) return { state: 'failed', message: sentence(textOf(failed.RolloutStateReason), why) };
  const wanted = Number(observed.DesiredCount ?? 0);
  const running = Number(primary?.RunningCount ?? 0);
  const stops = Number(observed.Stops ?? 0);
  const alone = deployments.filter(one => Number(one.RunningCount) > 0 || one.Status === 'PRIMARY').length <= 1;
  if (running === wanted && alone && primary?.RolloutState !== 'IN_PROGRESS') return { state: 'ready', message: '' };
  const count = `${running} of ${wanted} tasks run`;
  if (running < wanted && stops >= enough)
    return { state: 'failed', message: sentence(`${count}; ${stops} stopped`, why) };
  return { state: 'progressing', message: sentence(count, why) };
}

function sentence(what: string, why: string): string {
  return why === '' ? what : `${what}: ${why}`;
}
