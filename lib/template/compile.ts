/** The language's entry: trees, loops and bare expressions become templates that are compiled once and evaluated many times. */
import type { Issue } from '../errors.ts';
import type { Json } from '../json.ts';
import { type Compiling, compiling as collect, type Node, startRun } from './compiling.ts';
import { bail, lookUp, type Variables } from './direct-value.ts';
import { compileEarly, quickOf } from './early.ts';
import { compileTurns, compileCondition as conditionOf } from './loop.ts';
import type { Compiled, Evaluated, Loop, Scope, Template } from './template.ts';
import { unwrapExpression } from './text.ts';
import { compilePart } from './tree.ts';

const none: readonly Issue[] = [];
const noTurns: ReturnType<Loop['evaluate']> = { turns: [], issues: none };
const yes: Evaluated = { value: true, issues: none };
const no: Evaluated = { value: false, issues: none };

/** For tests: `direct: false` lets CEL evaluate what is otherwise done without it. */
export interface CompileOptions {
  readonly direct?: boolean;
}

/** A JSON tree with expressions. All problems at once, their pointers relative to the tree. */
export function compileTree(tree: Json, scope: Scope, options: CompileOptions = {}): Compiled<Template> {
  const compiling = collect(scope, options.direct);
  const made = compilePart(tree, '', compiling);
  if (made === undefined || 'node' in made) return templateOf(made?.node, compiling);
  const result: Evaluated = { value: made.fixed, issues: none };
  return compiled(compiling, { ...factsOf(compiling), evaluate: () => result });
}

/** A bare expression, early, of any type; `${...}` around it is allowed. */
export function compileExpression(text: string, scope: Scope, options: CompileOptions = {}): Compiled<Template> {
  const compiling = collect(scope, options.direct);
  return templateOf(compileEarly(unwrapExpression(text), '', compiling, true), compiling);
}

/** A bare early expression that is true or false: what `$if` and the `if` of validations hold. */
export function compileCondition(tree: Json, scope: Scope, options: CompileOptions = {}): Compiled<Template> {
  const compiling = collect(scope, options.direct);
  return templateOf(conditionOf(tree, '', compiling), compiling);
}

/** `x in list` or `k, v in map`. */
export function compileLoop(text: Json, scope: Scope, options: CompileOptions = {}): Compiled<Loop> {
  const compiling = collect(scope, options.direct);
  const turns = compileTurns(text, '', compiling);
  if (turns === undefined) return { ok: false, issues: compiling.issues };
  const { uses, reads } = factsOf(compiling);
  const { names, isEmpty, each } = turns;
  return compiled(compiling, {
    names,
    uses,
    reads,
    evaluate: values => {
      if (isEmpty(values)) return noTurns;
      const run = startRun(values);
      const made: Variables[] = [];
      each(
        run,
        (turn, into) => {
          into.push(Object.fromEntries(names.map(name => [name, lookUp(turn.variables, turn.bound, name) ?? null])));
        },
        made,
      );
      return { turns: made, issues: run.issues };
    },
  });
}

function templateOf(node: Node | undefined, compiling: Compiling): Compiled<Template> {
  if (node === undefined) return { ok: false, issues: compiling.issues };
  const quick = quickOf(node);
  return compiled(compiling, {
    ...factsOf(compiling),
    evaluate: values => {
      const direct = quick === undefined ? bail : quick(values.variables, values.bound);
      if (direct === true) return yes;
      if (direct === false) return no;
      if (direct !== bail) return { value: direct, issues: none };
      const run = startRun(values);
      const value = node(run);
      return run.issues.length > 0 ? { value: undefined, issues: run.issues } : { value, issues: none };
    },
  });
}

function factsOf({ uses, reads, refers }: Compiling): Pick<Template, 'uses' | 'reads' | 'refers'> {
  return { uses, reads, refers };
}

function compiled<T>({ issues }: Compiling, value: T): Compiled<T> {
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value };
}
