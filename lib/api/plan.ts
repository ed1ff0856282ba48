/** Plans as people read them, and which revision an application stays on. */
import type { JsonObject } from '../json.ts';
import type { AppRevision, Snapshot } from '../ports.ts';
import type { Change } from '../resource/resource.ts';

/** The revision whose definitions hold for what is stored: the one that took this generation up, or the one rolled back to. */
export function staysOn({ desired, revisions }: Snapshot): AppRevision | undefined {
  const newest = revisions.at(-1);
  if (desired === undefined || newest?.generation === desired.generation) return newest;
  return desired.pinned === undefined ? undefined : revisions.find(one => one.number === desired.pinned);
}

/** The number of the revision that takes a generation up. */
export function numberOf(snapshot: Snapshot | undefined, generation: number): number {
  const newest = snapshot?.revisions.at(-1);
  return newest?.generation === generation ? newest.number : (newest?.number ?? 0) + 1;
}

/** `{changes, summary}`. */
export function planJson(changes: readonly Change[]): JsonObject {
  const summary = { create: 0, update: 0, delete: 0, keep: 0, observe: 0, notEmulated: 0 };
  for (const change of changes) summary[change.action]++;
  return {
    changes: changes.map(({ action, type, component, trait, key, reason, diff, properties }) => ({
      action,
      type,
      component,
      trait,
      key,
      reason,
      ...(diff === undefined ? {} : { diff }),
      ...(properties === undefined ? {} : { properties }),
    })),
    summary,
  };
}
