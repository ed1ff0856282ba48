/** JSON Schema 2020-12: the only door to ajv. It compiles a schema where `schema-quick.ts` refuses
 * a value or does not know a keyword, and the program is kept by the schema's hash. */
import ajv2020, { type ValidateFunction } from 'ajv/dist/2020.js';
import type { Issue } from '../errors.ts';
import { digest, isList, isObject, type Json, type JsonObject, trusted } from '../json.ts';
import type { ResourceSchema } from '../resource/resource.ts';
import { isLate, put } from '../template/data.ts';
import type { ParameterSchema } from './definition.ts';
import { compilePattern } from './pattern.ts';
import { issuesOf, type Noun } from './schema-issues.ts';
import { quickCheck } from './schema-quick.ts';
import { sayings } from './schema-says.ts';
import { closed, type Late, lateKeyword, tolerant } from './schema-shape.ts';

interface Options {
  readonly noun: Noun;
  /** Where a late value (`$ref`, `$join`) may stand for any other: anywhere, or where the schema says `x-late`. */
  readonly late: Late;
  readonly defaults: boolean;
}

const regExp: { (source: string): { test(text: string): boolean; toString(): string }; code: string } = Object.assign(
  (source: string) => {
    const pattern = compilePattern(source);
    return { test: (text: string) => pattern.test(text), toString: () => source };
  },
  { code: 'linear' },
);

const settings = {
  allErrors: true,
  verbose: true,
  strict: false,
  meta: false,
  validateSchema: false,
  addUsedSchema: false,
  code: { regExp },
} as const;

/** Both are made on first use: a process that checks nothing pays nothing. */
const compilers = new Map<boolean, ajv2020.default>();
const kept = new Map<string, ValidateFunction>();
/** Enough for every definition of a large installation; beyond it the oldest is compiled again. */
const maxKept = 2000;

function compilerOf(defaults: boolean): ajv2020.default {
  const known = compilers.get(defaults);
  if (known !== undefined) return known;
  const made = new ajv2020.default({ ...settings, useDefaults: defaults });
  made.addKeyword({ keyword: lateKeyword, errors: false, validate: (_: unknown, value: Json) => isLate(value) });
  compilers.set(defaults, made);
  return made;
}

function compile(schema: JsonObject, options: Options): ValidateFunction {
  const key = `${options.late} ${options.defaults} ${digest(schema)}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const shaped = tolerant(closed(schema), options.late);
  const made = compilerOf(options.defaults).compile(trusted<object>(shaped));
  const oldest = kept.keys().next();
  if (kept.size >= maxKept && !oldest.done) kept.delete(oldest.value);
  kept.set(key, made);
  return made;
}

/** The Issues of one value; pointers are relative to it. */
export type Check = (value: JsonObject) => readonly Issue[];

const none: readonly Issue[] = [];
const ofParameters: Options = { noun: 'Parameter', late: 'nowhere', defaults: true };

function checkOf(schema: JsonObject, options: Options): Check {
  let validate: ValidateFunction | undefined;
  return value => {
    validate ??= compile(schema, options);
    return validate(value) ? none : issuesOf(validate.errors ?? [], options.noun);
  };
}

/** Nearly all values are as they should be, and for these ajv need not compile anything. */
function quickOf(schema: JsonObject, { late, defaults }: Options): (value: Json) => boolean {
  let quick: ((value: Json) => boolean) | undefined;
  return value => {
    quick ??= quickCheck(tolerant(closed(schema), late), defaults) ?? unknown;
    return quick(value);
  };
}

const unknown = (): boolean => false;

function quicklyOf(schema: JsonObject, options: Options): Check {
  const quick = quickOf(schema, options);
  const check = checkOf(schema, options);
  return value => (quick(value) ? none : check(value));
}

/** Parameters of a definition: unknown ones are refused, defaults are filled in, the argument stays as it is. */
export function parameterSchema(schema: JsonObject): ParameterSchema {
  const quick = quickOf(schema, ofParameters);
  const check = checkOf(schema, ofParameters);
  const fills = hasDefault(schema);
  const said = sayings(schema);
  return {
    schema,
    validate: properties => {
      const fresh = (): JsonObject => (fills ? trusted<JsonObject>(copy(properties)) : properties);
      let value = fresh();
      let issues = none;
      if (!quick(value)) {
        value = fresh();
        issues = check(value);
      }
      // What was given, not what a default filled in.
      const words = said(properties);
      return { value, issues: words.length === 0 ? issues : [...issues, ...words] };
    },
  };
}

const byType = new WeakMap<ResourceSchema, Check>();

/** A resource's properties against its type; references may stand for any value, `$initial` around a top-level one. */
export function propertyCheck(type: ResourceSchema): Check {
  const known = byType.get(type);
  if (known !== undefined) return known;
  const check = quicklyOf(type.schema, { noun: 'Property', late: 'anywhere', defaults: false });
  const made: Check = properties => check(withoutInitial(properties));
  byType.set(type, made);
  return made;
}

/** A neutral workload against its schema; references may stand where the schema says `x-late`. */
export function workloadCheck(schema: JsonObject): Check {
  return quicklyOf(schema, { noun: 'Field', late: 'marked', defaults: false });
}

/** Throws what ajv finds wrong with a schema that schema-admit let pass; where every keyword is a common one that is nothing. */
export function tryCompile(schema: JsonObject): void {
  if (quickCheck(closed(schema), true) === undefined) compile(schema, ofParameters);
}

function withoutInitial(properties: JsonObject): JsonObject {
  let plain: Record<string, Json> | undefined;
  for (const name in properties) {
    const value = properties[name];
    if (!isObject(value) || value.$initial === undefined) continue;
    plain ??= { ...properties };
    plain[name] = value.$initial;
  }
  return plain ?? properties;
}

function hasDefault(schema: Json | undefined): boolean {
  if (isList(schema)) return schema.some(hasDefault);
  return isObject(schema) && (schema.default !== undefined || Object.values(schema).some(hasDefault));
}

function copy(value: Json): Json {
  if (isList(value)) return value.map(copy);
  if (!isObject(value)) return value;
  const made: Record<string, Json> = {};
  for (const key of Object.keys(value)) put(made, key, copy(value[key] ?? null));
  return made;
}
