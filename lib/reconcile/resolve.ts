/** The second step: every definition that an application uses is found, every parameter checked. Application in, Appfile out. */
import type { Catalog, CompiledDefinition } from '../definition/definition.ts';
import { hasErrors, type Issue, problem, under } from '../errors.ts';
import type { Application, Component, Trait } from '../oam/application.ts';
import { didYouMean } from '../oam/nearest.ts';
import type { DefinitionKind } from '../ports.ts';
import type { Appfile, AppfileComponent, AppfileTrait } from './appfile.ts';
import { dependencyIssues } from './dependencies.ts';
import { comesAfter, judgeInputs, outputIssues, type Producers, passingIssues, producersOf } from './passing-check.ts';
import { resolvePolicies } from './resolve-policies.ts';

export interface Resolved {
  /** Absent where an Issue is an error. */
  readonly appfile: Appfile | undefined;
  readonly parts: Parts;
  readonly issues: readonly Issue[];
}

/** What of an application could be resolved, where not all of it could. */
export interface Parts extends Pick<Appfile, 'metadata' | 'revision'> {
  /** Of every component of the application, those that could not be resolved too. */
  readonly names: readonly string[];
  readonly components: readonly Part[];
}

interface Part {
  /** With the traits that nothing is wrong with. */
  readonly component: AppfileComponent;
  /** Its own parameters are as its definition wants them. */
  readonly holds: boolean;
  /** Its lowering was found, and no trait had to be left out. */
  readonly complete: boolean;
}

/** Pointers in the Issues are into the application's document. */
export function resolve(application: Application, catalog: Catalog, revision = 1): Resolved {
  const issues: Issue[] = [];
  const { namespace } = application.metadata;
  const producers = producersOf(application.components);
  const components = application.components.flatMap((component, index) => {
    const resolved = resolveComponent(component, index, catalog, namespace, producers, issues);
    return resolved === undefined ? [] : [resolved];
  });
  const { metadata } = application;
  const parts: Parts = { metadata, revision, names: application.components.map(({ name }) => name), components };
  issues.push(...duplicateNames(application.components), ...dependencyIssues(application.components));
  issues.push(...passingIssues(application.components));
  const policies = resolvePolicies(application.policies ?? [], catalog, namespace, issues);
  if (hasErrors(issues)) return { appfile: undefined, parts, issues };
  const whole = components.map(part => part.component);
  return { appfile: { metadata, revision, components: whole, policies }, parts, issues };
}

function resolveComponent(
  component: Component,
  index: number,
  catalog: Catalog,
  namespace: string,
  producers: Producers,
  issues: Issue[],
): Part | undefined {
  const at = `/spec/components/${index}`;
  const definition = usable(catalog, 'ComponentDefinition', component.type, namespace, `${at}/type`, issues);
  const { inputs = [], outputs = [], properties } = component;
  const checked = definition === undefined ? undefined : judgeInputs(definition, properties, inputs);
  if (checked !== undefined) issues.push(...under(at, checked.issues));
  const traits = resolveTraits(component, at, definition, catalog, namespace, issues);
  if (definition === undefined || checked === undefined) return undefined;
  const before = issues.length;
  const lowering = loweringOf(definition, catalog, namespace, at, issues);
  const lowered = issues.length === before;
  issues.push(...outputIssues(outputs, [...definition.linkNames, ...(lowering?.linkNames ?? [])], at));
  const { name } = component;
  const dependsOn = comesAfter(component, producers);
  const passing = inputs.length + outputs.length === 0 ? {} : { passing: { inputs, outputs, properties } };
  return {
    component: { name, index, definition, lowering, parameter: checked.value, traits, dependsOn, ...passing },
    holds: !hasErrors(checked.issues),
    complete: lowered && traits.length === component.traits.length && inputs.length === 0,
  };
}

function loweringOf(
  definition: CompiledDefinition,
  catalog: Catalog,
  namespace: string,
  at: string,
  issues: Issue[],
): CompiledDefinition | undefined {
  const type = definition.workloadType;
  if (type === undefined || type === 'resources') return undefined;
  return usable(catalog, 'WorkloadDefinition', type, namespace, `${at}/type`, issues);
}

const nouns: Readonly<Record<DefinitionKind, string>> = {
  ComponentDefinition: 'component type',
  WorkloadDefinition: 'workload',
  TraitDefinition: 'trait',
  PolicyDefinition: 'policy',
  WorkflowStepDefinition: 'workflow step',
};

/** What is left where no definition fits. */
const ways: Readonly<Partial<Record<DefinitionKind, string>>> = {
  ComponentDefinition: 'An operator makes it a type by a ComponentDefinition: of containers, or of resources of AWS',
  TraitDefinition: 'Leave it out, or let an operator say by a TraitDefinition what it changes',
};

/** Types of clusters and clouds that are many, and what takes their place. */
const neighbours: readonly (readonly [RegExp, string])[] = [
  [
    /^(aws|alibaba|azure|gcp|google|baidu|tencent|ucloud|elastic)-/,
    'A resource of a cloud: an operator makes it a type by a ComponentDefinition of resources, such as AWS::SQS::Queue',
  ],
  [/^terraform/, 'There is no Terraform here: an operator makes a ComponentDefinition of resources of AWS'],
  [/(ingress|route|gateway)/, 'The trait gateway makes a component answer on the internet'],
  [/(scaler|autoscal)/, 'The traits scaler, cpuscaler and hpa say how many run'],
];

function near(name: string): string | undefined {
  return neighbours.find(([like]) => like.test(name))?.[1];
}

function shortened(names: readonly string[]): string {
  const more = names.length > 20 ? ', ...' : '';
  return names.length === 0 ? 'there are none' : `there are ${names.slice(0, 20).join(', ')}${more}`;
}

/** The definition, where it exists, still compiles, and is not refused on AWS. */
function usable(
  catalog: Catalog,
  kind: DefinitionKind,
  name: string,
  namespace: string,
  at: string,
  issues: Issue[],
): CompiledDefinition | undefined {
  const found = catalog.find(kind, name, namespace);
  if (found?.refused !== undefined) issues.push(problem('TypeRefused', at, found.refused, ways[kind]));
  else if (found !== undefined) return found;
  else issues.push(missing(catalog, kind, name, namespace, at));
  return undefined;
}

function missing(catalog: Catalog, kind: DefinitionKind, name: string, namespace: string, at: string): Issue {
  const [first] = catalog.problems(kind, name, namespace);
  if (first !== undefined)
    return problem(
      'DefinitionBroken',
      at,
      `The ${nouns[kind]} ${name} can no longer be used: ${first.message}`,
      'Its operator must mend it',
    );
  const names = catalog.names(kind, namespace);
  const hint = didYouMean(name, names) ?? near(name) ?? `${ways[kind] ?? 'known'}; ${shortened(names)}`;
  return problem('UnknownType', at, `There is no ${nouns[kind]} ${name}`, hint);
}

function resolveTraits(
  component: Component,
  at: string,
  owner: CompiledDefinition | undefined,
  catalog: Catalog,
  namespace: string,
  issues: Issue[],
): AppfileTrait[] {
  const counts = new Map<string, number>();
  const found: AppfileTrait[] = [];
  const sound: AppfileTrait[] = [];
  for (const [index, trait] of component.traits.entries()) {
    const place = `${at}/traits/${index}`;
    const before = issues.length;
    const definition = usable(catalog, 'TraitDefinition', trait.type, namespace, `${place}/type`, issues);
    if (definition === undefined) continue;
    const n = counts.get(definition.name) ?? 0;
    counts.set(definition.name, n + 1);
    if (n > 0 && definition.single)
      issues.push(problem('TraitRepeated', `${place}/type`, `A component can have only one ${definition.name}`));
    if (owner !== undefined) issues.push(...applicability(definition, owner, place));
    const resolved = resolveTrait(trait, index, `${definition.name}#${n}`, definition, place, issues);
    found.push(resolved);
    if (!hasErrors(issues.slice(before))) sound.push(resolved);
  }
  issues.push(...conflicts(found, at));
  return sound;
}

function resolveTrait(
  trait: Trait,
  index: number,
  id: string,
  definition: CompiledDefinition,
  place: string,
  issues: Issue[],
): AppfileTrait {
  const { value, issues: wrong } = definition.parameters.validate(trait.properties);
  issues.push(...under(`${place}/properties`, wrong));
  return { definition, id, index, parameter: value };
}

/** OAM's MUST: a trait sits only where its definition says that it can. */
function applicability(trait: CompiledDefinition, owner: CompiledDefinition, place: string): Issue[] {
  const { appliesTo } = trait;
  if (appliesTo.includes('*') || appliesTo.includes(owner.name) || appliesTo.includes(owner.workloadType ?? ''))
    return [];
  const what = `${owner.name} (workload ${owner.workloadType ?? 'unknown'})`;
  return [
    problem(
      'TraitNotApplicable',
      `${place}/type`,
      `The trait ${trait.name} does not apply to ${what}`,
      `it applies to ${appliesTo.join(', ')}`,
    ),
  ];
}

function conflicts(traits: readonly AppfileTrait[], at: string): Issue[] {
  return traits.flatMap((trait, i) =>
    traits.flatMap((other, j) => {
      if (j >= i || trait.definition.name === other.definition.name) return [];
      const clash =
        trait.definition.conflictsWith.includes(other.definition.name) ||
        other.definition.conflictsWith.includes(trait.definition.name);
      if (!clash) return [];
      const message = `The traits ${other.definition.name} and ${trait.definition.name} cannot be on the same component`;
      return [problem('TraitConflict', `${at}/traits/${trait.index}/type`, message, 'remove one of them')];
    }),
  );
}

function duplicateNames(components: readonly Component[]): Issue[] {
  const first = new Map<string, number>();
  return components.flatMap(({ name }, i) => {
    const before = first.get(name);
    if (before === undefined) {
      first.set(name, i);
      return [];
    }
    const message = `Two components are called ${name}: the other is spec.components[${before}]`;
    return [problem('DuplicateName', `/spec/components/${i}/name`, message)];
  });
}

export { refsOf } from './refs.ts';
