/** What the engine needs from outside: time, ids, AWS calls, stored state, wakes. Nothing else leaves it. */
import type { Json, JsonObject } from './json.ts';

/** One request to AWS, as data. `service` is the SDK client's package suffix (`lambda`, `cloudwatch-logs`), `action` the API's name
 * (`CreateFunction`), `target` the environment row (account and region) it goes to. */
export interface Call {
  readonly service: string;
  readonly action: string;
  readonly target: string;
  readonly input: JsonObject;
  readonly mutates: boolean;
  /** Properties of the input and of the answer whose values are secret: they never leave the verb. */
  readonly secret?: readonly string[];
}

/** A verb: yields the calls it wants sent, receives each answer, returns T. OamErrors are thrown into it at the yield. */
export type Asks<T> = Generator<Call, T, Json>;

export interface AppKey {
  readonly namespace: string;
  readonly name: string;
}

/** A reason to look at an application again. `at` is in milliseconds since the epoch. */
export interface Wake {
  readonly id: string;
  readonly at: number;
  /** For people. */
  readonly because: string;
  /** What was asked for. Where one wake takes the place of another, or finds it there, all that either has stays asked for. */
  readonly asks?: readonly Ask[];
  /** What changed outside, as index entries name it (`object#builds/nightly.zip`): kept as what was asked for is. */
  readonly about?: readonly UsedRef[];
}

/** What may be asked for beyond a look at what changed: a look at everything, another try of what failed, what is newer of the inputs. */
export type Ask = 'sweep' | 'retry' | 'redeploy';

export function isAsked(wake: Wake | undefined, ask: Ask): boolean {
  return wake?.asks?.includes(ask) === true;
}

/** The right to change one application until `until` (ms). `clean` is false where the holder before did not release it. */
export interface Lease {
  readonly app: AppKey;
  readonly uid: string;
  readonly owner: string;
  readonly fence: number;
  readonly until: number;
  readonly clean: boolean;
}

/** The last failure of a row: how often, since when, when it is tried again (ms), and at which generation of the application. */
export interface Failure {
  readonly count: number;
  readonly first: number;
  readonly retryAt: number;
  readonly generation: number;
  /** The number of the revision that was to be made. */
  readonly revision?: number;
  readonly code: string;
  readonly retry: boolean;
  readonly message: string;
  /** When it failed last (ms). */
  readonly at?: number;
}

/** One resource that was, is or is about to be: an inventory row. */
export interface Row {
  /** As GraphResource.key. */
  readonly key: string;
  readonly type: string;
  readonly target: string;
  readonly component: string;
  readonly trait: string;
  /** The physical name, and the token that finds a crashed create again. */
  readonly name: string;
  readonly token: string;
  readonly identity: Json | undefined;
  /** intended: about to be made or unknown; live: made; retiring: to be deleted; retained: kept after its component; done: one-shot work that ran. */
  readonly phase: 'intended' | 'live' | 'retiring' | 'retained' | 'done';
  /** The properties last settled, references resolved. */
  readonly applied: JsonObject | undefined;
  /** The properties about to be sent, written before AWS is called: what an interrupted create or update may have set. */
  readonly intended: JsonObject | undefined;
  /** Late attributes, by name, for those who refer to this row. */
  readonly attributes: JsonObject;
  readonly health: 'ready' | 'progressing' | 'failed';
  readonly message: string;
  /** Seconds that what it is at may take, where that is longer than its type's. */
  readonly deadline?: number;
  /** Row keys this one was made after: deletion reverses them. */
  readonly needs: readonly string[];
  /** It becomes `retained` where it would be deleted. */
  readonly retain?: true;
  /** When AWS last told us about it (ms): a sweep observes what was seen before it. */
  readonly seen: number;
  /** When the phase or the health last changed (ms). */
  readonly since: number;
  /** What failed last and when it is tried again (ms); absent when nothing did. */
  readonly failure?: Failure;
  /** Where the component answers, on one row of each component, once the references are known. */
  readonly urls?: readonly string[];
  /** AWS was still working on it: observe again, not before this time (ms). */
  readonly doubt?: number;
  /** The last update that AWS took, until the resource is seen healthy and as it is wanted: a digest of it, and how often it was sent. */
  readonly sent?: { readonly what: string; readonly times: number };
}

/** What the user wants, as stored. */
export interface Desired {
  readonly uid: string;
  readonly generation: number;
  readonly resourceVersion: string;
  /** ms; set when the object is to be deleted. */
  readonly deletionTimestamp?: number;
  readonly creationTimestamp: number;
  /** The document: apiVersion, kind, metadata (user's part: name, namespace, labels, annotations), spec. */
  readonly document: JsonObject;
  /** The revision whose definitions and inputs are to be used again (rollback). */
  readonly pinned?: number;
  /** Who wrote it last. */
  readonly principal: string;
}

export type DefinitionKind =
  | 'ComponentDefinition'
  | 'WorkloadDefinition'
  | 'TraitDefinition'
  | 'PolicyDefinition'
  | 'WorkflowStepDefinition';

/** A definition by name; without `revision` the newest. */
export interface DefinitionRef {
  readonly kind: DefinitionKind;
  readonly namespace: string;
  readonly name: string;
  readonly revision?: number;
}

export interface StoredDefinition {
  readonly kind: DefinitionKind;
  readonly namespace: string;
  readonly name: string;
  readonly revision: number;
  /** digest() of the document's spec. */
  readonly hash: string;
  readonly document: JsonObject;
}

/** A revision of an application: what ran, exactly. */
export interface AppRevision {
  readonly number: number;
  readonly generation: number;
  readonly at: number;
  /** digest() of document.spec, definitions and inputs. */
  readonly hash: string;
  readonly document: JsonObject;
  readonly definitions: readonly {
    readonly kind: DefinitionKind;
    readonly namespace: string;
    readonly name: string;
    readonly revision: number;
    readonly hash: string;
  }[];
  /** Resolved inputs: image digests, object versions, by index entry. */
  readonly inputs: JsonObject;
  /** For inputs that the application makes itself: a hash of what their row was when they were looked at. */
  readonly made?: JsonObject;
  /** Index entries of what it follows and of what tells of its state. */
  readonly watches?: readonly UsedRef[];
  readonly because: string;
}

/** One application as the store knows it, read at one time. */
export interface Snapshot {
  readonly desired: Desired | undefined;
  readonly status: JsonObject | undefined;
  readonly wake: Wake | undefined;
  readonly rows: readonly Row[];
  /** Newest last. */
  readonly revisions: readonly AppRevision[];
  /** The index entries that stand; absent where there are none. */
  readonly uses?: readonly UsedRef[];
}

/** What there is of an application now, without what it was. */
export type Present = Pick<Snapshot, 'desired' | 'status' | 'rows' | 'wake'>;

/** What happened and why. The store adds id and expiry. */
export interface EventRecord {
  readonly at: number;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly component?: string;
  readonly principal?: string;
}

/** An index entry: the application uses `used` (`TraitDefinition#ns/name`, `blob#<sha256>`, `object#<bucket>/<key>`), or what tells of its
 * state goes by that name (`alarm#<name>`). */
export type UsedRef = string;

/** The reconciler's side of the store. Each method is exactly one DynamoDB request (load pages). All but acquire and load fail
 * with OamError Fenced when the lease was lost. */
export interface Store {
  acquire(app: AppKey, owner: string, now: number): Promise<Lease | 'held'>;
  load(app: AppKey): Promise<Snapshot>;
  /** Definitions (missing ones are left out) and the environment of a target (`ENV#<target>`). At most 99 refs. */
  catalog(
    refs: readonly DefinitionRef[],
    target: string,
  ): Promise<{ readonly definitions: readonly StoredDefinition[]; readonly environment: JsonObject | undefined }>;
  /** Writes rows before AWS is called, on the condition of the lease's fence. At most 99 rows. */
  intend(lease: Lease, rows: readonly Row[]): Promise<void>;
  /** Writes what AWS answered, deletes the rows that are gone. At most 99 together. */
  settle(lease: Lease, rows: readonly Row[], gone: readonly string[]): Promise<void>;
  /** Adds a revision with its index entries; drops the revisions and index entries named. At most 99 together. */
  revise(
    lease: Lease,
    revision: AppRevision,
    uses: readonly UsedRef[],
    drop: { readonly revisions: readonly number[]; readonly uses: readonly UsedRef[] },
  ): Promise<void>;
  /** Adds and removes index entries alone: what a revision has more of than one request takes. At most 99 together. */
  index(lease: Lease, add: readonly UsedRef[], remove: readonly UsedRef[]): Promise<void>;
  report(lease: Lease, status: JsonObject, events: readonly EventRecord[]): Promise<void>;
  /** Ends the lease, consumes the wake that was seen and puts `next` in its place, all in one transaction; refused ('superseded', the
   * lease stays) when the generation or the wake changed since they were read: then another wave is due. */
  release(
    lease: Lease,
    sawGeneration: number,
    sawWake: string | undefined,
    next?: Wake,
  ): Promise<'released' | 'superseded'>;
  /** Ends the lease and touches nothing else: for who failed and leaves all to the next one. Where `clean` is false that one looks at
   * everything. */
  abandon(lease: Lease, clean: boolean): Promise<void>;
  /** The application is gone: removes SPEC, STATUS, WAKE, LEASE, revisions and index entries, leaves a tombstone for 24 h.
   * 'superseded' when the document was created anew or changed since `sawGeneration`. */
  erase(lease: Lease, sawGeneration: number): Promise<'erased' | 'superseded'>;
}

/** Everything that leaves the engine. */
export interface Io {
  /** One request with its own time-out; OamError only; no retry, no sleep. */
  send(call: Call): Promise<Json>;
  readonly store: Store;
  /** Stores the wake unless an earlier one stands, and sends one message for it. */
  wake(app: AppKey, wake: Wake): Promise<void>;
  /** Sends the message of a wake that is stored already (by release). */
  signal(app: AppKey, wake: Wake): Promise<void>;
  /** Milliseconds since the epoch. */
  now(): number;
  /** A new ULID. */
  id(): string;
}

/** A question for what programs wrote to a log group. */
export interface LogQuery {
  readonly group: string;
  /** ms since the epoch; events of that very moment are among them. */
  readonly since: number;
  readonly limit: number;
}

export interface LogEvent {
  /** The same for the same event, whenever it is read. */
  readonly id: string;
  /** ms since the epoch. */
  readonly at: number;
  readonly stream: string;
  readonly message: string;
}

export interface LogPage {
  /** Oldest first. */
  readonly events: readonly LogEvent[];
  /** There is more after the last of them. */
  readonly truncated: boolean;
}

/** A wish to run a command in a container of a service. */
export interface SessionQuery {
  readonly cluster: string;
  readonly service: string;
  /** The first one where it is left out. */
  readonly container?: string;
  readonly command: string;
}

/** What the Session Manager plugin goes on with. */
export interface Session {
  readonly sessionId: string;
  readonly streamUrl: string;
  readonly tokenValue: string;
  readonly target: string;
  readonly container: string;
}
