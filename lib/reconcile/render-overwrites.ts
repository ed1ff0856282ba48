/** Order decides between patches; that a later one takes back what was set before is told, with both names. */
import { type Issue, warning } from '../errors.ts';
import { type Json, type JsonObject, objectOf } from '../json.ts';
import { overwritten, writes } from '../workload/patch.ts';

/** Who set a place of the workload, by JSON Pointer. */
export type Writers = Map<string, string>;

/** What the component itself set in lists with keys (variables, ports): the rest may be its definition's own doing. */
export function writersOf(workload: JsonObject, schema: JsonObject): Writers {
  const properties = objectOf(schema.properties);
  const keyed: Record<string, Json> = {};
  for (const [name, value] of Object.entries(workload))
    if (objectOf(properties[name])['x-list-key'] !== undefined) keyed[name] = value;
  return new Map(writes(keyed, schema).map(place => [place, 'the component']));
}

/** A Warning for each place that someone else set before; afterwards `by` is who set it. */
export function overwrites(patch: JsonObject, schema: JsonObject, by: string, writers: Writers, at: string): Issue[] {
  const later = writes(patch, schema);
  const issues = overwritten(writers.keys(), later).map(place => {
    const before = new Set(
      [...writers].filter(([earlier]) => overwritten([earlier], [place]).length > 0).map(([, who]) => who),
    );
    const what = place === '' ? 'the workload as a whole' : place.slice(1);
    const message = `The trait ${by} overwrites ${what}, which ${[...before].join(' and ')} set`;
    return warning('PatchOverwritten', at, message, 'the later one wins');
  });
  // Whoever replaces all of it hands on what others set, changed or not: what comes later is no surprise to it.
  for (const place of later) if (place !== '') writers.set(place, `the trait ${by}`);
  return issues;
}
