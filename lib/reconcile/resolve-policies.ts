/** The policies of an application, each with its definition found and its parameters checked. */
import type { Catalog, CompiledDefinition } from '../definition/definition.ts';
import { type Issue, problem, under } from '../errors.ts';
import type { Policy } from '../oam/application.ts';
import { didYouMean } from '../oam/nearest.ts';
import type { AppfilePolicy } from './appfile.ts';

export function resolvePolicies(
  policies: readonly Policy[],
  catalog: Catalog,
  namespace: string,
  issues: Issue[],
): readonly AppfilePolicy[] {
  const first = new Map<CompiledDefinition, number>();
  return policies.flatMap(({ index, type, properties }) => {
    const at = `/spec/policies/${index}`;
    const definition = catalog.find('PolicyDefinition', type, namespace);
    if (definition === undefined || definition.refused !== undefined) {
      issues.push(unusable(type, at, definition, catalog, namespace));
      return [];
    }
    const before = first.get(definition);
    first.set(definition, before ?? index);
    if (before !== undefined && definition.single) {
      const message = `An application can have only one ${definition.name}: the other is spec.policies[${before}]`;
      issues.push(problem('PolicyRepeated', `${at}/type`, message));
    }
    const { value, issues: wrong } = definition.parameters.validate(properties);
    issues.push(...under(`${at}/properties`, wrong));
    return [{ definition, index, parameter: value }];
  });
}

function unusable(
  type: string,
  at: string,
  definition: CompiledDefinition | undefined,
  catalog: Catalog,
  namespace: string,
): Issue {
  if (definition?.refused !== undefined) return problem('TypeRefused', `${at}/type`, definition.refused);
  const [broken] = catalog.problems('PolicyDefinition', type, namespace);
  if (broken !== undefined) {
    const message = `The policy ${type} can no longer be used: ${broken.message}`;
    return problem('DefinitionBroken', `${at}/type`, message, 'Its operator must mend it');
  }
  const names = catalog.names('PolicyDefinition', namespace);
  const hint =
    didYouMean(type, names) ?? `Remove it, or let an operator make a PolicyDefinition; there is ${names.join(', ')}`;
  return problem('NotSupported', at, `There is no policy ${type}: it would not be obeyed`, hint);
}
