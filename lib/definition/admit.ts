/** Admission: a definition document is compiled and checked completely, or refused with everything that is wrong with it.
 * Read (shape) -> compile each part in its scope -> check coverage (unread parameters, workloads left out). */
import { hasErrors, type Issue, problem, under } from '../errors.ts';
import { digest, isObject, type JsonObject, objectOf, pointer } from '../json.ts';
import { fields } from '../oam/fields.ts';
import { didYouMean } from '../oam/nearest.ts';
import type { Compiled, Template } from '../template/template.ts';
import { compileResources } from './compile-resources.ts';
import { type Compiling, compileAt, compileLets, compileValidations, mapPart, scopeOf } from './compiling.ts';
import { codePlaces, traitCoverage, unreadParameters, unusedOutputs } from './coverage.ts';
import type { CompiledDefinition, ParameterSchema, World } from './definition.ts';
import { celAt, type Draft, readDefinition } from './read.ts';
import { parameterSchema } from './schema.ts';
import { schemaIssues } from './schema-admit.ts';
import { treeIssues } from './tree-check.ts';

const early: Readonly<Record<string, readonly string[]>> = {
  ComponentDefinition: ['parameter', 'context', 'environment'],
  WorkloadDefinition: ['workload', 'context', 'environment'],
  TraitDefinition: ['parameter', 'workload', 'context', 'environment'],
  PolicyDefinition: ['parameter', 'context', 'environment'],
};

/** Pointers in the Issues are into the document; warnings of an admitted definition are in its `warnings`. */
export function admit(document: JsonObject, world: World): Compiled<CompiledDefinition> {
  const { draft, issues } = readDefinition(document);
  if (draft === undefined) return { ok: false, issues };
  const parameters = compileParameters(draft, issues);
  const compiling: Compiling = { draft, world, issues, reads: new Set(), parameters: parameters.schema };
  const parts = compileParts(compiling);
  if (draft.refused === undefined) {
    // What does not compile may well read them.
    if (!hasErrors(issues)) issues.push(...unreadParameters(parameters.schema, compiling.reads));
    if (draft.kind === 'TraitDefinition') issues.push(...traitCoverage(draft, world), ...unusedOutputs(draft, world));
  }
  const code = codePlaces(draft, parameters.schema, issues);
  if (hasErrors(issues)) return { ok: false, issues };
  return {
    ok: true,
    value: {
      kind: draft.kind,
      namespace: draft.namespace,
      name: draft.name,
      revision: world.revision ?? 1,
      hash: digest(document.spec),
      description: draft.description,
      warnings: issues,
      refused: draft.refused,
      parameters,
      ...parts,
      workloadType: draft.workloadType,
      appliesTo: draft.appliesTo,
      conflictsWith: draft.conflictsWith,
      single: draft.single,
      linkNames: Object.keys(objectOf(draft.cel.link)),
      code,
    },
  };
}

function compileParameters(draft: Draft, issues: Issue[]): ParameterSchema {
  const given = draft.cel.parameters;
  const schema = objectOf(given ?? { type: 'object' });
  const at = `${celAt}/parameters`;
  if (given !== undefined && !isObject(given))
    issues.push(problem('InvalidSchema', at, 'parameters must be a JSON Schema'));
  else if (given !== undefined) issues.push(...under(at, schemaIssues(schema)));
  // A definition without parameters takes none: an empty list of properties closes the map.
  return parameterSchema(given === undefined ? { ...schema, properties: {} } : schema);
}

type Parts = Pick<
  CompiledDefinition,
  | 'let'
  | 'validations'
  | 'resources'
  | 'workload'
  | 'outputs'
  | 'patches'
  | 'tags'
  | 'link'
  | 'grants'
  | 'source'
  | 'endpoints'
  | 'redeploy'
>;

function compileParts(compiling: Compiling): Parts {
  const { draft } = compiling;
  const trait = draft.kind === 'TraitDefinition';
  const { lets, names } = compileLets(compiling, early[draft.kind] ?? [], { components: trait });
  // A lowering knows only its workload: what it needs of others, patches brought.
  const components = draft.kind === 'ComponentDefinition' || trait;
  const validations = compileValidations(compiling, names, { components });
  const { resources, scope } = compileResources(compiling, names, { outputs: trait, components });
  const part = (
    name: string,
    variables: readonly string[],
    late: Parameters<typeof scopeOf>[1],
  ): Template | undefined => compileAt(compiling, draft.cel[name], `${celAt}/${name}`, scopeOf(variables, late));
  // Links are read before workloads are patched and lowered: they know the parameters, not what traits make of them.
  const unpatched = draft.kind === 'WorkloadDefinition' ? ['context', 'environment'] : names;
  return {
    let: lets,
    validations,
    resources,
    workload: compileWorkload(compiling, names),
    outputs: part('outputs', names, { resources: scope }),
    patches: compilePatches(compiling, names),
    tags: part('tags', names, {}),
    redeploy: compileRedeploy(compiling, names),
    link: part('link', unpatched, { resources: scope }),
    grants: part('grants', unpatched, { resources: scope }),
    source: part('source', unpatched, { resources: scope }),
    endpoints: part('endpoints', names, { resources: scope, outputs: trait }),
  };
}

function compileWorkload({ draft, world, issues, ...rest }: Compiling, names: readonly string[]): Template | undefined {
  const compiling: Compiling = { draft, world, issues, ...rest };
  const at = `${celAt}/workload`;
  if (draft.kind === 'WorkloadDefinition') {
    if (!world.workloads.has(draft.name)) issues.push(unknownWorkload(draft.name, '/metadata/name', world));
    return undefined;
  }
  const type = draft.workloadType;
  if (type === undefined) return undefined;
  const tree = draft.cel.workload;
  if (type === 'resources') {
    if (tree !== undefined)
      issues.push(problem('InvalidField', at, 'A component of workload type resources makes no workload'));
    if (draft.cel.resources === undefined)
      issues.push(problem('MissingField', `${celAt}/resources`, 'It makes nothing: resources is missing'));
    return undefined;
  }
  const schema = world.workloads.get(type);
  if (schema === undefined) {
    issues.push(unknownWorkload(type, '/spec/workload/type', world));
    return undefined;
  }
  for (const part of ['resources', 'outputs', 'endpoints'])
    if (draft.cel[part] !== undefined)
      issues.push(
        problem(
          'InvalidField',
          `${celAt}/${part}`,
          `Its ${type} is lowered by the WorkloadDefinition, which says its ${part}`,
          'say workload: { type: resources } to make resources directly',
        ),
      );
  if (!isObject(tree)) {
    issues.push(problem('MissingField', at, `The ${type} that it makes is missing`));
    return undefined;
  }
  issues.push(...under(at, treeIssues(tree, schema, { root: schema, patch: false, given: [], owner: type })));
  return compileAt(compiling, tree, at, scopeOf(names, { components: true }));
}

/** What a policy does today: without it, it would be accepted and do nothing. */
function compileRedeploy(compiling: Compiling, names: readonly string[]): Template | undefined {
  const { draft, issues } = compiling;
  if (draft.kind !== 'PolicyDefinition' || draft.refused !== undefined) return undefined;
  const at = `${celAt}/redeploy`;
  const tree = draft.cel.redeploy;
  if (!isObject(tree)) {
    const hint = 'redeploy: { gate: auto, follow: [{ kind: image, names: "*:1.*" }] }';
    issues.push(problem('MissingField', at, 'It steers nothing: redeploy is missing', hint));
    return undefined;
  }
  fields(tree, at, ['gate', 'follow'], issues);
  return compileAt(compiling, tree, at, scopeOf(names, {}));
}

function compilePatches(compiling: Compiling, names: readonly string[]): ReadonlyMap<string, Template> {
  const { issues, world } = compiling;
  const patches = new Map<string, Template>();
  for (const [workload, tree] of Object.entries(mapPart(compiling, 'patch'))) {
    const at = `${celAt}/patch${pointer(workload)}`;
    const schema = world.workloads.get(workload);
    if (schema === undefined) issues.push(unknownWorkload(workload, at, world));
    else issues.push(...under(at, treeIssues(tree, schema, { root: schema, patch: true, given: [], owner: workload })));
    const patch = compileAt(compiling, tree, at, scopeOf(names, { components: true }));
    if (patch !== undefined) patches.set(workload, patch);
  }
  return patches;
}

function unknownWorkload(name: string, at: string, world: World): Issue {
  const known = [...world.workloads.keys()];
  return problem(
    'UnknownWorkload',
    at,
    `${name} is not a workload`,
    didYouMean(name, known) ?? `known: ${known.join(', ')}`,
  );
}
