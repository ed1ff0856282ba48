/** What the stages of compilation share, and what compiled parts need at run time. */
import type { Issue } from '../errors.ts';
import { problem } from '../errors.ts';
import type { Json } from '../json.ts';
import type { Bound, Sees } from './direct-value.ts';
import type { Scope, Values } from './template.ts';

/** Collects while a template is compiled. */
export interface Compiling {
  readonly scope: Scope;
  readonly issues: Issue[];
  readonly uses: Set<string>;
  readonly reads: Set<string>;
  readonly refers: Set<string>;
  /** False makes CEL evaluate everything: for the test that both ways agree. */
  readonly direct: boolean;
}

/** One evaluation. */
export interface Run extends Sees {
  readonly row: Values['row'];
  readonly issues: Issue[];
  /** Turns of `$for` that are left, for all loops together. */
  readonly left: { turns: number };
}

/** A compiled part: its value, or nothing where an optional is absent or where an Issue says what failed. */
export type Node = (run: Run) => Json | undefined;

const maxTurns = 5000;

export function compiling(scope: Scope, direct = true): Compiling {
  return { scope, issues: [], uses: new Set(), reads: new Set(), refers: new Set(), direct };
}

export function startRun({ variables, bound, row }: Values): Run {
  return { variables, bound, row, issues: [], left: { turns: maxTurns } };
}

/** The run as the body of a loop sees it. All runs have one shape: written out, since a spread is slower. */
export function turnOf({ variables, row, issues, left }: Run, bound: Bound): Run {
  return { variables, bound, row, issues, left };
}

/** Writes down what is wrong; the part has no value then. */
export function fail(
  into: { readonly issues: Issue[] },
  code: string,
  at: string,
  message: string,
  hint?: string,
): undefined {
  into.issues.push(problem(code, at, message, hint));
  return undefined;
}

/** Names what the compiler sees inside a loop or beside a `let`. */
export function withNames(scope: Scope, names: readonly string[]): Scope {
  return { ...scope, variables: [...scope.variables, ...names.filter(name => !scope.variables.includes(name))] };
}
