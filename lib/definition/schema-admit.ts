/** Checks a parameter schema when its definition is admitted: keywords are known and used, patterns are linear, references local. */
import { type Issue, messageOf, problem } from '../errors.ts';
import { at, isList, isObject, type Json, type JsonObject, pointer, textOf } from '../json.ts';
import { didYouMean } from '../oam/nearest.ts';
import { compilePattern } from './pattern.ts';
import { tryCompile } from './schema.ts';
import { saysIssues, saysKeyword } from './schema-says.ts';
import { listOfSchemas, mapOfSchemas, oneSchema } from './schema-shape.ts';

const types: readonly string[] = ['string', 'integer', 'number', 'boolean', 'object', 'array', 'null'];

const isText = (value: Json): boolean => typeof value === 'string';
const isNumber = (value: Json): boolean => typeof value === 'number';
const isCount = (value: Json): boolean => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const isFlag = (value: Json): boolean => typeof value === 'boolean';
const isTexts = (value: Json): boolean => isList(value) && value.every(isText);
const anything = (): boolean => true;

/** Every keyword that does something here, with the shape of its value. */
const keywords: Readonly<Record<string, (value: Json) => boolean>> = {
  type: value => (isList(value) ? value : [value]).every(type => types.includes(textOf(type))),
  title: isText,
  description: isText,
  $comment: isText,
  deprecated: isFlag,
  examples: isList,
  default: anything,
  const: anything,
  enum: value => isList(value) && value.length > 0,
  minimum: isNumber,
  maximum: isNumber,
  exclusiveMinimum: isNumber,
  exclusiveMaximum: isNumber,
  multipleOf: value => typeof value === 'number' && value > 0,
  minLength: isCount,
  maxLength: isCount,
  pattern: isText,
  minItems: isCount,
  maxItems: isCount,
  uniqueItems: isFlag,
  minProperties: isCount,
  maxProperties: isCount,
  required: isTexts,
  dependentRequired: value => isObject(value) && Object.values(value).every(isTexts),
  propertyNames: isObject,
  unevaluatedProperties: isFlag,
  additionalProperties: value => isFlag(value) || isObject(value),
  $ref: isText,
  ...Object.fromEntries(oneSchema.filter(name => name !== 'additionalProperties').map(name => [name, isObject])),
  ...Object.fromEntries(listOfSchemas.map(name => [name, (value: Json) => isList(value) && value.every(isObject)])),
  ...Object.fromEntries(
    mapOfSchemas.map(name => [name, (value: Json) => isObject(value) && Object.values(value).every(isObject)]),
  ),
};

const refusals: Readonly<Record<string, string>> = {
  $id: 'schemas stand alone here',
  $schema: 'every schema is JSON Schema 2020-12',
  format: 'formats are not checked: say it with pattern',
  nullable: 'say type: [string, "null"]',
  readOnly: 'parameters are only written',
  definitions: 'say $defs',
};

/** All problems of a schema; pointers are relative to it. */
export function schemaIssues(schema: JsonObject): Issue[] {
  if (schema.type !== 'object' && schema.$ref === undefined)
    return [problem('InvalidSchema', '/type', 'Parameters are a map: the schema must say type: object')];
  const issues = walk(schema, schema, '', false);
  if (issues.length > 0) return issues;
  try {
    tryCompile(schema);
    return [];
  } catch (error) {
    return [problem('InvalidSchema', '', messageOf(error))];
  }
}

function walk(schema: JsonObject, root: JsonObject, path: string, composed: boolean): Issue[] {
  const issues: Issue[] = [];
  for (const [keyword, value] of Object.entries(schema)) {
    const here = path + pointer(keyword);
    const fits = Object.hasOwn(keywords, keyword) ? keywords[keyword] : undefined;
    if (keyword === saysKeyword) {
      if (composed) issues.push(problem('InvalidSchema', here, 'x-says below oneOf, anyOf, if or not is never said'));
      issues.push(...saysIssues(value, here));
    }
    if (keyword.startsWith('x-')) continue;
    if (fits === undefined)
      issues.push(
        problem(
          'UnknownKeyword',
          here,
          `${keyword} is not a keyword of parameter schemas`,
          refusals[keyword] ?? didYouMean(keyword, Object.keys(keywords)),
        ),
      );
    else if (!fits(value)) issues.push(problem('InvalidSchema', here, `${keyword} has the wrong form`));
    else
      issues.push(...meaning(keyword, value, root, here, composed), ...children(keyword, value, root, here, composed));
  }
  return issues;
}

/** What the value of one keyword gets wrong. */
function meaning(keyword: string, value: Json, root: JsonObject, here: string, composed: boolean): Issue[] {
  if (keyword === 'default' && composed)
    return [problem('InvalidSchema', here, 'A default below oneOf, anyOf, if or not is never filled in')];
  if (keyword === '$ref' && (!textOf(value).startsWith('#/') || !isObject(at(root, textOf(value).slice(1)))))
    return [problem('InvalidSchema', here, `${textOf(value)} is not a schema of this document`, 'say #/$defs/<name>')];
  if (keyword !== 'pattern') return [];
  try {
    compilePattern(textOf(value));
    return [];
  } catch (error) {
    return [problem('InvalidSchema', here, messageOf(error))];
  }
}

function children(keyword: string, value: Json, root: JsonObject, here: string, composed: boolean): Issue[] {
  const below = composed || ['anyOf', 'oneOf', 'not', 'if', 'then', 'else'].includes(keyword);
  if ((oneSchema.includes(keyword) || keyword === 'propertyNames') && isObject(value))
    return walk(value, root, here, below);
  if (listOfSchemas.includes(keyword) && isList(value))
    return value.flatMap((child, i) => (isObject(child) ? walk(child, root, here + pointer(i), below) : []));
  if (mapOfSchemas.includes(keyword) && isObject(value))
    return Object.entries(value).flatMap(([name, child]) =>
      isObject(child) ? walk(child, root, here + pointer(name), below) : [],
    );
  return [];
}
