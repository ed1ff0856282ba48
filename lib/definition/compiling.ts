/** What the stages of admission share: the draft, what is known of the world, and the Issues and templates collected on the way. */
import { type Issue, problem, under } from '../errors.ts';
import { isObject, type Json, type JsonObject, pointer, textOf } from '../json.ts';
import { fields } from '../oam/fields.ts';
import { compileCondition, compileLoop, compileTree } from '../template/compile.ts';
import { refusedName } from '../template/names.ts';
import type { Compiled, Loop, Scope, Template } from '../template/template.ts';
import type { Validation, World } from './definition.ts';
import { unknownFact } from './fact-names.ts';
import { unknownParameter } from './parameter-names.ts';
import { celAt, type Draft, entriesOf } from './read.ts';

export interface Compiling {
  readonly draft: Draft;
  readonly world: World;
  readonly issues: Issue[];
  /** JSON Pointers of `parameter` that some template reads. */
  readonly reads: Set<string>;
  /** The JSON Schema of `parameter`. */
  readonly parameters: JsonObject;
}

type Resources = Scope['resources'];
const noResources: Resources = new Map();

/** A scope in which `variables` are early and, unless said, nothing is late. */
export function scopeOf(variables: readonly string[], late: Partial<Scope> = {}): Scope {
  return { variables, outputs: false, components: false, resources: noResources, ...late };
}

/** The template of a tree, or undefined where there is none or where it does not compile. */
export function compileAt(
  compiling: Compiling,
  tree: Json | undefined,
  at: string,
  scope: Scope,
): Template | undefined {
  return tree === undefined ? undefined : kept(compiling, compileTree(tree, knowing(compiling, scope)), at);
}

/** A bare expression that is true or false, as in `$if` and `if`. */
export function conditionAt(compiling: Compiling, text: Json, at: string, scope: Scope): Template | undefined {
  return kept(compiling, compileCondition(text, knowing(compiling, scope)), at);
}

export function loopAt(compiling: Compiling, text: Json, at: string, scope: Scope): Loop | undefined {
  return kept(compiling, compileLoop(text, knowing(compiling, scope)), at);
}

function knowing({ draft, parameters, world: { facts } }: Compiling, scope: Scope): Scope {
  const known = { ...scope, refuseParameter: (path: string) => unknownParameter(parameters, path) };
  return facts === undefined ? known : { ...known, refuseFact: name => unknownFact(facts, draft.cel, name) };
}

/** What was compiled, after what it reads or what is wrong with it was written down. */
function kept<T extends Pick<Template, 'reads'>>(
  compiling: Compiling,
  compiled: Compiled<T>,
  at: string,
): T | undefined {
  if (!compiled.ok) {
    compiling.issues.push(...under(at, compiled.issues));
    return undefined;
  }
  for (const read of compiled.value.reads) compiling.reads.add(read);
  return compiled.value;
}

const identifier = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Checks an id that follows `resources.` in expressions. */
export function idCheck(compiling: Compiling, id: string, at: string, taken: readonly string[]): void {
  if (!identifier.test(id))
    compiling.issues.push(problem('InvalidName', at, 'an id is letters, digits and _, beginning with a letter'));
  else if (taken.includes(id)) compiling.issues.push(problem('InvalidName', at, `${id} is already taken`));
}

/** Checks a name that expressions will use, against those taken. */
function identified(compiling: Compiling, name: string, at: string, taken: readonly string[]): void {
  const refusal = taken.includes(name) ? `${name} is already taken` : refusedName(name);
  if (refusal !== undefined) compiling.issues.push(problem('InvalidName', at, refusal));
}

/** `let`: early values in order, each seeing those before it; `late` says what else they may read. */
export function compileLets(
  compiling: Compiling,
  variables: readonly string[],
  late: Partial<Scope>,
): {
  readonly lets: readonly { readonly name: string; readonly value: Template }[];
  readonly names: readonly string[];
} {
  const lets: { readonly name: string; readonly value: Template }[] = [];
  const names = [...variables];
  for (const { entry, at } of entriesOf(compiling.draft.cel, 'let', compiling.issues)) {
    const [name, ...others] = Object.keys(entry);
    if (name === undefined || others.length > 0) {
      compiling.issues.push(problem('InvalidField', at, 'an entry of let has one name', '- name: ${expression}'));
      continue;
    }
    identified(compiling, name, at + pointer(name), names);
    const value = compileAt(compiling, entry[name], at + pointer(name), scopeOf(names, late));
    if (value !== undefined) lets.push({ name, value });
    names.push(name);
  }
  return { lets, names };
}

const validationFields: readonly string[] = ['workload', 'if', 'pointer', 'code', 'severity', 'message', 'hint'];

/** `validations`: what a definition refuses or warns of, in its own words. */
export function compileValidations(compiling: Compiling, names: readonly string[], late: Partial<Scope>): Validation[] {
  const { draft, issues } = compiling;
  const scope = scopeOf(names, late);
  return entriesOf(draft.cel, 'validations', issues).flatMap(({ entry, at }) => {
    fields(entry, at, validationFields, issues);
    for (const field of ['code', 'message'])
      if (textOf(entry[field]) === '')
        issues.push(problem('MissingField', `${at}/${field}`, `a validation needs its ${field}`));
    if (entry.severity !== undefined && entry.severity !== 'error' && entry.severity !== 'warning')
      issues.push(problem('InvalidField', `${at}/severity`, 'severity is error or warning'));
    if (entry.pointer !== undefined && !/^(\/.*)?$/.test(textOf(entry.pointer)))
      issues.push(problem('InvalidField', `${at}/pointer`, 'pointer is a JSON Pointer into the properties: /memory'));
    for (const field of ['workload', 'hint'])
      if (entry[field] !== undefined && typeof entry[field] !== 'string')
        issues.push(problem('InvalidField', `${at}/${field}`, `${field} must be text`));
    const condition = conditionAt(compiling, entry.if ?? null, `${at}/if`, scope);
    const message = compileAt(compiling, textOf(entry.message), `${at}/message`, scope);
    if (condition === undefined || message === undefined) return [];
    return [
      {
        workload: typeof entry.workload === 'string' ? entry.workload : undefined,
        if: condition,
        pointer: textOf(entry.pointer),
        code: textOf(entry.code),
        severity: entry.severity === 'warning' ? 'warning' : 'error',
        message,
        hint: typeof entry.hint === 'string' ? entry.hint : undefined,
      },
    ];
  });
}

/** A part that must be a map, as written; anything else is an Issue and an empty map. */
export function mapPart(compiling: Compiling, part: string): JsonObject {
  const value = compiling.draft.cel[part];
  if (isObject(value)) return value;
  if (value !== undefined) compiling.issues.push(problem('InvalidField', `${celAt}/${part}`, `${part} must be a map`));
  return {};
}
