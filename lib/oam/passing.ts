/** What components hand to each other: `outputs` that one gives by name, `inputs` that another takes into its properties. */
import { type Issue, problem } from '../errors.ts';
import { isList, isObject, type Json, type JsonObject, listOf, pointer, textOf } from '../json.ts';
import { fields } from './fields.ts';

/** A value of another component, put into the properties at `parameterKey` (`image`, `env[0].value`, `labels["a.b"]`). */
export interface Input {
  readonly from: string;
  readonly parameterKey: string;
}

/** A value that others may take by `name`, which is unique in the application. */
export interface Output {
  readonly name: string;
  readonly valueFrom: string;
}

/** Where an output comes from: what the component lets be known of itself, its context, or the author. */
export type Source =
  | { readonly kind: 'link'; readonly name: string }
  | { readonly kind: 'context'; readonly name: string }
  | { readonly kind: 'literal'; readonly value: string };

/** The parts of `context` that an output may be. */
export const contextOutputs: readonly string[] = ['name', 'appName', 'namespace'];

/** Undefined where it is none of the three. */
export function sourceOf(valueFrom: string): Source | undefined {
  const link = /^output\.([A-Za-z_]\w*)$/.exec(valueFrom)?.[1];
  if (link !== undefined) return { kind: 'link', name: link };
  const context = /^context\.(\w+)$/.exec(valueFrom)?.[1];
  if (context !== undefined && contextOutputs.includes(context)) return { kind: 'context', name: context };
  const literal = /^"([^"\\]*)"$/.exec(valueFrom)?.[1];
  return literal === undefined ? undefined : { kind: 'literal', value: literal };
}

/** The steps of a path, names and places in lists; undefined where it is none. */
export function stepsOf(path: string): readonly (string | number)[] | undefined {
  const steps: (string | number)[] = [];
  const token = /(?:^|\.)([^.[\]"']+)|\[(\d+)\]|\["([^"]+)"\]|\['([^']+)'\]/y;
  while (token.lastIndex < path.length) {
    const match = token.exec(path);
    if (match === null) return undefined;
    const [, name, place, quoted = match[4]] = match;
    steps.push(place === undefined ? (name ?? quoted ?? '') : Number(place));
  }
  return typeof steps[0] === 'string' ? steps : undefined;
}

export function checkInputs(value: Json | undefined, at: string, issues: Issue[]): Input[] {
  return entries(value, `${at}/inputs`, ['from', 'parameterKey'], issues).map(({ entry, at: place }) => {
    const parameterKey = textOf(entry.parameterKey);
    if (parameterKey !== '' && stepsOf(parameterKey) === undefined)
      issues.push(
        problem('InvalidField', `${place}/parameterKey`, `${parameterKey} is no path into the properties`, pathHint),
      );
    return { from: textOf(entry.from), parameterKey };
  });
}

const pathHint = 'image, env[0].value or labels["a.b"]';

export function checkOutputs(value: Json | undefined, at: string, issues: Issue[]): Output[] {
  return entries(value, `${at}/outputs`, ['name', 'valueFrom'], issues).map(({ entry }) => ({
    name: textOf(entry.name),
    valueFrom: textOf(entry.valueFrom),
  }));
}

/** The entries of a list, each a map of these fields, all of them texts that are there. */
function entries(
  value: Json | undefined,
  at: string,
  known: readonly string[],
  issues: Issue[],
): { readonly entry: JsonObject; readonly at: string }[] {
  if (value === undefined || value === null) return [];
  if (!isList(value)) issues.push(problem('InvalidField', at, `must be a list of {${known.join(', ')}}`));
  return listOf(value).flatMap((entry, i) => {
    const place = at + pointer(i);
    if (!isObject(entry)) {
      issues.push(problem('InvalidField', place, `must be a map of ${known.join(' and ')}`));
      return [];
    }
    fields(entry, place, known, issues);
    for (const field of known) {
      const given = entry[field];
      if (given === undefined || given === '')
        issues.push(problem('MissingField', place + pointer(field), `${field} is missing`));
      else if (typeof given !== 'string')
        issues.push(problem('InvalidField', place + pointer(field), `${field} must be text`));
    }
    return [{ entry, at: place }];
  });
}
