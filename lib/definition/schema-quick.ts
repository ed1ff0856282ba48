/** Whether a value is as its schema wants it, without ajv: closures that are made at once, where ajv writes and compiles a program.
 * They know the common keywords and decide as ajv does; what they refuse, ajv explains. A test holds them against each other. */
import { equal, isList, isObject, type Json, type JsonObject, listOf, objectOf, textOf, trusted } from '../json.ts';
import { isLate, put } from '../template/data.ts';
import { compilePattern } from './pattern.ts';
import { lateKeyword } from './schema-shape.ts';

type Holds = (value: Json) => boolean;

interface Part {
  readonly holds: Holds;
  /** Whether the schema says something of a key of the value that it last held, itself or by a branch: for `unevaluatedProperties`.
   * Absent beside `if`. */
  readonly knows: ((key: string) => boolean) | undefined;
}

/** The check of a shaped schema, or undefined where it has keywords that only ajv knows. With `defaults` it fills them into the value. */
export function quickCheck(schema: JsonObject, defaults: boolean): Holds | undefined {
  return partOf(schema, defaults)?.holds;
}

/** Keywords that say nothing about values, and those that are looked at beside others. */
const silent: readonly string[] = ['description', 'title', '$comment', 'deprecated', 'examples', 'default'];
const ofObjects = ['properties', 'required', 'additionalProperties', 'propertyNames', 'minProperties', 'maxProperties'];
const elsewhere: readonly string[] = [...silent, ...ofObjects, 'unevaluatedProperties', 'then', 'else'];
/** Keywords that fill defaults in, or see those of the ones before, in ajv's order; after them comes what is said of objects. */
const inOrder: readonly string[] = ['const', 'enum', 'not', 'anyOf', 'oneOf', 'allOf', 'if', 'items', 'uniqueItems'];

function byOrder([one]: [string, Json], [other]: [string, Json]): number {
  return inOrder.indexOf(one) - inOrder.indexOf(other);
}

function partOf(schema: JsonObject, defaults: boolean): Part | undefined {
  const checks: Holds[] = [];
  const branches: Part[] = [];
  for (const [keyword, value] of Object.entries(schema).sort(byOrder)) {
    if (elsewhere.includes(keyword)) continue;
    if (keyword.startsWith('x-') && keyword !== lateKeyword) continue;
    const made = keyword === 'if' ? conditional(schema, defaults) : checkOf(keyword, value, defaults, branches);
    if (made === undefined) return undefined;
    checks.push(made);
  }
  if (ofObjects.some(keyword => schema[keyword] !== undefined)) {
    const made = objectCheck(schema, defaults);
    if (made === undefined) return undefined;
    checks.push(made);
  }
  const knows = knowing(schema, branches);
  if (schema.unevaluatedProperties !== undefined) {
    if (schema.unevaluatedProperties !== false || knows === undefined) return undefined;
    checks.push(value => !isObject(value) || everyKey(value, knows));
  }
  // Where nothing may be left over, nothing is.
  return { holds: together(checks), knows: schema.unevaluatedProperties === undefined ? knows : () => true };
}

function everyKey(value: JsonObject, knows: (key: string) => boolean): boolean {
  for (const key in value) if (!knows(key)) return false;
  return true;
}

function together(checks: readonly Holds[]): Holds {
  const [only] = checks;
  if (checks.length === 1 && only !== undefined) return only;
  return value => {
    for (const check of checks) if (!check(value)) return false;
    return true;
  };
}

function knowing(schema: JsonObject, branches: readonly Part[]): Part['knows'] {
  if (schema.if !== undefined || branches.some(branch => branch.knows === undefined)) return undefined;
  if (schema.additionalProperties !== undefined) return () => true;
  const own = objectOf(schema.properties);
  const names = new Set(Object.keys(own));
  return key => {
    if (names.has(key)) return true;
    for (const branch of branches) if (branch.knows?.(key)) return true;
    return false;
  };
}

/** The part as one of several: whether it held is as it was when it was asked, not as defaults leave the value that are filled in later. */
function choice(part: Part): Part {
  let held = false;
  const { knows } = part;
  return {
    holds: value => {
      held = part.holds(value);
      return held;
    },
    knows: knows && (key => held && knows(key)),
  };
}

function checkOf(keyword: string, given: Json, defaults: boolean, branches: Part[]): Holds | undefined {
  switch (keyword) {
    case 'type':
      return typeCheck(given);
    case 'const':
      return value => equal(given, value);
    case 'enum': {
      const values = listOf(given);
      if (values.some(one => typeof one === 'object')) return value => values.some(one => equal(one, value));
      return value => values.includes(value);
    }
    case lateKeyword:
      return isLate;
    case 'not': {
      const part = partOf(objectOf(given), false);
      return part && (value => !part.holds(value));
    }
    case 'allOf':
    case 'anyOf':
    case 'oneOf': {
      const parts = listOf(given).map(one => partOf(objectOf(one), defaults && keyword === 'allOf'));
      const known = parts.filter(part => part !== undefined);
      if (known.length < parts.length) return undefined;
      if (keyword === 'allOf') {
        branches.push(...known);
        return together(known.map(part => part.holds));
      }
      const choices = known.map(choice);
      branches.push(...choices);
      return value => {
        let count = 0;
        for (const part of choices) if (part.holds(value)) count += 1;
        return keyword === 'anyOf' ? count > 0 : count === 1;
      };
    }
    case 'items': {
      const part = isObject(given) ? partOf(given, defaults) : undefined;
      return part && (value => !isList(value) || value.every(part.holds));
    }
    case 'uniqueItems':
      return value =>
        given !== true || !isList(value) || value.every((a, i) => value.indexOf(a) === i && alone(a, i, value));
    case 'pattern': {
      const pattern = compilePattern(textOf(given));
      return value => typeof value !== 'string' || pattern.test(value);
    }
    default:
      return typeof given === 'number' ? limit(keyword, given) : undefined;
  }
}

function alone(item: Json, i: number, all: readonly Json[]): boolean {
  return typeof item !== 'object' || all.every((other, j) => j >= i || !equal(item, other));
}

function limit(keyword: string, bound: number): Holds | undefined {
  switch (keyword) {
    case 'minimum':
      return value => typeof value !== 'number' || value >= bound;
    case 'maximum':
      return value => typeof value !== 'number' || value <= bound;
    case 'exclusiveMinimum':
      return value => typeof value !== 'number' || value > bound;
    case 'exclusiveMaximum':
      return value => typeof value !== 'number' || value < bound;
    case 'minLength':
      return value => typeof value !== 'string' || lengthOf(value) >= bound;
    case 'maxLength':
      return value => typeof value !== 'string' || lengthOf(value) <= bound;
    case 'minItems':
      return value => !isList(value) || value.length >= bound;
    case 'maxItems':
      return value => !isList(value) || value.length <= bound;
    default:
      return undefined;
  }
}

/** JSON Schema counts characters, where a text counts halves of some. */
function lengthOf(text: string): number {
  return /[\ud800-\udfff]/.test(text) ? [...text].length : text.length;
}

function conditional(schema: JsonObject, defaults: boolean): Holds | undefined {
  const test = partOf(objectOf(schema.if), false);
  const yes = partOf(objectOf(schema.then), defaults)?.holds;
  const no = partOf(objectOf(schema.else), defaults)?.holds;
  if (test === undefined || yes === undefined || no === undefined) return undefined;
  const { holds } = test;
  // What is late is let through everywhere: that is asked of every value there is.
  if (schema.then === undefined) return value => holds(value) || no(value);
  return value => (holds(value) ? yes(value) : no(value));
}

const typeChecks: Readonly<Record<string, Holds>> = {
  string: value => typeof value === 'string',
  number: value => typeof value === 'number' && Number.isFinite(value),
  integer: value => Number.isInteger(value),
  boolean: value => typeof value === 'boolean',
  object: isObject,
  array: isList,
  null: value => value === null,
};

function typeCheck(given: Json): Holds | undefined {
  const checks = (isList(given) ? given : [given]).map(name => typeChecks[textOf(name)]);
  const [only] = checks;
  if (checks.length === 1) return only;
  return checks.includes(undefined) ? undefined : value => checks.some(check => check?.(value) === true);
}

/** Everything that is said of an object and its properties. */
function objectCheck(schema: JsonObject, defaults: boolean): Holds | undefined {
  const { additionalProperties: others, minProperties = 0, maxProperties = Number.POSITIVE_INFINITY } = schema;
  const required = listOf(schema.required).map(textOf);
  const filled = defaults ? Object.entries(objectOf(schema.properties)).filter(hasDefault) : [];
  const parts = new Map<string, Holds>();
  for (const [name, child] of Object.entries(objectOf(schema.properties))) {
    const part = partOf(objectOf(child), defaults);
    if (part === undefined) return undefined;
    parts.set(name, part.holds);
  }
  // To ajv what an object inherits is there.
  if ([...parts.keys(), ...required].some(name => name in Object.prototype)) return undefined;
  const names = schema.propertyNames === undefined ? undefined : partOf(objectOf(schema.propertyNames), false);
  const rest = isObject(others) ? partOf(others, defaults) : undefined;
  if ((isObject(schema.propertyNames) && names === undefined) || (isObject(others) && rest === undefined))
    return undefined;
  return value => {
    if (!isObject(value)) return true;
    for (const [name, { default: usual = null }] of filled)
      if (value[name] === undefined)
        put(trusted<Record<string, Json>>(value), name, typeof usual === 'object' ? structuredClone(usual) : usual);
    for (const name of required) if (value[name] === undefined) return false;
    let count = 0;
    for (const name in value) {
      count += 1;
      if (names?.holds(name) === false) return false;
      const holds = parts.get(name) ?? (others === false ? never : rest?.holds);
      const inner = value[name];
      if (holds !== undefined && inner !== undefined && !holds(inner)) return false;
    }
    return count >= Number(minProperties) && count <= Number(maxProperties);
  };
}

function never(): boolean {
  return false;
}

function hasDefault(entry: [string, Json]): entry is [string, JsonObject] {
  return isObject(entry[1]) && entry[1].default !== undefined;
}
