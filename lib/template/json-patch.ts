/** JSON Patch (RFC 6902) and JSON Merge Patch (RFC 7386) on values of CEL: copies along the path, nothing else is looked into. */
import { OamError } from '../errors.ts';
import { canonical, isObject, segments } from '../json.ts';
import { markOf } from './late-value.ts';

type Change = (before: unknown, exists: boolean) => { readonly value: unknown } | undefined;

/** The value after all operations; an OamError with a sentence where one cannot be done. */
export function jsonPatch(value: unknown, operations: unknown): unknown {
  if (!isArray(operations)) throw invalid('operations is a list');
  return operations.reduce<unknown>((before, operation, i) => apply(before, operation, i), value);
}

/** Why jsonPatch would refuse; empty where it would not. */
export function jsonPatchProblem(value: unknown, operations: unknown): string {
  try {
    jsonPatch(value, operations);
    return '';
  } catch (thrown) {
    if (thrown instanceof OamError) return thrown.message;
    throw thrown;
  }
}

/** Maps merge, null removes, everything else replaces: lists too. */
export function jsonMergePatch(value: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return patch;
  const merged = new Map(isMap(value) ? Object.entries(value) : []);
  for (const [key, change] of Object.entries(patch))
    if (change === null) merged.delete(key);
    else merged.set(key, jsonMergePatch(merged.get(key), change));
  return Object.fromEntries(merged);
}

function apply(value: unknown, operation: unknown, index: number): unknown {
  if (!isMap(operation)) throw invalid(`operation ${index} is no map`);
  const { op } = operation;
  const path = place(operation.path, `operation ${index}: path`);
  const given = (): unknown => {
    if (operation.value === undefined) throw invalid(`operation ${index}: ${String(op)} needs a value`);
    return operation.value;
  };
  const from = (): readonly string[] => place(operation.from, `operation ${index}: from`);
  switch (op) {
    case 'add':
      return change(value, path, () => ({ value: given() }), true);
    case 'replace':
      return change(value, path, (_, exists) => ({ value: there(given(), exists, path) }));
    case 'remove':
      return change(value, path, (_, exists) => there(undefined, exists, path));
    case 'copy':
      return change(value, path, () => ({ value: valueAt(value, from()) }), true);
    case 'move': {
      const source = from();
      const moved = valueAt(value, source);
      const without = change(value, source, () => undefined);
      return change(without, path, () => ({ value: moved }), true);
    }
    case 'test':
      if (told(valueAt(value, path)) !== told(given()))
        throw invalid(`operation ${index}: ${shown(path)} is not what the test expects`);
      return value;
    default:
      throw invalid(`operation ${index}: ${String(op)} is none of add, remove, replace, move, copy, test`);
  }
}

/** `inserts`: an index of a list makes room instead of replacing. */
function change(value: unknown, path: readonly string[], to: Change, inserts = false, done = 0): unknown {
  const key = path[done];
  if (key === undefined) {
    const made = to(value, true);
    if (made === undefined) throw invalid('the whole workload cannot be removed');
    return made.value;
  }
  const last = done === path.length - 1;
  if (isArray(value)) {
    const at = key === '-' && last && inserts ? value.length : indexIn(value, key, path, last && inserts);
    if (!last) return value.with(at, change(value[at], path, to, inserts, done + 1));
    const made = to(value[at], at < value.length);
    return value.toSpliced(at, inserts ? 0 : 1, ...(made === undefined ? [] : [made.value]));
  }
  if (!isMap(value)) throw invalid(`${shown(path.slice(0, done))} has nothing inside`);
  const exists = Object.hasOwn(value, key);
  if (!last) {
    there(undefined, exists, path.slice(0, done + 1));
    return { ...value, [key]: change(value[key], path, to, inserts, done + 1) };
  }
  const made = to(value[key], exists);
  if (made !== undefined) return { ...value, [key]: made.value };
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let here = value;
  for (const [i, key] of path.entries()) {
    if (isArray(here)) here = here[indexIn(here, key, path, false)];
    else if (isMap(here)) {
      there(undefined, Object.hasOwn(here, key), path.slice(0, i + 1));
      here = here[key];
    } else throw invalid(`${shown(path.slice(0, i))} has nothing inside`);
  }
  return here;
}

function indexIn(list: readonly unknown[], key: string, path: readonly string[], end: boolean): number {
  const index = /^(0|[1-9]\d{0,8})$/.test(key) ? Number(key) : Number.NaN;
  if (index < list.length || (end && index === list.length)) return index;
  throw invalid(`${shown(path)}: the list has ${list.length} entries, from 0`);
}

function there<T>(value: T, exists: boolean, path: readonly string[]): T {
  if (!exists) throw invalid(`${shown(path)} does not exist`);
  return value;
}

function place(path: unknown, what: string): readonly string[] {
  if (typeof path !== 'string' || !/^(\/.*)?$/.test(path)) throw invalid(`${what} is a JSON Pointer: /containers/0`);
  return segments(path);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return isObject(value) && markOf(value) === undefined;
}

function isArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function told(value: unknown): string {
  const plain: unknown = JSON.parse(
    JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? Number(inner) : inner)) ?? 'null',
  );
  return canonical(plain);
}

function shown(path: readonly string[]): string {
  return path.length === 0 ? 'the workload' : `/${path.join('/')}`;
}

function invalid(message: string): OamError {
  return new OamError('Invalid', message);
}
