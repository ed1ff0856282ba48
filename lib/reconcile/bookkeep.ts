/** What the rows must say though AWS need not be asked: whom they were made after, and where their component answers. */
import { equal, type Json, textOf } from '../json.ts';
import type { Row } from '../ports.ts';
import type { ResourceGraph } from '../resource/resource.ts';
import { type Lookup, substitute } from './references.ts';

/** The live rows whose `needs` or `urls` differ from the graph's. */
export function bookkeep(graph: ResourceGraph, rows: ReadonlyMap<string, Row>): Row[] {
  const urls = urlsByRow(graph, rows);
  const changed: Row[] = [];
  for (const resource of graph.resources) {
    const row = rows.get(resource.key);
    if (row === undefined || row.phase !== 'live' || row.intended !== undefined) continue;
    const found = urls.get(row.key);
    if (equal(row.needs, resource.needs) && equal(row.urls ?? [], found ?? [])) continue;
    const { urls: _before, ...rest } = row;
    changed.push({ ...rest, needs: resource.needs, ...(found === undefined ? {} : { urls: found }) });
  }
  return changed;
}

/** A component's endpoints stand on its first row; those whose references are not known yet are left out. */
function urlsByRow(graph: ResourceGraph, rows: ReadonlyMap<string, Row>): Map<string, string[]> {
  const lookup: Lookup = (key, attribute) => rows.get(key)?.attributes[attribute];
  const first = new Map<string, string>();
  for (const resource of graph.resources)
    if (!first.has(resource.component)) first.set(resource.component, resource.key);
  const urls = new Map<string, string[]>();
  for (const endpoint of graph.endpoints) {
    const key = first.get(endpoint.component);
    const url: { value: Json; known: boolean } = substitute(endpoint.url, lookup, false);
    if (key === undefined || !url.known) continue;
    urls.set(key, [...(urls.get(key) ?? []), textOf(url.value)]);
  }
  return urls;
}
