/** A change that somebody asks for, read but not yet judged. */
import type { Issue } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { AppRevision } from '../ports.ts';
import type { ObjectKey } from '../store/desired.ts';

export interface Draft {
  /** Which document of the request. */
  readonly index: number;
  /** The name is empty where the document has none that could be used; such a draft has errors. */
  readonly key: ObjectKey;
  /** As written, with its namespace filled in. */
  readonly document: JsonObject;
  readonly issues: readonly Issue[];
  /** Adds document, line and column to Issues. */
  locate(issues: readonly Issue[]): Issue[];
  readonly precondition: Precondition;
  /** Rollback: the revision whose definitions and inputs are to be used. */
  readonly pinned?: AppRevision;
  /** What runs took up other inputs since it was rolled back there. */
  readonly movedOn?: boolean;
}

/** What has to be true of the stored object. */
export interface Precondition {
  readonly must?: 'be new' | 'exist';
  /** As in the document's metadata: a difference is a 409, as Kubernetes has it. */
  readonly resourceVersion?: string | undefined;
  /** As in If-Match: a difference is a 412. `*` asks for any. */
  readonly ifMatch?: string | undefined;
}
