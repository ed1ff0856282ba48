/** Resources as data: the graph that render makes, the rows that remember what was made, the changes that plan finds. */

import type { Json, JsonObject } from '../json.ts';
import type { Asks } from '../ports.ts';

/** What a resource type says about itself without talking to AWS: enough to admit a definition and to plan. */
export interface ResourceSchema {
  /** The CloudFormation name, `AWS::Lambda::Function`. */
  readonly type: string;
  /** JSON Schema of the properties the driver handles, in CloudFormation's spelling, `additionalProperties: false` throughout. */
  readonly schema: JsonObject;
  /** Top-level properties that AWS cannot change in place: they are part of the row's identity. */
  readonly createOnly: readonly string[];
  /** What `resources.<id>.<Attribute>` may name: read-only attributes, the primary identifier, the reviewed extras. */
  readonly attributes: readonly string[];
  /** ours: named by us; assigned: AWS makes the id; upsert: create overwrites, so observe first (but for a name that is ours alone: nobody
   * else has it); once: one-shot work. */
  readonly naming: 'ours' | 'assigned' | 'upsert' | 'once';
  /** Attributes that an update may change (`Version` of a function): a reference to one is unknown while an update is due. */
  readonly volatile?: readonly string[];
  /** Seconds a healthy one may take to come alive; `usualDeadline` where absent. */
  readonly deadline?: number;
  /** Holds data: never replaced by itself. */
  readonly stateful: boolean;
  /** The property that takes the physical name (absent where the type has none), the longest one AWS allows, and whether all accounts share
   * one set of names. */
  readonly name?: { readonly property: string; readonly limit: number; readonly global?: true };
  /** The property that takes tags; absent where AWS cannot tag it. `map` is {key: value}, `list` is [{Key, Value}]. */
  readonly tags?: { readonly property: string; readonly form: 'map' | 'list' };
  /** What its properties name that may change under its name: an object in S3, the tag of an image, a secret. */
  inputs?(properties: JsonObject, reading: Reading): readonly Input[];
  /** The properties with what those are at a time in their place; `stands` says nothing where nothing is to be pinned. */
  pin?(properties: JsonObject, stands: (input: Input) => string | undefined, reading: Reading): JsonObject;
  /** What AWS would refuse of rendered properties though each fits its schema, and what to do; undefined where it would not, as far as they
   * are known. */
  refuses?(properties: JsonObject): { readonly message: string; readonly hint: string } | undefined;
  /** What it makes that others may name as an input: what it was made with is part of the revision that made it. */
  makes?(properties: JsonObject): Input | undefined;
  /** Events of this kind tell of its state, and name it by its physical name (`alarm`). */
  readonly toldBy?: string;
}

/** What it takes to read names in rendered properties. */
export interface Reading {
  /** The text that a value is, or refers to where the other resource's own properties say it; undefined where it is none, or only AWS knows it. */
  text(value: Json | undefined): string | undefined;
  /** What names of secrets begin with that the application's namespace may read, `lateen-prod/shop/`, and of parameters after a slash; empty
   * where there are none. */
  readonly ownPrefix: string;
}

/** Something outside of an application that it is made of, and that may change while its name stays. */
export interface Input {
  /** `object`, `image`, `secret`, `parameter`. */
  readonly kind: string;
  /** `builds/nightly.zip` */
  readonly name: string;
}

/** What stands behind the name of an input now. */
export interface Taken {
  /** Another one is another input: a version, a digest. */
  readonly value: string;
  /** The same for people: `version 3sL4, put 14:02`. */
  readonly says: string;
  /** What users should know before they rely on it, and what to do. */
  readonly warns?: string;
}

/** What the value of an input begins with where nobody can have it again once something else stands under its name. */
export const unkept = 'etag ';

/** Seconds that a resource may take to come alive where its type does not say. */
export const usualDeadline = 120;

/** How to talk to one AWS resource type. `P` are its properties (references resolved), `O` what AWS says of it now:
 * the same property names plus its attributes. Verbs ask by `yield`; only the runner sends. */
export interface ResourceType<P extends JsonObject = JsonObject, O extends JsonObject = JsonObject>
  extends ResourceSchema {
  /** Every action the verbs send, with the ARNs it needs; `${prefix}`, `${partition}`, `${region}`, `${account}`, `${path}` (of roles),
   * `${boundary}`, `${codeBucket}`, `${installation}` and others are filled in by infra (infra/policy.ts lists them). */
  readonly iam: readonly {
    readonly action: string;
    readonly resource: string | readonly string[];
    readonly condition?: JsonObject;
    /** Why it stands here though no verb sends it: AWS asks for it on the way. */
    readonly because?: string;
  }[];
  /** What finds it again, when that is known before AWS answers; undefined where AWS assigns it. */
  identity(properties: P, name: string): Json | undefined;
  /** Looks for what an earlier, interrupted create with this token made; undefined where there is none. Only asked when identity() is unknown. */
  find(properties: P, token: string): Asks<Json | undefined>;
  /** What AWS says now, or undefined where it does not exist. Removing the difference between this and `desired` is update's work. */
  observe(identity: Json): Asks<O | undefined>;
  /** Makes it. "Already exists" is thrown as OamError AlreadyExists; the engine observes and decides whose it is. */
  create(properties: P, name: string, token: string, tags: Readonly<Record<string, string>>): Asks<O>;
  /** One step towards `desired`: changes what `diff` names, and answers with what AWS says then. Where AWS needs a pause between two
   * changes (a Lambda function between configuration and code), it makes the first and leaves the rest to the next wave. `applied` is
   * what diff was given: it tells tags that were ours and are no longer declared from tags that others put there. */
  update(identity: Json, desired: P, observed: O, diff: readonly string[], applied?: JsonObject): Asks<O>;
  /** Begins anew, unchanged, what AWS gave up: for somebody who mended what was wrong outside and asks to try again. Absent where AWS gives up nothing. */
  restart?(identity: Json, observed: O): Asks<O>;
  /** Removes it; its absence is success. */
  delete(identity: Json): Asks<void>;
  /** Top-level properties that differ: compares what is declared now or was applied, canonicalised, nothing else. */
  diff(desired: P, applied: JsonObject | undefined, observed: O): readonly string[];
  /** `now` (ms) is for what has to stay as it is for a while before it is called well; absent, that while is over. */
  health(observed: O, now?: number): Health;
  /** Why AWS went back on an update that it had taken, where it says so though what runs now is healthy. */
  trouble?(observed: O): string;
  /** The identity of what `observed` describes, stored after every answer: needed where AWS assigned it, and where the driver remembers
   * what AWS does not tell (which version a function's code was published as). Verbs take this or identity()'s, which knows less. */
  identify(observed: O): Json;
  /** The owner's tags as AWS reports them; undefined where the type cannot be tagged (then the inventory decides). */
  owner(observed: O): Readonly<Record<string, string>> | undefined;
}

export interface Health {
  readonly state: 'ready' | 'progressing' | 'failed';
  readonly message: string;
  /** Seconds that what it is at may take, where that is longer than its type's. */
  readonly deadline?: number;
}

/** One resource of the rendered graph. Properties may hold `{"$ref": [rowKey, attribute]}`, `{"$join": [...]}` and `{"$initial": value}`. */
export interface GraphResource {
  /** `<target>/<component>/<trait#n or ->/<id>[/<key>]#<hash8>`; scope application: `<target>/-/<type>/<key>#<hash8>`. */
  readonly key: string;
  readonly type: string;
  readonly target: string;
  /** The component that asked for it, or `-` where the application shares it. */
  readonly component: string;
  /** The trait type that asked for it, or '-' for the workload itself. */
  readonly trait: string;
  readonly id: string;
  readonly properties: JsonObject;
  /** Row keys that must be ready first: its references, and dependsOn between components. */
  readonly needs: readonly string[];
  /** It is kept where it would be deleted. */
  readonly retain?: true;
}

/** Which inputs an application follows (names by pattern, `*` for anything), and whether it takes what is newer by itself. */
export interface Steering {
  readonly gate: 'auto' | 'manual';
  readonly follow: readonly { readonly kind: string; readonly names: string }[];
}

/** What an application is to be, completely, as data. */
export interface ResourceGraph {
  /** Absent where its policies say nothing of it. */
  readonly steering?: Steering;
  readonly resources: readonly GraphResource[];
  /** Where each component answers: `url` may hold references. */
  readonly endpoints: readonly { readonly component: string; readonly url: Json }[];
  /** Each component with its type, workload type and the traits it carries, in order. */
  readonly components: readonly {
    readonly name: string;
    readonly type: string;
    readonly workload: string;
    readonly traits: readonly string[];
  }[];
  /** Components left out because a value that they take is not known yet; absent where there are none. What is there of them stays. */
  readonly waiting?: readonly Waiting[];
}

export interface Waiting {
  readonly component: string;
  /** Its type. */
  readonly type: string;
  /** What it waits for, in a sentence. */
  readonly reason: string;
  /** The rows that will say it, or the components that wait themselves. */
  readonly rows: readonly string[];
}

export const emptyGraph: ResourceGraph = { resources: [], endpoints: [], components: [] };

/** What plan wants done with one row, and why. */
export interface Change {
  readonly action: 'create' | 'update' | 'delete' | 'retain' | 'observe' | 'keep' | 'wait' | 'notEmulated';
  readonly key: string;
  readonly type: string;
  readonly component: string;
  readonly trait: string;
  /** One sentence for people. */
  readonly reason: string;
  /** Properties that change, for an update. */
  readonly diff?: readonly string[];
  /** Those properties as they were applied last; what is absent was left to the service. */
  readonly before?: JsonObject;
  /** The properties with what is known put in place of references; what is not is `(known after apply)`. */
  readonly properties?: JsonObject;
  /** Row keys that must be ready (or, for a delete, gone) before this can be done; empty means ready now. */
  readonly waits: readonly string[];
}
