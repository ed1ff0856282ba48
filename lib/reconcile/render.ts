/** The fourth step: an Appfile and the facts of its environment become the complete graph of resources. Pure and deterministic. */
import type { Issue } from '../errors.ts';
import { type Json, objectOf } from '../json.ts';
import type { ResourceGraph, ResourceSchema } from '../resource/resource.ts';
import { escapeData } from '../template/data.ts';
import type { Variables } from '../template/direct-value.ts';
import type { Appfile, AppfileComponent, Environment } from './appfile.ts';
import { assemble } from './assemble.ts';
import { steeringOf } from './policies.ts';
import { renderComponent, type Surroundings } from './render-component.ts';
import { linksOf, readsLinks } from './render-links.ts';

/** The one place where components go today. */
export const target = 'local';

/** The graph is not to be used where an Issue is an error. Pointers in the Issues are into the application's document. */
export function render(
  appfile: Appfile,
  environment: Environment,
  types: ReadonlyMap<string, ResourceSchema>,
): { readonly graph: ResourceGraph; readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const components = appfile.components.map(escaped);
  const variablesOf = (component: AppfileComponent): Variables => ({
    parameter: component.parameter,
    context: contextOf(appfile, environment, component.name),
    environment,
  });
  const links = readsLinks(components) ? linksOf(components, variablesOf, target, issues) : {};
  const around: Surroundings = { target, types, environment, components: links, variablesOf };
  const rendered = components.map(component => renderComponent(component, around, issues));
  const { resources, endpoints } = assemble(rendered, appfile, environment, target, issues);
  const steering = steeringOf(
    appfile,
    ({ parameter }) => ({ parameter, context: contextOf(appfile, environment, ''), environment }),
    issues,
  );
  const graph = {
    resources,
    endpoints,
    components: summaryOf(appfile),
    ...(steering === undefined ? {} : { steering }),
  };
  return { graph, issues };
}

export function contextOf(
  { metadata, revision }: Pick<Appfile, 'metadata' | 'revision'>,
  environment: Environment,
  name: string,
): Json {
  return {
    appName: metadata.name,
    name,
    namespace: metadata.namespace,
    revision,
    account: environment.account,
    region: environment.region,
  };
}

/** Where data enters: nothing in parameters is taken for a mark of ours. */
export function escaped(component: AppfileComponent): AppfileComponent {
  return {
    ...component,
    parameter: objectOf(escapeData(component.parameter)),
    traits: component.traits.map(trait => ({ ...trait, parameter: objectOf(escapeData(trait.parameter)) })),
  };
}

function summaryOf(appfile: Appfile): ResourceGraph['components'] {
  return appfile.components.map(({ name, definition, traits }) => ({
    name,
    type: definition.name,
    workload: definition.workloadType ?? 'resources',
    traits: traits.map(trait => trait.definition.name),
  }));
}
