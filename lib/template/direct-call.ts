/** Calls without CEL: our own functions on values brought into CEL's form one by one, and the methods of texts. */
import { isList, isObject, type Json, trusted } from '../json.ts';
import type { Ast } from './cel.ts';
import { fromCel, toCel } from './cel-values.ts';
import { hasDollar, isMark } from './data.ts';
import { bail, type Direct, type Value } from './direct-value.ts';
import { functions, type TemplateFunction } from './functions.ts';

/** Compiles an expression that is no optional. */
type Compile = (ast: Ast) => Direct | undefined;

const ours: ReadonlyMap<string, TemplateFunction> = new Map(functions.map(one => [one.name, one]));

/** Those that are asked most, on JSON as it is: the same as `functions.ts` says of CEL's values. */
const asJson: Readonly<Record<string, (value: Json) => Value>> = {
  isList: value => (isObject(value) && isMark(value) ? bail : isList(value)),
  flatten: value => (isList(value) ? value.flatMap(one => (isList(one) ? one : [one])) : bail),
};

/** `flatten(lists)`, `quantity.cpu("500m")`: whatever it refuses is told in CEL's words. */
export function ourCall(name: string, given: readonly Ast[], plain: Compile): Direct | undefined {
  const [only] = given;
  const quick = Object.hasOwn(asJson, name) ? asJson[name] : undefined;
  if (quick !== undefined && only !== undefined && given.length === 1) return onJson(quick, plain(only));
  const one = ours.get(name);
  if (one === undefined || one.parameters.length !== given.length) return undefined;
  const parts: Direct['run'][] = [];
  for (const ast of given) {
    const made = plain(ast);
    if (made === undefined) return undefined;
    parts.push(made.run);
  }
  return {
    optional: false,
    run: (variables, bound) => {
      const values: Json[] = [];
      for (const run of parts) {
        const value = run(variables, bound);
        if (value === bail || value === undefined || !fits(value, one.parameters[values.length])) return bail;
        values.push(value);
      }
      try {
        if (one.json === undefined || values.some(strange)) return fromCel(one.run(...values.map(toCel))) ?? bail;
        const made = trusted<Json>(one.json(...values));
        return typeof made === 'number' && !Number.isFinite(made) ? bail : made;
      } catch {
        return bail;
      }
    },
  };
}

/** Longer lists and texts are for where limits are known. */
const longest = 1000;

/** What is another value in CEL's eyes, or may be too large. */
function strange(value: Json): boolean {
  if (typeof value !== 'object') return typeof value === 'string' && value.length > longest;
  return (isList(value) && value.length > longest) || hasDollar(value);
}

function onJson(change: (value: Json) => Value, of: Direct | undefined): Direct | undefined {
  if (of === undefined) return undefined;
  return {
    optional: false,
    run: (variables, bound) => {
      const value = of.run(variables, bound);
      return value === bail || value === undefined ? bail : change(value);
    },
  };
}

/** What CEL's types admit; of a late value CEL says what is wrong. */
function fits(value: Json, type: string | undefined): boolean {
  if (isObject(value) && isMark(value)) return false;
  return type === 'dyn' || (type === 'list' ? isList(value) : type === 'string' && typeof value === 'string');
}

const tests: Readonly<Record<string, (text: string, part: string) => boolean>> = {
  startsWith: (text, part) => text.startsWith(part),
  endsWith: (text, part) => text.endsWith(part),
  contains: (text, part) => text.includes(part),
};

/** `text.startsWith("a")` and its like. */
export function textTest(name: string, receiver: Ast, given: readonly Ast[], plain: Compile): Direct | undefined {
  const test = Object.hasOwn(tests, name) ? tests[name] : undefined;
  const [only] = given;
  if (test === undefined || only === undefined || given.length !== 1) return undefined;
  const whole = plain(receiver);
  const part = plain(only);
  if (whole === undefined || part === undefined) return undefined;
  return {
    optional: false,
    run: (variables, bound) => {
      const text = whole.run(variables, bound);
      const sought = part.run(variables, bound);
      return typeof text === 'string' && typeof sought === 'string' ? test(text, sought) : bail;
    },
  };
}

/** `int("80")`: digits and whole numbers; what else there is, CEL knows. */
export function asInt(value: Json): Value {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : bail;
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : bail;
}
