/** The three-way comparison of desired, applied and observed properties: what is declared now or was applied, canonicalised, nothing else. */
import { canonical, equal, isList, isObject, type Json, type JsonObject, objectOf } from '../json.ts';
import { tagMap } from './ownership.ts';

export type Canonicaliser = (value: Json) => Json;

export interface Comparison {
  /** What AWS has where nothing was declared: what a removed property is reset to, and what an absent one means. */
  readonly defaults?: JsonObject;
  /** By top-level property: brings both sides into one form before they are compared. */
  readonly forms?: Readonly<Record<string, Canonicaliser>>;
}

/** The differences of one resource type: the top-level names that differ, sorted. */
export function differences(
  comparison: Comparison,
  desired: JsonObject,
  applied: JsonObject | undefined,
  observed: JsonObject,
): readonly string[] {
  const names = new Set([...Object.keys(desired), ...Object.keys(applied ?? {})]);
  return [...names]
    .filter(name => {
      const form = comparison.forms?.[name] ?? asIs;
      const side = (value: Json | undefined): Json | undefined => (value === undefined ? undefined : form(value));
      return !same(side(desired[name]), side(applied?.[name]), side(observed[name]), side(comparison.defaults?.[name]));
    })
    .sort();
}

function same(
  desired: Json | undefined,
  applied: Json | undefined,
  observed: Json | undefined,
  usual: Json | undefined,
): boolean {
  if (desired === undefined) {
    // Never ours: whatever AWS or others put there is theirs. Ours once: it has to be gone, or back to what AWS has by itself.
    if (applied === undefined) return true;
    if (isObject(applied) && isObject(observed) && isObject(usual)) return sameMembers({}, applied, observed, usual);
    return isNothing(observed) || equal(observed, usual);
  }
  const seen = isNothing(observed) ? (usual ?? observed) : observed;
  if (isObject(desired)) {
    if (!isObject(seen) && !isNothing(seen)) return false;
    return sameMembers(desired, objectOf(applied), objectOf(seen), objectOf(usual));
  }
  if (isList(desired)) {
    const items = isList(seen) ? seen : [];
    return (
      (isList(seen) || isNothing(seen)) &&
      items.length === desired.length &&
      desired.every((item, i) => same(item, undefined, items[i], undefined))
    );
  }
  return equal(desired, seen) || (isNothing(desired) && isNothing(seen));
}

function sameMembers(desired: JsonObject, applied: JsonObject, observed: JsonObject, usual: JsonObject): boolean {
  const names = new Set([...Object.keys(desired), ...Object.keys(applied)]);
  return [...names].every(name => same(desired[name], applied[name], observed[name], usual[name]));
}

/** Says nothing: AWS leaves such values out of its answers, or puts them in, as it likes. */
export function isNothing(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (isList(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

const asIs: Canonicaliser = value => value;

/** A list whose order says nothing. */
export const asSet: Canonicaliser = value =>
  isList(value) ? [...value].sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1)) : value;

/** Words whose case says nothing (header names). */
export const asCaselessSet: Canonicaliser = value =>
  asSet(isList(value) ? value.map(item => (typeof item === 'string' ? item.toLowerCase() : item)) : value);

export const asTags: Canonicaliser = value => tagMap(value);

/** An object of which each member has its own form. */
export function members(forms: Readonly<Record<string, Canonicaliser>>): Canonicaliser {
  return value =>
    isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, (forms[name] ?? asIs)(inner)]))
      : value;
}

/** An IAM policy: text or data, one word or a list of one, lists in any order. As one text, so that it is compared whole. */
export const asPolicy: Canonicaliser = value => canonical(settled(typeof value === 'string' ? parsed(value) : value));

function parsed(value: string): Json {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** `"a"` becomes `["a"]` everywhere but where IAM takes one word only; lists are sorted. Versions and ids stay words, which harms nothing here. */
function settled(value: Json): Json {
  if (isList(value)) return value.map(settled).sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      isList(inner) ? settled(inner) : isObject(inner) && key !== 'Statement' ? settled(inner) : [settled(inner)],
    ]),
  );
}
