/** What the API needs from the rest: the store, blobs, the pure steps of the pipeline, time, ids, a log. */
import type { Catalog, CompiledDefinition } from '../definition/definition.ts';
import type { Issue } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { Application } from '../oam/application.ts';
import type { LogPage, LogQuery, Present, Session, SessionQuery, Snapshot, StoredDefinition } from '../ports.ts';
import type { Appfile, Environment } from '../reconcile/appfile.ts';
import type { Place } from '../reconcile/inputs.ts';
import type { Parts } from '../reconcile/resolve.ts';
import type { Change, ResourceGraph } from '../resource/resource.ts';
import type { Blobs } from '../store/blobs.ts';
import type { DesiredStore } from '../store/desired.ts';

/** A step's result: a value where there are no errors, and everything that was found. */
export interface Outcome<T> {
  readonly value: T | undefined;
  readonly issues: readonly Issue[];
}

/** The pure steps. Pointers in their Issues are relative to the whole document. */
export interface Pipeline {
  /** Is it an Application? */
  check(document: JsonObject): Outcome<Application>;
  /** `facts` are those of the environment by name; without them their names are not checked. */
  admit(definition: StoredDefinition, facts?: readonly string[]): Outcome<CompiledDefinition>;
  /** Stored definitions as applications see them. */
  catalog(stored: readonly StoredDefinition[]): Catalog;
  /** `revision` is what `context.revision` will say. */
  resolve(
    application: Application,
    catalog: Catalog,
    revision: number,
  ): Outcome<Appfile> & {
    readonly parts: Parts;
  };
  /** What is wrong with the parts of an application that could not be resolved as a whole. */
  examine(parts: Parts, environment: Environment): readonly Issue[];
  /** `snapshot` says what components pass to each other; without it those that take what is not known yet wait. */
  render(appfile: Appfile, environment: Environment, snapshot?: Snapshot): Outcome<ResourceGraph>;
  /** What would be done, from stored rows alone; Issues where it may not be done (data would be lost). `inputs` are those of the revision that it
   * would be; without them the newest one's. */
  planOf(snapshot: Snapshot, graph: ResourceGraph, place: Place, inputs?: JsonObject): Planned;
  /** The `status` of an Application as people and clients read it. */
  statusOf(snapshot: Present): JsonObject;
}

interface Planned {
  readonly changes: readonly Change[];
  /** What the application follows, by index entry, with what it is made of now. It is taken as it is when the document is applied. */
  readonly inputs?: JsonObject;
  readonly issues: readonly Issue[];
}

export interface ApiDeps {
  readonly store: DesiredStore;
  readonly blobs: Blobs;
  readonly pipeline: Pipeline;
  /** What programs wrote to a log group; nothing where there is no such group. */
  logs(query: LogQuery): Promise<LogPage>;
  /** Runs a command in a container; refuses with what is missing. */
  session(query: SessionQuery): Promise<Session>;
  /** What the object `bucket/key` holds now, as a revision says it of code in a bucket without versions; undefined where nobody may know. */
  content(object: string): Promise<string | undefined>;
  /** Milliseconds since the epoch. */
  now(): number;
  /** A new ULID. */
  id(): string;
  /** One line of the request log. Bodies never get there. */
  log(line: JsonObject): void;
  readonly version: string;
}
