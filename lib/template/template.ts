/** The template language's contract: JSON trees with CEL expressions, compiled once, evaluated many times (DESIGN 4). */
import type { Issue } from '../errors.ts';
import type { Json } from '../json.ts';
import type { Bound, Variables } from './direct-value.ts';

/** What an expression may name; anything else is an Issue when the template is compiled. */
export interface Scope {
  /** Early variables: parameter, workload, context, environment, observed, and names bound by `let` and `$for`. */
  readonly variables: readonly string[];
  /** `outputs`: structure whose leaves may be late. Only in traits. */
  readonly outputs: boolean;
  /** What is wrong with reading this JSON Pointer of `parameter`; absent where nothing is known of parameters. */
  readonly refuseParameter?: (path: string) => Issue | undefined;
  /** What is wrong with reading this fact of `environment`; absent where its facts are not known. */
  readonly refuseFact?: (name: string) => Issue | undefined;
  /** `components["name"]`: links and grants of other components. */
  readonly components: boolean;
  /** Resources that `resources.<id>` may name, each with its late attributes; `keyed` ones need `resources.<id>[key]`. */
  readonly resources: ReadonlyMap<string, { readonly keyed: boolean; readonly attributes: ReadonlySet<string> }>;
}

/** The values of one evaluation. */
export interface Values {
  /** By name: parameter, workload, context, environment, outputs, components, let names. */
  readonly variables: Variables;
  /** What comes before variables of the same name: what a `$for` around binds. */
  readonly bound?: Bound | undefined;
  /** The row that stands for a resource, or undefined where its `$if` dropped it. */
  row(id: string, key: string | undefined): string | undefined;
}

/** A result: a value, or nothing (an absent optional), with what went wrong. Pointers are relative to the template's root. */
export interface Evaluated {
  readonly value: Json | undefined;
  readonly issues: readonly Issue[];
}

export interface Template {
  /** JSON Pointers of `parameter` that some expression reads (`/image`, `/ports`); `''` where it is read whole or by a computed key. */
  readonly reads: ReadonlySet<string>;
  /** Root names that it uses: through a `let` among them, what that `let` reads. */
  readonly uses: ReadonlySet<string>;
  /** Ids of resources it refers to. */
  readonly refers: ReadonlySet<string>;
  evaluate(values: Values): Evaluated;
}

/** One turn of a `$for`: the variables it binds. */
export interface Loop {
  readonly names: readonly string[];
  readonly reads: ReadonlySet<string>;
  readonly uses: ReadonlySet<string>;
  evaluate(values: Values): {
    readonly turns: readonly Readonly<Record<string, Json>>[];
    readonly issues: readonly Issue[];
  };
}

export type Compiled<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** A late value: `{"$ref": [row, attribute]}`. */
export type Ref = { readonly $ref: readonly [string, string] };
/** Text with late parts: `{"$join": ["arn:", {"$ref": [...]}, "/x"]}`. */
export type Join = { readonly $join: readonly Json[] };
