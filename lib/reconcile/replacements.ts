/** What would have to be made anew and must not be: it holds data. */
import { type Issue, problem } from '../errors.ts';
import type { Row } from '../ports.ts';
import type { ResourceGraph, ResourceSchema } from '../resource/resource.ts';
import { changedCreateOnly, stem } from './identities.ts';

/** Issues for resources that hold data and would have to be made anew: that never happens by itself. */
export function refusedReplacements(
  graph: ResourceGraph,
  rows: ReadonlyMap<string, Row>,
  types: ReadonlyMap<string, ResourceSchema>,
): Issue[] {
  const live = new Map([...rows.values()].filter(row => row.phase === 'live').map(row => [stem(row.key), row]));
  const issues: Issue[] = [];
  for (const resource of graph.resources) {
    const type = types.get(resource.type);
    const old = live.get(stem(resource.key));
    if (!type?.stateful || old === undefined || old.key === resource.key) continue;
    const property = changedCreateOnly(type, resource, old);
    issues.push(
      problem(
        'ReplacementRefused',
        '/spec/components',
        `${resource.type} of ${resource.component} holds data and its ${property} cannot be changed in place`,
        `Set ${property} back, or give the component another name and move the data yourself`,
      ),
    );
  }
  return issues;
}
