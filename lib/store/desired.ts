/** The API's side of the store: what users want, listed, read and changed with conditions. */
import type { JsonObject } from '../json.ts';
import type {
  AppKey,
  AppRevision,
  Ask,
  DefinitionRef,
  Desired,
  EventRecord,
  Present,
  Snapshot,
  StoredDefinition,
} from '../ports.ts';

export type ObjectKind = 'Application' | DefinitionRef['kind'];

export interface ObjectKey {
  readonly kind: ObjectKind;
  readonly namespace: string;
  readonly name: string;
}

/** One write of a transaction, on the condition that the stored object still is what was read. */
export interface Write {
  readonly key: ObjectKey;
  /** The resourceVersion read before, or undefined where nothing was stored. */
  readonly expected: string | undefined;
  readonly desired: Desired;
  /** Definitions only: the revision number and hash stored with it (a DefinitionRevision item is written too). */
  readonly definition?: { readonly revision: number; readonly hash: string };
  readonly event?: EventRecord;
}

export interface Listed {
  readonly key: ObjectKey;
  readonly desired: Desired;
  readonly status: JsonObject | undefined;
  /** Definitions only: the latest revision. */
  readonly definition?: { readonly revision: number; readonly hash: string };
}

export interface Access {
  /** ARN pattern with `*`. */
  readonly principal: string;
  readonly role: 'viewer' | 'developer' | 'operator';
  /** Namespaces it holds for; `['*']` for all. */
  readonly namespaces: readonly string[];
}

export interface EventListed extends EventRecord {
  readonly id: string;
}

export interface DesiredStore {
  /** The objects that exist among those asked for (at most 99). */
  get(keys: readonly ObjectKey[]): Promise<
    readonly {
      readonly key: ObjectKey;
      readonly desired: Desired;
      readonly definition?: { readonly revision: number; readonly hash: string };
    }[]
  >;
  /** All writes or none, in one transaction (at most 99 items). OamError Conflict names the object that changed meanwhile. */
  write(writes: readonly Write[]): Promise<void>;
  /** Newest change last; `cursor` is opaque. A namespace of undefined lists all. */
  list(
    kind: ObjectKind,
    namespace: string | undefined,
    page: { readonly limit: number; readonly cursor?: string },
  ): Promise<{ readonly items: readonly Listed[]; readonly cursor?: string }>;
  /** As Store.load, for dry runs and for what is said of revisions. */
  view(app: AppKey): Promise<Snapshot>;
  /** The same without revisions and index entries, for showing: those who follow an application ask it every second. Document and rows
   * may be moments apart; the status is never older than the wake. */
  present(app: AppKey): Promise<Present>;
  catalog(
    refs: readonly DefinitionRef[],
    target: string,
  ): Promise<{ readonly definitions: readonly StoredDefinition[]; readonly environment: JsonObject | undefined }>;
  /** All revisions of one definition, newest last. */
  definitionRevisions(ref: DefinitionRef): Promise<readonly StoredDefinition[]>;
  /** Removes a definition and its revisions on the condition of its resourceVersion. */
  removeDefinition(ref: DefinitionRef, expected: string): Promise<void>;
  /** Applications that use a definition or blob, by the inverted index (at most `limit`). */
  users(used: string, limit: number): Promise<readonly AppKey[]>;
  /** Newest first. */
  events(
    app: AppKey,
    page: { readonly limit: number; readonly cursor?: string },
  ): Promise<{ readonly items: readonly EventListed[]; readonly cursor?: string }>;
  revision(app: AppKey, number: number): Promise<AppRevision | undefined>;
  access(): Promise<readonly Access[]>;
  /** Installation rows: the environment of a target and who may do what. Used by install only. */
  install(rows: {
    readonly environment: { readonly target: string; readonly facts: JsonObject };
    readonly access: readonly Access[];
  }): Promise<void>;
  /** Writes a target's environment where it still is `before`; answers whether it was. */
  changeEnvironment(target: string, before: JsonObject, facts: JsonObject): Promise<boolean>;
  /** Asks the reconciler for something though the spec did not change (`lateen retry`). */
  wake(app: AppKey, ask: Ask): Promise<void>;
}
