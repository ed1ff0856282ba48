/** Row keys: the place of a row and a hash of what cannot change in place, references included. */
import { canonical, isList, isObject, type Json, textHash8 } from '../json.ts';
import { put } from '../template/data.ts';
import type { Environment } from './appfile.ts';
import type { DraftRow } from './render-row.ts';

/** Gives all rows their keys. Equal places are one row (shared by the application). */
export function nameRows(
  rows: ReadonlyMap<string, DraftRow>,
  environment: Environment,
  app: { readonly namespace: string; readonly name: string },
  target: string,
): void {
  const owner = canonical([environment.installation, target, app.namespace, app.name]);
  const keyOf = (place: string): string => {
    const row = rows.get(place);
    // A dangling reference is an Issue elsewhere.
    return row === undefined ? place : nameRow(row, owner, keyOf);
  };
  for (const row of rows.values()) nameRow(row, owner, keyOf);
}

function nameRow(row: DraftRow, owner: string, keyOf: (place: string) => string): string {
  if (row.key !== '') return row.key;
  // A circle is an Issue elsewhere; here it must only not loop.
  row.key = row.place;
  let fixed = '';
  for (const name of row.type.createOnly) {
    const value = row.properties[name];
    if (value !== undefined) fixed += `${name}:${textOf(value, keyOf)} `;
  }
  // One flat text: what a template puts together is copied again where it is first looked up.
  row.key = [row.place, textHash8(`${owner} ${row.place} ${fixed}`)].join('#');
  return row.key;
}

/** The canonical text of a value, references by the keys of their rows. */
function textOf(value: Json, keyOf: (place: string) => string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  let text = '';
  if (isList(value)) {
    for (const item of value) text += `${textOf(item, keyOf)},`;
    return `[${text}]`;
  }
  if (!isObject(value)) return text;
  const ref = value.$ref;
  if (isList(ref)) return `@${keyOf(String(ref[0]))}.${ref[1]}`;
  for (const name of Object.keys(value).sort())
    text += `${JSON.stringify(name)}:${textOf(value[name] ?? null, keyOf)},`;
  return `{${text}}`;
}

/** The value with places in references replaced by `keyOf`; the value itself where it holds none. */
export function named(value: Json, keyOf: (place: string) => string): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) {
    let items: Json[] | undefined;
    for (let i = 0; i < value.length; i += 1) {
      const item = value[i] ?? null;
      const changed = named(item, keyOf);
      if (changed === item) continue;
      items ??= [...value];
      items[i] = changed;
    }
    return items ?? value;
  }
  if (!isObject(value)) return value;
  const ref = value.$ref;
  if (isList(ref)) return { $ref: [keyOf(String(ref[0])), ref[1] ?? ''] };
  let copy: Record<string, Json> | undefined;
  for (const name in value) {
    const inner = value[name] ?? null;
    const changed = named(inner, keyOf);
    if (changed === inner) continue;
    copy ??= { ...value };
    put(copy, name, changed);
  }
  return copy ?? value;
}
