/** What the rows must say though AWS need not be asked: whom they were made after, whether they are kept, and where their component answers. */
import { equal, type Json, textOf } from '../json.ts';
import type { Row } from '../ports.ts';
import type { GraphResource, ResourceGraph } from '../resource/resource.ts';
import { type Lookup, substitute } from './references.ts';

/** The live rows whose `needs`, `retain` or `urls` differ from the graph's. */
export function bookkeep(graph: ResourceGraph, rows: ReadonlyMap<string, Row>): Row[] {
  const urls = urlsByRow(graph, rows);
  const changed: Row[] = [];
  for (const resource of graph.resources) {
    const row = rows.get(resource.key);
    if (row === undefined || row.phase !== 'live') continue;
    // Whether it is kept must be known however it fares.
    if (row.intended !== undefined) {
      if (row.retain !== resource.retain) changed.push(withRetain(row, resource));
      continue;
    }
    const found = urls.get(row.key);
    const same = equal(row.needs, resource.needs) && equal(row.urls ?? [], found ?? []);
    if (same && row.retain === resource.retain) continue;
    const { urls: _before, ...rest } = withRetain(row, resource);
    changed.push({ ...rest, needs: resource.needs, ...(found === undefined ? {} : { urls: found }) });
  }
  return changed;
}

function withRetain({ retain: _before, ...row }: Row, resource: GraphResource): Row {
  return resource.retain === true ? { ...row, retain: true } : row;
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
