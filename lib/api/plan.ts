/** Plans as people read them, and which definition revisions an application keeps. */
import { equal, type JsonObject } from '../json.ts';
import type { DefinitionRef, Snapshot } from '../ports.ts';
import type { Change } from '../resource/resource.ts';

/** The revisions an application stays on: those of the revision it is pinned to, or of its newest one while its spec is that one's. */
export function keptDefinitions(snapshot: Snapshot, document: JsonObject): readonly DefinitionRef[] | undefined {
  const { desired, revisions } = snapshot;
  const newest = revisions.at(-1);
  if (desired === undefined || !equal(desired.document.spec, document.spec)) return undefined;
  const pinned = revisions.find(revision => revision.number === desired.pinned);
  if (pinned !== undefined) return pinned.definitions;
  return newest !== undefined && equal(newest.document.spec, document.spec) ? newest.definitions : undefined;
}

/** The number of the revision that a document is, or will be. */
export function numberOf(snapshot: Snapshot | undefined, document: JsonObject): number {
  const newest = snapshot?.revisions.at(-1);
  if (newest === undefined) return 1;
  return equal(newest.document.spec, document.spec) ? newest.number : newest.number + 1;
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
