/** Says what ajv found in the words of the person who wrote the document. */
import type { ErrorObject } from 'ajv';
import { type Issue, problem } from '../errors.ts';
import { isList, isObject, type JsonObject, objectOf, pointer, segments, textOf } from '../json.ts';
import { didYouMean } from '../oam/nearest.ts';
import { patternSays } from './pattern-says.ts';

/** What is being checked: it makes the codes (`MissingParameter`, `UnknownProperty`, `InvalidField`). */
export type Noun = 'Parameter' | 'Property' | 'Field';

/** One Issue for each mistake, in the order of the document's schema; pointers are relative to the checked value. */
export function issuesOf(errors: readonly ErrorObject[], noun: Noun): Issue[] {
  const issues = errors.filter(error => !isEcho(error, errors)).map(error => issueOf(error, noun));
  const seen = new Set<string>();
  return issues.filter(issue => {
    const mark = `${issue.code} ${issue.pointer} ${issue.message}`;
    return !seen.has(mark) && seen.add(mark);
  });
}

/** Errors that only repeat another: branches of a oneOf that failed as a whole, and `if` beside the failure of its `else`. */
function isEcho(error: ErrorObject, errors: readonly ErrorObject[]): boolean {
  // What is wrong with a name is told once, by propertyNames itself.
  if (error.keyword === 'if' || error.propertyName !== undefined) return true;
  return errors.some(
    other =>
      other !== error &&
      (other.keyword === 'oneOf' || other.keyword === 'anyOf' || other.keyword === 'not') &&
      error.schemaPath.startsWith(`${other.schemaPath}/`),
  );
}

function issueOf(error: ErrorObject, noun: Noun): Issue {
  const params = objectOf(error.params);
  if (error.keyword === 'required' || error.keyword === 'dependentRequired') {
    const at = error.instancePath + pointer(textOf(params.missingProperty));
    const wanted = objectOf(objectOf(objectOf(error.parentSchema).properties)[textOf(params.missingProperty)]);
    return problem(`Missing${noun}`, at, `${nameOf(at)} is missing`, said(wanted));
  }
  if (error.keyword === 'additionalProperties' || error.keyword === 'unevaluatedProperties') {
    const name = textOf(params.additionalProperty) || textOf(params.unevaluatedProperty);
    const at = error.instancePath + pointer(name);
    const known = Object.keys(objectOf(objectOf(error.parentSchema).properties));
    const allowed = known.length === 0 ? undefined : `known here: ${known.join(', ')}`;
    return problem(`Unknown${noun}`, at, `${nameOf(at)} is not known`, didYouMean(name, known) ?? allowed);
  }
  if (error.keyword === 'propertyNames') {
    const name = textOf(params.propertyName);
    return problem(
      `Invalid${noun}`,
      error.instancePath + pointer(name),
      `${name} cannot be used as a name here`,
      said(objectOf(objectOf(error.parentSchema).propertyNames)),
    );
  }
  return problem(
    `Invalid${noun}`,
    error.instancePath,
    `${nameOf(error.instancePath)} ${complaint(error)}`,
    said(objectOf(error.parentSchema)),
  );
}

/** What is wanted, where the schema says it. */
function said(schema: JsonObject): string | undefined {
  return textOf(schema.description) || undefined;
}

/** `/env/0/name` as people say it: `env[0].name`. */
function nameOf(path: string): string {
  const parts = segments(path);
  if (parts.length === 0) return 'The value';
  return parts.map((part, i) => (/^\d+$/.test(part) ? `[${part}]` : i === 0 ? part : `.${part}`)).join('');
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'a map',
  array: 'a list',
  null: 'null',
};

function complaint(error: ErrorObject): string {
  const params = objectOf(error.params);
  const limit = String(params.limit);
  const is = shown(error.data);
  switch (error.keyword) {
    case 'type': {
      const types = isList(params.type) ? params.type : [params.type];
      return `must be ${types.map(type => typeWords[textOf(type)] ?? textOf(type)).join(' or ')}, is ${is}`;
    }
    case 'enum':
      return `must be one of ${(isList(params.allowedValues) ? params.allowedValues : []).map(plain).join(', ')}, is ${is}`;
    case 'const':
      return `must be ${plain(params.allowedValue)}, is ${is}`;
    case 'minimum':
      return `must be at least ${limit}, is ${is}`;
    case 'maximum':
      return `must be at most ${limit}, is ${is}`;
    case 'exclusiveMinimum':
      return `must be greater than ${limit}, is ${is}`;
    case 'exclusiveMaximum':
      return `must be less than ${limit}, is ${is}`;
    case 'multipleOf':
      return `must be a multiple of ${params.multipleOf}, is ${is}`;
    case 'minLength':
      return limit === '1' ? 'must not be empty' : `must have at least ${limit} characters, has ${sizeOf(error.data)}`;
    case 'maxLength':
      return `must have at most ${limit} characters, has ${sizeOf(error.data)}`;
    case 'pattern':
      return `${patternSays(objectOf(error.parentSchema))}, is ${is}`;
    case 'minItems':
      return limit === '1' ? 'must not be empty' : `must have at least ${limit} items, has ${sizeOf(error.data)}`;
    case 'maxItems':
      return `must have at most ${limit} items, has ${sizeOf(error.data)}`;
    case 'uniqueItems':
      return `must not have the same item twice ([${params.j}] and [${params.i}])`;
    case 'minProperties':
      return `must have ${limit === '1' ? 'at least one' : `at least ${limit}`} of ${choices(error)}`;
    case 'maxProperties':
      return `must have ${limit === '1' ? 'only one' : `at most ${limit}`} of ${choices(error)}, has ${Object.keys(objectOf(error.data)).join(' and ')}`;
    case 'not':
      return `cannot be ${is}`;
    case 'oneOf':
    case 'anyOf':
      return `has none of the allowed forms${error.keyword === 'oneOf' && params.passingSchemas ? ' alone' : ''}`;
    default:
      return error.message ?? 'is not allowed';
  }
}

function choices(error: ErrorObject): string {
  const known = Object.keys(objectOf(objectOf(error.parentSchema).properties));
  return known.length === 0 ? 'its entries' : known.join(', ');
}

function sizeOf(value: unknown): number {
  return typeof value === 'string' || isList(value) ? value.length : 0;
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The value as it stands in a sentence; long ones are cut. */
function shown(value: unknown): string {
  if (isList(value)) return 'a list';
  if (isObject(value)) return 'a map';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
