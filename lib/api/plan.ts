/** Plans as people read them. */
import type { JsonObject } from '../json.ts';
import type { Change } from '../resource/resource.ts';

/** `{changes, summary}`; what is kept and what waits is counted where there is any. */
export function planJson(changes: readonly Change[], inputs?: JsonObject): JsonObject {
  const summary = { create: 0, update: 0, delete: 0, keep: 0, observe: 0, notEmulated: 0, retain: 0, wait: 0 };
  for (const change of changes) summary[change.action]++;
  const { retain, wait, ...counts } = summary;
  return {
    changes: changes.map(({ action, type, component, trait, key, reason, diff, before, properties }) => ({
      action,
      type,
      component,
      trait,
      key,
      reason,
      ...(diff === undefined ? {} : { diff }),
      ...(before === undefined ? {} : { before }),
      ...(properties === undefined ? {} : { properties }),
    })),
    summary: { ...counts, ...(retain === 0 ? {} : { retain }), ...(wait === 0 ? {} : { wait }) },
    ...(inputs === undefined ? {} : { inputs }),
  };
}
