/** What becomes of a draft, and the questions that decide it. */
import type { Issue } from '../errors.ts';
import { equal, type JsonObject, objectOf } from '../json.ts';
import type { Desired } from '../ports.ts';
import type { Change } from '../resource/resource.ts';
import type { Draft } from './draft.ts';

/** What is stored now. */
export interface Stored {
  readonly desired: Desired;
  readonly definition?: { readonly revision: number; readonly hash: string };
}

export interface Verdict {
  readonly draft: Draft;
  readonly stored: Stored | undefined;
  readonly result: 'created' | 'configured' | 'unchanged';
  /** As it will be kept: code moved into blobs. */
  readonly document: JsonObject;
  readonly definition?: { readonly revision: number; readonly hash: string };
  readonly warnings: readonly Issue[];
  readonly blobs: ReadonlyMap<string, Uint8Array>;
  /** On a dry run, of an application. */
  readonly changes?: readonly Change[];
  /** With them: what it follows, with what it is made of now. */
  readonly inputs?: JsonObject;
}

/** Whether anything that the author can say differs. */
export function sameContent(a: JsonObject, b: JsonObject): boolean {
  const [left, right] = [objectOf(a.metadata), objectOf(b.metadata)];
  return (
    equal(a.spec, b.spec) &&
    equal(objectOf(left.labels), objectOf(right.labels)) &&
    equal(objectOf(left.annotations), objectOf(right.annotations))
  );
}

export function resultOf(draft: Draft, document: JsonObject, stored: Stored | undefined): Verdict['result'] {
  if (stored === undefined || stored.desired.deletionTimestamp !== undefined) return 'created';
  if (!sameContent(document, stored.desired.document)) return 'configured';
  if (draft.pinned === undefined) return 'unchanged';
  return draft.pinned.number === stored.desired.pinned && draft.movedOn !== true ? 'unchanged' : 'configured';
}

export function warningsOf(draft: Draft, issues: readonly Issue[]): Issue[] {
  return once(draft.locate([...draft.issues, ...issues].filter(issue => issue.severity === 'warning')));
}

/** Two steps may find the same slip; people want to read it once. */
export function once(issues: readonly Issue[]): Issue[] {
  const seen = new Set<string>();
  return issues.filter(({ code, pointer, document, message }) => {
    const slot = JSON.stringify([code, pointer, document, message]);
    if (seen.has(slot)) return false;
    seen.add(slot);
    return true;
  });
}
