/** `x-says` in a parameter schema: what is said of a parameter that is given, at its exact place, in the definition's own words. */
import { type Issue, problem } from '../errors.ts';
import { equal, isList, isObject, type Json, type JsonObject, listOf, objectOf, pointer, textOf } from '../json.ts';
import { fields } from '../oam/fields.ts';

/** The keyword: `{code, message, hint?, severity?, unless?: [values that say nothing]}`. */
export const saysKeyword = 'x-says';

const known: readonly string[] = ['code', 'message', 'hint', 'severity', 'unless'];

/** The shape of one `x-says`; pointers begin with `at`. */
export function saysIssues(value: Json, at: string): Issue[] {
  if (!isObject(value)) return [problem('InvalidSchema', at, 'x-says is a map: code, message, hint, severity, unless')];
  const issues: Issue[] = [];
  fields(value, at, known, issues);
  for (const field of ['code', 'message'])
    if (textOf(value[field]) === '')
      issues.push(problem('MissingField', `${at}/${field}`, `x-says needs its ${field}`));
  if (value.hint !== undefined && typeof value.hint !== 'string')
    issues.push(problem('InvalidField', `${at}/hint`, 'hint must be text'));
  if (value.severity !== undefined && value.severity !== 'error' && value.severity !== 'warning')
    issues.push(problem('InvalidField', `${at}/severity`, 'severity is error or warning'));
  if (value.unless !== undefined && !isList(value.unless))
    issues.push(problem('InvalidField', `${at}/unless`, 'unless is a list of values'));
  return issues;
}

/** What a schema says of a value: pointers are relative to it. A schema that says nothing costs nothing. */
export function sayings(schema: JsonObject): (value: Json) => readonly Issue[] {
  if (!speaks(schema)) return () => none;
  return value => {
    const found: Issue[] = [];
    say(schema, value, '', found);
    return found;
  };
}

const none: readonly Issue[] = [];

function speaks(schema: Json | undefined): boolean {
  if (isList(schema)) return schema.some(speaks);
  return isObject(schema) && (schema[saysKeyword] !== undefined || Object.values(schema).some(speaks));
}

function say(schema: JsonObject, value: Json, at: string, found: Issue[]): void {
  const word = schema[saysKeyword];
  if (isObject(word) && !listOf(word.unless).some(other => equal(other, value))) {
    const hint = typeof word.hint === 'string' ? word.hint : undefined;
    const issue = problem(textOf(word.code), at, textOf(word.message), hint);
    found.push(word.severity === 'warning' ? { ...issue, severity: 'warning' } : issue);
    return;
  }
  if (isList(value)) {
    if (isObject(schema.items))
      for (const [i, item] of value.entries()) say(schema.items, item, at + pointer(i), found);
    return;
  }
  if (!isObject(value)) return;
  const properties = objectOf(schema.properties);
  for (const [name, inner] of Object.entries(value)) {
    const child = Object.hasOwn(properties, name) ? properties[name] : schema.additionalProperties;
    if (isObject(child)) say(child, inner, at + pointer(name), found);
  }
}
