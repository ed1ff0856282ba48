/** Late values: puts what the rows know in place of `$ref` and `$join`, and compares rendered properties with applied ones. */
import { equal, isList, isObject, type Json, type JsonObject } from '../json.ts';
import { isLate, unescapeKey } from '../template/data.ts';

/** The attribute of a row, or undefined where it is not known yet. */
export type Lookup = (row: string, attribute: string) => Json | undefined;

const unknownText = '(known after apply)';

export interface Substituted {
  readonly value: Json;
  /** False where a reference was not known: `(known after apply)` stands in its place. */
  readonly known: boolean;
}

/** The value with every reference replaced. `$initial` values are kept for a create and left out otherwise. */
export function substitute(value: Json, lookup: Lookup, forCreate: boolean): Substituted {
  let known = true;
  const walk = (node: Json): Json | undefined => {
    if (isList(node)) return node.map(item => walk(item)).filter(item => item !== undefined);
    if (!isObject(node)) return node;
    if ('$ref' in node || '$join' in node) {
      const found = late(node, lookup);
      if (found === undefined) known = false;
      return found ?? unknownText;
    }
    if ('$initial' in node) return forCreate ? walk(node.$initial ?? null) : undefined;
    const copy: Record<string, Json> = {};
    for (const [key, inner] of Object.entries(node)) {
      const replaced = walk(inner);
      if (replaced !== undefined) copy[unescapeKey(key)] = replaced;
    }
    return copy;
  };
  return { value: walk(value) ?? null, known };
}

/** How the rendered properties compare with what was applied, without building either. */
export function compare(rendered: JsonObject, applied: JsonObject, lookup: Lookup): 'same' | 'differs' | 'unknown' {
  const seen: Seen = { lookup, unknown: false };
  if (!same(rendered, applied, seen)) return 'differs';
  return seen.unknown ? 'unknown' : 'same';
}

interface Seen {
  readonly lookup: Lookup;
  /** Whether a reference was not known. */
  unknown: boolean;
}

function same(node: Json, other: Json | undefined, seen: Seen): boolean {
  if (typeof node !== 'object' || node === null) return node === other;
  if (isList(node)) {
    if (!isList(other) || other.length !== node.length) return false;
    for (let i = 0; i < node.length; i += 1) if (!same(node[i] ?? null, other[i], seen)) return false;
    return true;
  }
  if (!isObject(node)) return false;
  if (isLate(node)) {
    const found = late(node, seen.lookup);
    if (found !== undefined) return equal(found, other);
    seen.unknown = true;
    return true;
  }
  if (!isObject(other)) return false;
  let count = 0;
  for (const key in node) {
    const inner = node[key];
    if (inner === undefined || (isObject(inner) && inner.$initial !== undefined)) continue;
    count++;
    if (!same(inner, other[unescapeKey(key)], seen)) return false;
  }
  for (const _ in other) count--;
  return count === 0;
}

/** Every row named by a reference inside the value. */
export function referenced(value: Json, into: Set<string> = new Set()): Set<string> {
  if (isList(value)) for (const item of value) referenced(item, into);
  else if (isObject(value)) {
    const ref = value.$ref;
    if (isList(ref)) into.add(String(ref[0]));
    else for (const key in value) referenced(value[key] ?? null, into);
  }
  return into;
}

function late(node: JsonObject, lookup: Lookup): Json | undefined {
  const ref = node.$ref;
  if (isList(ref)) return lookup(String(ref[0]), String(ref[1]));
  const parts: string[] = [];
  const join = node.$join;
  for (const part of isList(join) ? join : []) {
    const value = isObject(part) ? late(part, lookup) : part;
    if (value === undefined) return undefined;
    parts.push(typeof value === 'string' ? value : String(value));
  }
  return parts.join('');
}
