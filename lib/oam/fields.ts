/** Small checks that every document's shape is made of; each adds its Issues to the list it is given. */
import { type Issue, problem } from '../errors.ts';
import { isList, isObject, type Json, type JsonObject, pointer } from '../json.ts';
import { didYouMean } from './nearest.ts';

/** Refuses fields that are not in the list, with what was probably meant. */
export function fields(value: JsonObject, at: string, known: readonly string[], issues: Issue[]): void {
  for (const field of Object.keys(value)) {
    if (known.includes(field)) continue;
    const hint = didYouMean(field, known) ?? `known here: ${known.join(', ')}`;
    issues.push(problem('UnknownField', at + pointer(field), `${field} is not a field here`, hint));
  }
}

/** OAM's own rule of what may be a name. */
export const nameRule = 'at most 63 letters, digits, "-", "_" and ".", the first and the last a letter or a digit';
const name = /^[a-zA-Z0-9]([-_.a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/;

export function named(value: Json | undefined, at: string, what: string, issues: Issue[]): void {
  if (value === undefined || value === null || value === '')
    issues.push(problem('MissingField', at, `${what} is missing`));
  else if (typeof value !== 'string')
    issues.push(
      problem('InvalidName', at, `${what} must be text, is ${JSON.stringify(value).slice(0, 60)}`, 'put it in quotes'),
    );
  else if (!name.test(value))
    issues.push(
      problem(
        'InvalidName',
        at,
        `${what} cannot be ${JSON.stringify(value.length > 70 ? `${value.slice(0, 67)}...` : value)}`,
        nameRule,
      ),
    );
}

/** A map of text to text; absent and null mean empty. */
export function stringMap(value: Json | undefined, at: string, issues: Issue[]): Record<string, string> {
  const made: Record<string, string> = {};
  if (value === undefined || value === null) return made;
  if (!isObject(value)) {
    issues.push(problem('InvalidField', at, 'must be a map of text to text'));
    return made;
  }
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'string') made[key] = inner;
    else
      issues.push(
        problem(
          'InvalidField',
          at + pointer(key),
          `${key} must be text, is ${JSON.stringify(inner).slice(0, 60)}`,
          'put it in quotes',
        ),
      );
  }
  return made;
}

/** A list of texts; absent and null mean empty. */
export function texts(value: Json | undefined, at: string, issues: Issue[]): string[] {
  if (value === undefined || value === null) return [];
  if (!isList(value)) {
    issues.push(problem('InvalidField', at, 'must be a list of names'));
    return [];
  }
  const made: string[] = [];
  for (const [i, item] of value.entries()) {
    if (typeof item === 'string') made.push(item);
    else issues.push(problem('InvalidField', at + pointer(i), 'must be text'));
  }
  return made;
}
