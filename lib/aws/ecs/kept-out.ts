/** Tasks that never began because EFS did not let them in: a right that was just given takes IAM some seconds, and ECS tries once. */
import { type JsonObject, listOf, objectOf, textOf } from '../../json.ts';

/** Whether it stopped before any container of it ran, and that was why. */
export function isKeptOut(task: JsonObject): boolean {
  if (textOf(task.lastStatus) !== 'STOPPED' || textOf(task.stopCode) !== 'TaskFailedToStart') return false;
  if (task.startedAt !== undefined || listOf(task.containers).map(objectOf).some(hasRun)) return false;
  return /^ResourceInitializationError\b.*\bEFS\b.*access denied/is.test(textOf(task.stoppedReason));
}

function hasRun(container: JsonObject): boolean {
  return container.exitCode !== undefined || container.runtimeId !== undefined;
}
