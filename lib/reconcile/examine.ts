/** What else is wrong with an application that could not be resolved: every part whose parameters hold is judged by itself. */
import type { CompiledDefinition } from '../definition/definition.ts';
import type { Issue } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { ResourceSchema } from '../resource/resource.ts';
import type { Template } from '../template/template.ts';
import type { AppfileComponent, AppfileTrait, Environment } from './appfile.ts';
import { contextOf, escaped, target } from './render.ts';
import { renderComponent } from './render-component.ts';
import { withLets } from './render-lets.ts';
import { linksOf } from './render-links.ts';
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
  const links = linksTo(parts, variablesOf, issues);
  for (const { component: given, holds, complete } of parts.components) {
    const component = escaped(given);
    const { definition, name } = component;
    const at = `/spec/components/${component.index}`;
    const type = definition.workloadType ?? 'resources';
    if (holds && complete) {
      const told = links.judged(components => {
        const found: Issue[] = [];
        renderComponent(component, { target, types, environment, components, variablesOf }, found);
        return found;
      });
      if (told !== undefined) {
        issues.push(...told);
        continue;
      }
    }
    const alone = (
      part: CompiledDefinition,
      missing: readonly string[],
      variables: Parameters<typeof withLets>[2],
      where: string,
    ): Issue[] =>
      links.judged(components => judge(without(part, missing), type, { ...variables, components }, where)) ??
      judge(without(part, [...missing, 'components']), type, variables, where);
    if (holds) issues.push(...alone(definition, [], variablesOf(component), at));
    for (const { definition: trait, parameter, index } of component.traits)
      issues.push(...alone(trait, ['workload'], variablesOf({ name, parameter }), `${at}/traits/${index}`));
  }
  return issues;
}

interface Links {
  /** What a judgement tells that may look at the other components; undefined where it looked at one of which nothing is known. */
  judged(judgement: (components: JsonObject) => Issue[]): Issue[] | undefined;
}

/** What the components show of themselves that nothing is wrong with. */
function linksTo({ names, components }: Parts, variablesOf: Parameters<typeof linksOf>[1], issues: Issue[]): Links {
  const once = (name: string): boolean => names.indexOf(name) === names.lastIndexOf(name);
  const sound = components.filter(({ component, holds }) => holds && once(component.name) && !isOpen(component));
  const links = linksOf(
    sound.map(({ component }) => escaped(component)),
    variablesOf,
    target,
    issues,
  );
  let unknown = false;
  for (const name of new Set(names)) {
    if (Object.hasOwn(links, name)) continue;
    const get = (): JsonObject => {
      unknown = true;
      return {};
    };
    Object.defineProperty(links, name, { enumerable: true, get });
  }
  return {
    judged(judgement) {
      unknown = false;
      const found = judgement(links);
      return unknown ? undefined : found;
    },
  };
}

/** It takes values of others, or its lowering is not there. */
function isOpen({ definition, lowering, passing }: AppfileComponent): boolean {
  const { workloadType = 'resources' } = definition;
  return (passing?.inputs.length ?? 0) > 0 || (lowering === undefined && workloadType !== 'resources');
}

function judge(
  definition: AppfileTrait['definition'],
  workload: string,
  given: Parameters<typeof withLets>[2],
  at: string,
): Issue[] {
  const issues: Issue[] = [];
  const sees = withLets(definition, workload, given, at, issues);
  return [...issues, ...validate(definition, workload, sees, at)];
}

/** The definition with only the validations that can be told without what is not known: the workload, what other components show. */
function without(definition: CompiledDefinition, missing: readonly string[]): CompiledDefinition {
  const unknown = new Set(missing);
  const known = ({ uses }: Template): boolean => [...uses].every(name => !unknown.has(name));
  const lets = definition.let.filter(({ name, value }) => known(value) || !unknown.add(name));
  const validations = definition.validations.filter(one => known(one.if) && known(one.message));
  return { ...definition, let: lets, validations };
}
