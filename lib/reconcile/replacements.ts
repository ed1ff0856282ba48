/** What would have to be made anew and must not be: it holds data, or somebody chose its name. */
import { type Issue, problem } from '../errors.ts';
import { isObject, type Json } from '../json.ts';
import type { Row } from '../ports.ts';
import type { GraphResource, ResourceGraph, ResourceSchema } from '../resource/resource.ts';
import { changedCreateOnly, differing, stem } from './identities.ts';

/** Issues for resources that would have to be made anew where that never happens by itself. */
export function refusedReplacements(
  graph: ResourceGraph,
  rows: ReadonlyMap<string, Row>,
  types: ReadonlyMap<string, ResourceSchema>,
): Issue[] {
  const live = new Map([...rows.values()].filter(row => row.phase === 'live').map(row => [stem(row.key), row]));
  const issues: Issue[] = [];
  for (const resource of graph.resources) {
    const same = rows.get(resource.key);
    if (same !== undefined && same.type !== resource.type) {
      issues.push(otherType(resource, same));
      continue;
    }
    const type = types.get(resource.type);
    const old = live.get(stem(resource.key));
    if (type === undefined || old === undefined || old.key === resource.key) continue;
    const chosen = chosenName(type, resource, old);
    if (!type.stateful && chosen === undefined) continue;
    const property = changedCreateOnly(type, resource, old);
    const what = type.stateful ? 'holds data' : `has a name that was chosen, ${chosen},`;
    const move = type.stateful
      ? 'move the data yourself'
      : 'let the two stand side by side until nobody uses the old one';
    issues.push(
      problem(
        'ReplacementRefused',
        '/spec/components',
        `${resource.type} of ${resource.component} ${what} and its ${property} cannot be changed in place`,
        `Set ${property} back, or give the component another name and ${move}`,
      ),
    );
  }
  return issues;
}

/** What stands in its place is something else, of which nothing can be made that this one is. */
function otherType({ type, component, id }: GraphResource, row: Row): Issue {
  const what = row.phase === 'retained' ? 'was kept as' : 'is';
  const message = `${id} of ${component} ${what} ${row.type} and cannot become ${type}`;
  const hint = 'Give the component another name, or take it out and apply, then bring it back';
  return problem(
    'ReplacementRefused',
    '/spec/components',
    message,
    row.phase === 'retained' ? 'Give the component another name' : hint,
  );
}

/** The name that the properties say, where ours would stand else, and the new one would have to have it, too: what only has moved to
 * another parent (a reference that changed) does not get in its own way. */
function chosenName(type: ResourceSchema, { properties }: GraphResource, old: Row): string | undefined {
  const property = type.name?.property ?? (type.createOnly.includes('Name') ? 'Name' : '');
  const name = properties[property];
  const was = old.applied ?? old.intended;
  const before = was?.[property];
  if (typeof name !== 'string' || typeof before !== 'string') return undefined;
  const changed = differing(properties, was).filter(one => type.createOnly.includes(one));
  return changed.some(one => isMoved(properties[one])) ? undefined : before;
}

function isMoved(value: Json | undefined): boolean {
  return isObject(value) && ('$ref' in value || '$join' in value);
}
