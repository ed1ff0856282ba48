/** The common expressions as plain functions on JSON: paths, defaults, tests, comparisons. They give what CEL gives or `bail`,
 * and then CEL itself is asked: a mistake is always told in CEL's words. test/template/direct.test.ts runs both ways. */
import { isList, isObject, type Json } from '../json.ts';
import type { Ast } from './cel.ts';
import { maxText } from './cel-values.ts';
import { escapeKey, isMark, put } from './data.ts';
import { asInt, ourCall, textTest } from './direct-call.ts';
import { comprehension, contains, joined } from './direct-list.ts';
import { directHas, directPath } from './direct-path.ts';
import { bail, type Direct, type Value } from './direct-value.ts';

/** The function for the expression, or undefined where it has parts that only CEL knows. */
export function direct(ast: Ast): Direct | undefined {
  switch (ast.op) {
    case 'value':
      return literal(ast.args);
    case 'list':
      return list(ast.args);
    case 'map':
      return mapOf(ast.args);
    case 'id':
    case '.':
    case '.?':
    case '[]':
    case '[?]':
      return directPath(ast, plain);
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
    case 'in':
      return contains(plain(ast.args[0]), plain(ast.args[1]));
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
    run: (variables, bound) => {
      const value = run(variables, bound);
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
    run: (variables, bound) => {
      const a = first.run(variables, bound);
      if (a === bail || a === undefined || a === null) return bail;
      const b = second.run(variables, bound);
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
  if (isList(a) && isList(b)) return [...a, ...b];
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
    run: (variables, bound) => {
      const a = first.run(variables, bound);
      if (typeof a !== 'boolean') return bail;
      if (a === decides) return a;
      const b = second.run(variables, bound);
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
    run: (variables, bound) => {
      const value = test.run(variables, bound);
      return typeof value === 'boolean' ? (value ? yes : no).run(variables, bound) : bail;
    },
  };
}

/** `{"name": value}`: only where it may be written; absent values are for CEL to leave out. */
function mapOf(entries: readonly (readonly [Ast, Ast])[]): Direct | undefined {
  const made: (readonly [string, Direct['run']])[] = [];
  for (const [name, value] of entries) {
    const inner = plain(value);
    if (name.op !== 'value' || typeof name.args !== 'string' || inner === undefined) return undefined;
    made.push([escapeKey(name.args), inner.run]);
  }
  return {
    optional: false,
    run: (variables, bound) => {
      const whole: Record<string, Json> = {};
      for (const [name, run] of made) {
        const value = run(variables, bound);
        if (value === bail || value === undefined) return bail;
        put(whole, name, value);
      }
      return whole;
    },
  };
}

/** `first.or(second)`, both optional. */
function either(first: Ast, second: Ast | undefined): Direct | undefined {
  const [one, other] = [direct(first), second === undefined ? undefined : direct(second)];
  if (one?.optional !== true || other?.optional !== true) return undefined;
  return {
    optional: true,
    run: (variables, bound) => {
      const value = one.run(variables, bound);
      return value === undefined ? other.run(variables, bound) : value;
    },
  };
}

function list(items: readonly Ast[]): Direct | undefined {
  const runs: Direct['run'][] = [];
  for (const item of items) {
    const made = plain(item);
    if (made === undefined) return undefined;
    runs.push(made.run);
  }
  return {
    optional: false,
    run: (variables, bound) => {
      const values: Json[] = [];
      for (const run of runs) {
        const value = run(variables, bound);
        if (value === bail || value === undefined) return bail;
        values.push(value);
      }
      return values;
    },
  };
}

function call(name: string, given: readonly Ast[]): Direct | undefined {
  const [only, ...rest] = given;
  if (only === undefined || rest.length > 0) return ourCall(name, given, plain);
  if (name === 'has') return directHas(only, plain);
  if (name === 'size') return map(plain(only), size);
  if (name === 'string') return map(plain(only), text);
  if (name === 'int') return map(plain(only), asInt);
  return ourCall(name, given, plain);
}

function size(value: Json): Value {
  if (isList(value)) return value.length;
  // CEL counts characters, where a text counts halves of some.
  if (typeof value === 'string') return /[\ud800-\udfff]/.test(value) ? bail : value.length;
  return isObject(value) && !isMark(value) ? Object.keys(value).length : bail;
}

function text(value: Json): Value {
  if (typeof value === 'string') return value;
  return typeof value === 'boolean' || typeof value === 'number' ? String(value === 0 ? 0 : value) : bail;
}

function method([name, receiver, given]: readonly [string, Ast, readonly Ast[]]): Direct | undefined {
  const [only] = given;
  if (name === 'size' && only === undefined) return map(plain(receiver), size);
  if (receiver.op === 'id') {
    const ours = ourCall(`${receiver.args}.${name}`, given, plain);
    if (ours !== undefined) return ours;
  }
  if (name === 'or') return either(receiver, only);
  const tested = textTest(name, receiver, given, plain);
  if (tested !== undefined) return tested;
  if (name === 'join') return given.length === 1 ? joined(plain(receiver), only) : undefined;
  if (given.length === 2) return comprehension(name, receiver, given, plain);
  if (name !== 'orValue' || only === undefined) return undefined;
  const first = direct(receiver);
  const other = plain(only);
  if (first?.optional !== true || other === undefined) return undefined;
  return {
    optional: false,
    run: (variables, bound) => {
      const value = first.run(variables, bound);
      return value === undefined ? other.run(variables, bound) : value;
    },
  };
}
