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
  const say = sayOf(schema);
  if (say === undefined) return () => none;
  return value => {
    const found: Issue[] = [];
    say(value, '', found);
    return found;
  };
}

const none: readonly Issue[] = [];

type Say = (value: Json, at: string, found: Issue[]) => void;

/** Undefined where nothing is said: values are walked only where a word may fall. */
function sayOf(schema: Json | undefined): Say | undefined {
  if (!isObject(schema)) return undefined;
  const word = wordOf(schema[saysKeyword]);
  const items = sayOf(schema.items);
  const others = sayOf(schema.additionalProperties);
  const named = new Map(Object.entries(objectOf(schema.properties)).map(([name, child]) => [name, sayOf(child)]));
  const properties = others !== undefined || [...named.values()].some(say => say !== undefined);
  if (word === undefined && items === undefined && !properties) return undefined;
  return (value, at, found) => {
    const said = word?.(value, at);
    if (said !== undefined) {
      found.push(said);
    } else if (isList(value)) {
      if (items !== undefined) for (const [i, item] of value.entries()) items(item, at + pointer(i), found);
    } else if (isObject(value) && properties) {
      for (const name in value) {
        const say = named.has(name) ? named.get(name) : others;
        say?.(value[name] ?? null, at + pointer(name), found);
      }
    }
  };
}

/** What the keyword itself says of a value. */
function wordOf(word: Json | undefined): ((value: Json, at: string) => Issue | undefined) | undefined {
  if (!isObject(word)) return undefined;
  const hint = typeof word.hint === 'string' ? word.hint : undefined;
  const unless = listOf(word.unless);
  return (value, at) => {
    if (unless.some(other => equal(other, value))) return undefined;
    const issue = problem(textOf(word.code), at, textOf(word.message), hint);
    return word.severity === 'warning' ? { ...issue, severity: 'warning' } : issue;
  };
}
