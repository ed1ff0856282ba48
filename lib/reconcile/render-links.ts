/** `components["name"]`: what the other components let be known of themselves, and be done with them; looked up when it is read. */

import type { CompiledDefinition } from '../definition/definition.ts';
import type { Issue } from '../errors.ts';
import { type JsonObject, objectOf } from '../json.ts';
import type { Variables } from '../template/direct-value.ts';
import type { AppfileComponent } from './appfile.ts';
import { withLets } from './render-lets.ts';
import type { RowOf } from './render-resources.ts';
import { taken } from './render-row.ts';

/** A map of all components whose entries are made on first use: most applications read none. */
export function linksOf(
  components: readonly AppfileComponent[],
  variablesOf: (component: AppfileComponent) => Variables,
  target: string,
  issues: Issue[],
): JsonObject {
  const links: JsonObject = {};
  for (const component of components) {
    let made: JsonObject | undefined;
    Object.defineProperty(links, component.name, {
      enumerable: true,
      get: () => {
        made ??= linkOf(component, variablesOf(component), target, issues);
        return made;
      },
    });
  }
  return links;
}

/** Whether anything in these components looks at another one. */
export function readsLinks(components: readonly AppfileComponent[]): boolean {
  return components.some(
    ({ definition, traits }) => reads(definition) || traits.some(trait => reads(trait.definition)),
  );
}

const known = new WeakMap<CompiledDefinition, boolean>();

function reads(definition: CompiledDefinition): boolean {
  const before = known.get(definition);
  if (before !== undefined) return before;
  const templates = [
    definition.workload,
    ...definition.patches.values(),
    ...definition.resources.map(resource => resource.properties),
    ...definition.let.map(one => one.value),
    ...definition.validations.flatMap(one => [one.if, one.message]),
  ];
  const found = templates.some(template => template?.uses.has('components') === true);
  known.set(definition, found);
  return found;
}

function linkOf(component: AppfileComponent, variables: Variables, target: string, issues: Issue[]): JsonObject {
  const at = `/spec/components/${component.index}`;
  const definitions = [component.definition, ...(component.lowering === undefined ? [] : [component.lowering])];
  const type = component.definition.workloadType ?? 'resources';
  const part = (name: 'link' | 'grants' | 'source'): JsonObject => {
    const parts = definitions.map(definition => {
      const template = definition[name];
      if (template === undefined) return {};
      const row = rowOf(definition, component.name, target);
      // A lowering's lets are made of the patched workload, which is not there yet.
      const seen =
        definition.kind === 'ComponentDefinition' ? withLets(definition, type, variables, at, []) : { variables };
      return objectOf(taken(template.evaluate({ ...seen, row }), definition, name, at, issues));
    });
    return Object.assign({}, ...parts);
  };
  return { link: part('link'), grants: part('grants'), source: part('source') };
}

/** Links are static in shape: the place of a resource follows from its id alone. One that is dropped in the end leaves a
 * dangling reference, which is found when the graph is put together. */
function rowOf(definition: CompiledDefinition, component: string, target: string): RowOf {
  const ids = new Set(
    definition.resources.filter(resource => resource.loop === undefined).map(resource => resource.id),
  );
  return id => (ids.has(id) ? `${target}/${component}/-/${id}` : undefined);
}
