/** Compiles and runs templates in a scope that knows everything, for the tables of this folder. */
import { load } from 'js-yaml';
import type { Issue } from '../../lib/errors.ts';
import { type Json, trusted } from '../../lib/json.ts';
import { type CompileOptions, compileTree } from '../../lib/template/compile.ts';
import type { Scope, Template } from '../../lib/template/template.ts';

export const scope: Scope = {
  variables: ['parameter', 'workload', 'context', 'environment', 'ports', 'size'],
  outputs: true,
  components: true,
  resources: new Map([
    ['role', attributes('Arn', 'RoleName')],
    ['discovery', attributes('Arn')],
    ['integration', repeated('IntegrationId')],
  ]),
};

interface Known {
  readonly keyed: boolean;
  readonly attributes: ReadonlySet<string>;
}

/** A resource of a scope, by what may be read of it. */
export function attributes(...names: string[]): Known {
  return { keyed: false, attributes: new Set(names) };
}

/** One that is made once for each key. */
export function repeated(...names: string[]): Known {
  return { keyed: true, attributes: new Set(names) };
}

export const yaml = (text: string): Json => trusted<Json>(load(text));

export interface Given {
  readonly variables?: Readonly<Record<string, Json>>;
  /** Rows by `id` or `id/key`. */
  readonly rows?: Readonly<Record<string, string>>;
  readonly options?: CompileOptions;
  readonly scope?: Scope;
}

export interface Shown {
  readonly value?: Json | undefined;
  readonly issues: readonly string[];
}

/** `code pointer`, as tables assert it. */
export function short(issues: readonly Issue[]): string[] {
  return issues.map(({ code, pointer }) => `${code} ${pointer}`);
}

/** The template of a tree that compiles. */
export function compiled(tree: Json, given: Given = {}): Template {
  const made = compileTree(tree, given.scope ?? scope, given.options);
  if (!made.ok) throw new Error(`does not compile: ${JSON.stringify(made.issues)}`);
  return made.value;
}

/** The value, or the Issues of compiling or evaluating. */
export function run(tree: Json, given: Given = {}): Shown {
  const made = compileTree(tree, given.scope ?? scope, given.options);
  if (!made.ok) return { issues: short(made.issues) };
  const { value, issues } = made.value.evaluate({
    variables: given.variables ?? {},
    row: (id, key) => given.rows?.[key === undefined ? id : `${id}/${key}`],
  });
  return { value, issues: short(issues) };
}
