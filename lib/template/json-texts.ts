/** Every text of a JSON value with the name it stands under; JSON inside of texts is looked into as well. */
import { isList, isObject } from '../json.ts';

export interface NamedText {
  readonly name: string;
  readonly value: string;
}

/** A list's entries stand under the name of the list. */
export function jsonTexts(value: unknown, name = ''): readonly NamedText[] {
  if (isList(value)) return value.flatMap(one => jsonTexts(one, name));
  if (isObject(value)) return Object.entries(value).flatMap(([key, inner]) => jsonTexts(inner, key));
  if (typeof value !== 'string') return [];
  const inner = /^\s*[[{]/.test(value) ? parsed(value) : undefined;
  return [{ name, value }, ...(inner === undefined ? [] : jsonTexts(inner, name))];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
