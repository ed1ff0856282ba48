/** The common expressions as plain functions on JSON: paths, defaults, tests, comparisons. They give what CEL gives or `bail`,
 * and then CEL itself is asked: a mistake is always told in CEL's words. test/template/direct.test.ts runs both ways. */
import { isList, isObject, type Json } from '../json.ts';
import type { Ast } from './cel.ts';
import { maxText } from './cel-values.ts';
import { escapeKey, isMark } from './data.ts';

export const bail: unique symbol = Symbol('ask CEL');

/** `undefined` is an absent optional. */
export type Value = Json | undefined | typeof bail;
export type Variables = Readonly<Record<string, Json>>;

export interface Direct {
  /** Whether it is an optional in CEL's eyes. */
  readonly optional: boolean;
  readonly run: (variables: Variables) => Value;
}

/** The function for the expression, or undefined where it has parts that only CEL knows. */
export function direct(ast: Ast): Direct | undefined {
  switch (ast.op) {
    case 'value':
      return literal(ast.args);
    case 'list':
      return list(ast.args);
    case 'map':
      return ast.args.length === 0 ? constant({}) : undefined;
    case 'id':
    case '.':
    case '.?':
    case '[]':
    case '[?]':
      return path(ast);
    case 'call':
      return call(ast.args[0], ast.args[1]);
    case 'rcall':
      return method(ast.args);
    case '?:':
      return ternary(ast.args);
    case '!_':
      return map(plain(ast.args), value => (typeof value === 'boolean' ? !value : bail));
    case '&&':
      return logical(ast.args, false);
    case '||':
      return logical(ast.args, true);
    case '==':
      return both(ast.args, (a, b) => same(a, b));
    case '!=':
      return both(ast.args, (a, b) => tested(same(a, b), equal => !equal));
    case '<':
      return both(ast.args, (a, b) => tested(order(a, b), order => order < 0));
    case '<=':
      return both(ast.args, (a, b) => tested(order(a, b), order => order <= 0));
    case '>':
      return both(ast.args, (a, b) => tested(order(a, b), order => order > 0));
    case '>=':
      return both(ast.args, (a, b) => tested(order(a, b), order => order >= 0));
    case '+':
      return both(ast.args, plus);
    default:
      return undefined;
  }
}

type Present = Exclude<Json, null>;

function constant(value: Json): Direct {
  return { optional: false, run: () => value };
}

function literal(value: unknown): Direct | undefined {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return constant(value);
  if (typeof value === 'bigint' && Number.isSafeInteger(Number(value))) return constant(Number(value));
  // 2.0 is a double and 2 an int; JSON has one kind of number.
  return typeof value === 'number' && !Number.isInteger(value) ? constant(value) : undefined;
}

function plain(ast: Ast): Direct | undefined {
  const made = direct(ast);
  return made?.optional === true ? undefined : made;
}

function map(of: Direct | undefined, change: (value: Json) => Value): Direct | undefined {
  if (of === undefined) return undefined;
  const { run } = of;
  return {
    optional: false,
    run: variables => {
      const value = run(variables);
      return value === bail || value === undefined ? bail : change(value);
    },
  };
}

function tested<T>(value: T | typeof bail, change: (value: T) => boolean): Value {
  return value === bail ? bail : change(value);
}

function both([left, right]: readonly [Ast, Ast], join: (a: Present, b: Present) => Value): Direct | undefined {
  const [first, second] = [plain(left), plain(right)];
  if (first === undefined || second === undefined) return undefined;
  return {
    optional: false,
    run: variables => {
      const a = first.run(variables);
      if (a === bail || a === undefined || a === null) return bail;
      const b = second.run(variables);
      return b === bail || b === undefined || b === null ? bail : join(a, b);
    },
  };
}

function scalar(value: Present): value is string | number | boolean {
  return typeof value !== 'object';
}

function same(a: Present, b: Present): boolean | typeof bail {
  return scalar(a) && typeof a === typeof b ? a === b : bail;
}

function order(a: Present, b: Present): number | typeof bail {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : Number(a > b);
  return bail;
}

function plus(a: Present, b: Present): Value {
  if (typeof a === 'string' && typeof b === 'string') return a.length + b.length > maxText ? bail : a + b;
  if (!Number.isSafeInteger(a) || !Number.isSafeInteger(b)) return bail;
  const sum = Number(a) + Number(b);
  return Number.isSafeInteger(sum) ? sum : bail;
}

function logical([left, right]: readonly [Ast, Ast], decides: boolean): Direct | undefined {
  const [first, second] = [plain(left), plain(right)];
  if (first === undefined || second === undefined) return undefined;
  return {
    optional: false,
    run: variables => {
      const a = first.run(variables);
      if (typeof a !== 'boolean') return bail;
      if (a === decides) return a;
      const b = second.run(variables);
      return typeof b === 'boolean' ? b : bail;
    },
  };
}

function ternary([condition, left, right]: readonly [Ast, Ast, Ast]): Direct | undefined {
  const test = plain(condition);
  const [yes, no] = [direct(left), direct(right)];
  if (test === undefined || yes === undefined || no === undefined || yes.optional !== no.optional) return undefined;
  return {
    optional: yes.optional,
    run: variables => {
      const value = test.run(variables);
      return typeof value === 'boolean' ? (value ? yes : no).run(variables) : bail;
    },
  };
}

function list(items: readonly Ast[]): Direct | undefined {
  const runs: ((variables: Variables) => Value)[] = [];
  for (const item of items) {
    const made = plain(item);
    if (made === undefined) return undefined;
    runs.push(made.run);
  }
  return {
    optional: false,
    run: variables => {
      const values: Json[] = [];
      for (const run of runs) {
        const value = run(variables);
        if (value === bail || value === undefined) return bail;
        values.push(value);
      }
      return values;
    },
  };
}

function call(name: string, given: readonly Ast[]): Direct | undefined {
  const [only, ...rest] = given;
  if (only === undefined || rest.length > 0) return undefined;
  if (name === 'has') return has(only);
  if (name === 'size') return map(plain(only), size);
  if (name === 'string') return map(plain(only), text);
  return undefined;
}

function size(value: Json): Value {
  if (isList(value)) return value.length;
  return isObject(value) && !isMark(value) ? Object.keys(value).length : bail;
}

function text(value: Json): Value {
  if (typeof value === 'string') return value;
  return typeof value === 'boolean' || typeof value === 'number' ? String(value === 0 ? 0 : value) : bail;
}

function method([name, receiver, given]: readonly [string, Ast, readonly Ast[]]): Direct | undefined {
  const [only] = given;
  if (name === 'size' && only === undefined) return map(plain(receiver), size);
  if (name !== 'orValue' || only === undefined) return undefined;
  const first = direct(receiver);
  const other = plain(only);
  if (first?.optional !== true || other === undefined) return undefined;
  return {
    optional: false,
    run: variables => {
      const value = first.run(variables);
      return value === undefined ? other.run(variables) : value;
    },
  };
}

/** A step of a path: a key known now, or an expression for it. */
interface Step {
  readonly key: string | number | Direct;
  readonly optional: boolean;
}

function stepsOf(ast: Ast): { readonly root: string; readonly steps: readonly Step[] } | undefined {
  const steps: Step[] = [];
  let here = ast;
  while (here.op === '.' || here.op === '.?' || here.op === '[]' || here.op === '[?]') {
    const [left, key] = here.args;
    const optional = here.op === '.?' || here.op === '[?]';
    if (typeof key === 'string') steps.unshift({ key, optional });
    else {
      const made = plain(key);
      if (made === undefined) return undefined;
      const value = key.op === 'value' ? made.run({}) : undefined;
      if (typeof value === 'string') steps.unshift({ key: escapeKey(value), optional });
      else steps.unshift({ key: typeof value === 'number' ? value : made, optional });
    }
    here = left;
  }
  return here.op === 'id' ? { root: here.args, steps } : undefined;
}

function path(ast: Ast): Direct | undefined {
  const found = stepsOf(ast);
  if (found === undefined) return undefined;
  const { root, steps } = found;
  // An entry of `outputs` with the key `*` answers every key that it lacks.
  const wild = root === 'outputs' ? 1 : -1;
  return {
    optional: steps.some(step => step.optional),
    run: variables => {
      let here: Json | undefined = Object.hasOwn(variables, root) ? variables[root] : undefined;
      if (here === undefined) return bail;
      let optional = false;
      for (let i = 0; i < steps.length; i += 1) {
        const step = steps[i];
        if (step === undefined) return bail;
        optional ||= step.optional;
        let key: Value = typeof step.key === 'object' ? step.key.run(variables) : step.key;
        if (typeof key === 'string' && typeof step.key === 'object') key = escapeKey(key);
        if (key === bail || key === undefined) return bail;
        const next: Value = stepInto(here, key, i === wild);
        if (next === bail) return bail;
        if (next === undefined) return optional ? keysKnown(steps, i + 1, variables) : bail;
        here = next;
      }
      return here;
    },
  };
}

/** Absent, unless a key further on would fail: CEL evaluates it all the same. */
function keysKnown(steps: readonly Step[], from: number, variables: Variables): Value {
  for (let i = from; i < steps.length; i += 1) {
    const key = steps[i]?.key;
    if (typeof key === 'object' && key.run(variables) === bail) return bail;
  }
  return undefined;
}

function stepInto(here: Json, key: Json, wild: boolean): Value {
  if (isList(here)) return typeof key === 'number' && Number.isInteger(key) ? here[key] : bail;
  if (!isObject(here) || typeof key !== 'string' || isMark(here)) return bail;
  if (Object.hasOwn(here, key)) return here[key];
  return wild && Object.hasOwn(here, '*') ? here['*'] : undefined;
}

function has(ast: Ast): Direct | undefined {
  if (ast.op !== '.') return undefined;
  const found = stepsOf(ast);
  if (found === undefined) return undefined;
  const { root, steps } = found;
  const wild = root === 'outputs' ? 1 : -1;
  return {
    optional: false,
    run: variables => {
      let here: Json | undefined = Object.hasOwn(variables, root) ? variables[root] : undefined;
      if (here === undefined) return bail;
      let optional = false;
      for (let i = 0; i < steps.length; i += 1) {
        const step = steps[i];
        if (step === undefined || typeof step.key !== 'string') return bail;
        optional ||= step.optional;
        if (!isObject(here)) return bail;
        const next: Value = stepInto(here, step.key, i === wild);
        if (next === bail) return bail;
        if (next === undefined) return optional || i === steps.length - 1 ? false : bail;
        here = next;
      }
      return true;
    },
  };
}
