/** What else is wrong with an application that could not be resolved: every part whose parameters hold is judged by itself. */
import type { CompiledDefinition } from '../definition/definition.ts';
import type { Issue } from '../errors.ts';
import type { ResourceSchema } from '../resource/resource.ts';
import type { Template } from '../template/template.ts';
import type { AppfileComponent, AppfileTrait, Environment } from './appfile.ts';
import { contextOf, escaped, target } from './render.ts';
import { renderComponent } from './render-component.ts';
import { withLets } from './render-lets.ts';
import { readsLinks } from './render-links.ts';
import { validate } from './render-workload.ts';
import type { Parts } from './resolve.ts';

/** Pointers in the Issues are into the application's document. */
export function examine(
  parts: Parts,
  environment: Environment,
  types: ReadonlyMap<string, ResourceSchema>,
): readonly Issue[] {
  const issues: Issue[] = [];
  const variablesOf = ({ name, parameter }: Pick<AppfileComponent, 'name' | 'parameter'>) => ({
    parameter,
    context: contextOf(parts, environment, name),
    environment,
  });
  for (const { component: given, holds, complete } of parts.components) {
    const component = escaped(given);
    const { definition, name } = component;
    const at = `/spec/components/${component.index}`;
    const type = definition.workloadType ?? 'resources';
    if (holds && complete && !readsLinks([component])) {
      renderComponent(component, { target, types, environment, components: {}, variablesOf }, issues);
      continue;
    }
    if (holds) issues.push(...judge(without(definition, ['components']), type, variablesOf(component), at));
    for (const { definition: trait, parameter, index } of component.traits) {
      const alone = without(trait, ['workload', 'components']);
      issues.push(...judge(alone, type, variablesOf({ name, parameter }), `${at}/traits/${index}`));
    }
  }
  return issues;
}

function judge(
  definition: AppfileTrait['definition'],
  workload: string,
  given: Parameters<typeof withLets>[2],
  at: string,
): Issue[] {
  const issues: Issue[] = [];
  const variables = withLets(definition, workload, given, at, issues);
  return [...issues, ...validate(definition, workload, variables, at)];
}

/** The definition with only the validations that can be told without what is not known: the workload, what other components show. */
function without(definition: CompiledDefinition, missing: readonly string[]): CompiledDefinition {
  const unknown = new Set(missing);
  const known = ({ uses }: Template): boolean => [...uses].every(name => !unknown.has(name));
  const lets = definition.let.filter(({ name, value }) => known(value) || !unknown.add(name));
  const validations = definition.validations.filter(one => known(one.if) && known(one.message));
  return { ...definition, let: lets, validations };
}
