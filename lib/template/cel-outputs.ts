/** `outputs` for CEL: an entry with the key `*` answers every key that it lacks. */
import { isObject, type Json } from '../json.ts';
import { stands, toCel } from './cel-values.ts';

const known = new WeakMap<object, object>();

export function outputsToCel(outputs: Json): unknown {
  const whole = toCel(outputs);
  if (!isObject(outputs) || !isObject(whole)) return whole;
  const before = known.get(outputs);
  if (before !== undefined) return before;
  const made = new Map<string, unknown>();
  for (const [name, entry] of entriesOf(whole)) {
    const wild = isObject(entry) ? answering(entry) : undefined;
    if (wild !== undefined) stands(wild, outputs[name] ?? null);
    made.set(name, wild ?? entry);
  }
  known.set(outputs, made);
  stands(made, outputs);
  return made;
}

/** CEL reads a Map by its `get`. */
function answering(entry: object): object | undefined {
  const entries = new Map(entriesOf(entry));
  if (!entries.has('*')) return undefined;
  const get = (key: string): unknown => (entries.has(key) ? entries.get(key) : entries.get('*'));
  return Object.assign(new Map(entries), { get });
}

function entriesOf(object: object): readonly [string, unknown][] {
  return object instanceof Map ? [...object] : Object.entries(object);
}
