/** A definition after admission: compiled, checked, immutable. Catalog caches them by hash; render runs them. */
import type { Issue } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { DefinitionKind } from '../ports.ts';
import type { ResourceSchema } from '../resource/resource.ts';
import type { Loop, Template } from '../template/template.ts';

/** `parameters` compiled: defaults applied, unknown properties and wrong values as Issues with did-you-mean. */
export interface ParameterSchema {
  readonly schema: JsonObject;
  /** Pointers in Issues are relative to the properties object. `value` has the defaults filled in; the argument is not changed. */
  validate(properties: JsonObject): { readonly value: JsonObject; readonly issues: readonly Issue[] };
}

export interface CompiledResource {
  readonly id: string;
  readonly type: string;
  /** application: one row per key for the whole application. */
  readonly scope: 'component' | 'application';
  readonly when: Template | undefined;
  readonly loop: Loop | undefined;
  /** The stable key of a repeated or application-scoped resource. */
  readonly key: Template | undefined;
  /** A text that only one resource of this type may have in an application: a route of a shared API belongs to one component. */
  readonly unique: Template | undefined;
  /** Early: whether it outlives the component and the application that made it. */
  readonly retain: Template | undefined;
  readonly properties: Template;
}

export interface Validation {
  readonly workload: string | undefined;
  readonly if: Template;
  readonly pointer: string;
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: Template;
  readonly hint: string | undefined;
}

export interface CompiledDefinition {
  readonly kind: DefinitionKind;
  readonly namespace: string;
  readonly name: string;
  readonly revision: number;
  readonly hash: string;
  readonly description: string;
  /** What was accepted and does nothing here, by name. */
  readonly warnings: readonly Issue[];
  /** A type that AWS cannot have: the sentence that refuses every use of it. */
  readonly refused: string | undefined;
  readonly parameters: ParameterSchema;
  readonly let: readonly { readonly name: string; readonly value: Template }[];
  readonly validations: readonly Validation[];
  readonly resources: readonly CompiledResource[];
  /** ComponentDefinition: the workload type it makes (`container`, `function`, `resources`), and its template (absent for `resources`). */
  readonly workloadType: string | undefined;
  readonly workload: Template | undefined;
  /** WorkloadDefinition: what traits' resources may use. */
  readonly outputs: Template | undefined;
  /** TraitDefinition: a merge patch for each workload type it knows. */
  readonly patches: ReadonlyMap<string, Template>;
  readonly appliesTo: readonly string[];
  readonly conflictsWith: readonly string[];
  readonly single: boolean;
  /** What other components may know of it (late leaves) and be allowed to do with it. */
  readonly link: Template | undefined;
  /** The names in `link`. */
  readonly linkNames: readonly string[];
  readonly grants: Template | undefined;
  /** What a trigger takes from it: its kind (`queue`, `stream`, `bucket`, `topic`) and where it is found, the same words for whatever has it. */
  readonly source: Template | undefined;
  /** TraitDefinition: tags for every resource of the component that AWS can tag; null takes away what an earlier trait set. */
  readonly tags: Template | undefined;
  /** PolicyDefinition: `{gate, follow: [{kind, names}]}`, which inputs an application follows and who takes up what is newer. */
  readonly redeploy: Template | undefined;
  /** Where it answers: a list of {url}. */
  readonly endpoints: Template | undefined;
  /** Where uploaded code stands in the parameters: `[{at: "/code", runtime: "/runtime", handler: "/handler"}]`. */
  readonly code: readonly {
    readonly at: string;
    readonly runtime: string | undefined;
    /** Where `module.export` stands that the code must have; absent where nothing says it. */
    readonly handler?: string | undefined;
  }[];
}

/** What admission knows beside the document. */
export interface World {
  readonly types: ReadonlyMap<string, ResourceSchema>;
  /** The neutral workloads by name, each with its JSON Schema. */
  readonly workloads: ReadonlyMap<string, JsonObject>;
  /** What the lowering of each workload declares, by its name; without it names of outputs are not checked. */
  readonly outputs?: ReadonlyMap<string, ReadonlySet<string>>;
  /** The installation's facts by name, as `environment` has them; without it their names are not checked. */
  readonly facts?: readonly string[];
  /** The revision that the definition is stored as. */
  readonly revision?: number;
}

/** Finds admitted definitions by kind and name as an application in `namespace` sees them: its own namespace, then the system's. */
export interface Catalog {
  find(kind: DefinitionKind, name: string, namespace: string): CompiledDefinition | undefined;
  /** Why a definition that exists cannot be used any more (its resource type went away); empty where there is nothing to say. */
  problems(kind: DefinitionKind, name: string, namespace: string): readonly Issue[];
  /** Names of a kind that the namespace can see, for did-you-mean. */
  names(kind: DefinitionKind, namespace: string): readonly string[];
}
