/** The first stage of admission: the document's shape. A definition document in, its parts by name and every shape problem out. */
import { type Issue, problem, warning } from '../errors.ts';
import { isList, isObject, type Json, type JsonObject, listOf, objectOf, pointer, textOf } from '../json.ts';
import { apiVersion, systemAlias, systemNamespace } from '../oam/application.ts';
import { checkMetadata } from '../oam/check.ts';
import { fields, texts } from '../oam/fields.ts';
import type { DefinitionKind } from '../ports.ts';

/** A definition as written: nothing compiled, every part where the format has it. */
export interface Draft {
  readonly kind: DefinitionKind;
  readonly namespace: string;
  readonly name: string;
  readonly description: string;
  readonly refused: string | undefined;
  readonly workloadType: string | undefined;
  readonly appliesTo: readonly string[];
  readonly conflictsWith: readonly string[];
  readonly single: boolean;
  /** `spec.schematic.cel`. */
  readonly cel: JsonObject;
}

/** Where the templates stand in the document. */
export const celAt = '/spec/schematic/cel';

const parts: Readonly<Partial<Record<DefinitionKind, readonly string[]>>> = {
  ComponentDefinition: [
    'parameters',
    'let',
    'validations',
    'workload',
    'resources',
    'outputs',
    'link',
    'grants',
    'source',
    'endpoints',
    'code',
  ],
  WorkloadDefinition: ['let', 'validations', 'resources', 'outputs', 'link', 'grants', 'source', 'endpoints'],
  TraitDefinition: ['parameters', 'let', 'validations', 'patch', 'tags', 'resources', 'endpoints'],
  PolicyDefinition: ['parameters', 'let', 'validations', 'redeploy'],
};

const specFields: Readonly<Partial<Record<DefinitionKind, readonly string[]>>> = {
  ComponentDefinition: ['workload', 'schematic', 'refused'],
  WorkloadDefinition: ['schematic', 'refused'],
  TraitDefinition: ['appliesToWorkloads', 'conflictsWith', 'single', 'schematic', 'refused'],
  PolicyDefinition: ['single', 'schematic', 'refused'],
};

/** KubeVela's fields that mean something only in a cluster: kept, and said so. */
const inert: readonly string[] = [
  'podDisruptive',
  'childResourceKinds',
  'workloadRefPath',
  'podSpecPath',
  'revisionLabel',
  'revisionEnabled',
  'definitionRef',
  'extension',
  'controlPlaneOnly',
  'version',
];

/** KubeVela's fields that would change what happens: ignoring them would be wrong. */
const refusals: Readonly<Record<string, string>> = {
  status: 'Health is what AWS says of each resource; remove it',
  manageWorkload: 'A trait patches its workload: say it with patch',
  stage: 'Order follows the references between resources; remove it',
};

/** Pointers are into the document. The draft is absent where there is nothing to compile. */
export function readDefinition(document: JsonObject): { readonly draft: Draft | undefined; readonly issues: Issue[] } {
  const issues: Issue[] = [];
  const kind = kindOf(document, issues);
  fields(document, '', ['apiVersion', 'kind', 'metadata', 'spec', 'status'], issues);
  const metadata = checkMetadata(document.metadata, issues);
  if (kind === undefined) return { draft: undefined, issues };
  if (!isObject(document.spec)) {
    issues.push(problem('MissingField', '/spec', 'spec is missing'));
    return { draft: undefined, issues };
  }
  const spec = document.spec;
  specShape(spec, kind, issues);
  const refused = refusedOf(spec, issues);
  const cel = refused === undefined ? celOf(spec.schematic, kind, issues) : {};
  const draft: Draft = {
    kind,
    namespace: metadata.namespace === systemAlias ? systemNamespace : metadata.namespace,
    name: metadata.name,
    description: metadata.annotations['definition.oam.dev/description'] ?? metadata.annotations.description ?? '',
    refused,
    workloadType:
      kind === 'ComponentDefinition' && refused === undefined ? workloadTypeOf(spec.workload, issues) : undefined,
    appliesTo:
      spec.appliesToWorkloads === undefined
        ? ['*']
        : texts(spec.appliesToWorkloads, '/spec/appliesToWorkloads', issues),
    conflictsWith: texts(spec.conflictsWith, '/spec/conflictsWith', issues),
    single: flag(spec.single, '/spec/single', issues),
    cel: cel ?? {},
  };
  if (kind === 'TraitDefinition' && draft.appliesTo.length === 0)
    issues.push(
      problem(
        'InvalidField',
        '/spec/appliesToWorkloads',
        'appliesToWorkloads must name at least one',
        'say "*" for any',
      ),
    );
  return { draft: cel === undefined ? undefined : draft, issues };
}

function kindOf(document: JsonObject, issues: Issue[]): DefinitionKind | undefined {
  if (document.apiVersion !== apiVersion)
    issues.push(problem('InvalidField', '/apiVersion', `apiVersion must be ${apiVersion}`));
  switch (document.kind) {
    case 'ComponentDefinition':
    case 'WorkloadDefinition':
    case 'TraitDefinition':
    case 'PolicyDefinition':
      return document.kind;
    case 'WorkflowStepDefinition':
      issues.push(problem('NotSupported', '/kind', `${document.kind} is not supported yet: nothing would use it`));
      return undefined;
    default:
      issues.push(
        problem(
          'InvalidField',
          '/kind',
          'kind must be one of ComponentDefinition, WorkloadDefinition, TraitDefinition, PolicyDefinition',
        ),
      );
      return undefined;
  }
}

function specShape(spec: JsonObject, kind: DefinitionKind, issues: Issue[]): void {
  const known = specFields[kind] ?? [];
  const others: Record<string, Json> = {};
  for (const [field, value] of Object.entries(spec)) {
    const at = `/spec${pointer(field)}`;
    if (known.includes(field)) continue;
    const refusal = refusals[field];
    if (inert.includes(field))
      issues.push(warning('InertField', at, `${field} means something only in a cluster; it is kept and does nothing`));
    else if (field === 'stage' && value === 'DefaultDispatch') continue;
    else if (refusal !== undefined) issues.push(problem('NotSupported', at, `${field} is not supported`, refusal));
    else others[field] = value;
  }
  fields(others, '/spec', known, issues);
}

function refusedOf(spec: JsonObject, issues: Issue[]): string | undefined {
  if (spec.refused === undefined) return undefined;
  if (typeof spec.refused !== 'string' || spec.refused === '')
    issues.push(problem('InvalidField', '/spec/refused', 'refused must be the sentence that users read'));
  if (spec.schematic !== undefined)
    issues.push(
      problem('InvalidField', '/spec/schematic', 'A refused type makes nothing: remove schematic or refused'),
    );
  return textOf(spec.refused);
}

function workloadTypeOf(value: Json | undefined, issues: Issue[]): string | undefined {
  const type = objectOf(value).type;
  if (typeof type === 'string' && type !== '' && type !== 'autodetects.core.oam.dev') {
    fields(objectOf(value), '/spec/workload', ['type'], issues);
    return type;
  }
  const hint = 'workload: { type: container }, function, or resources for a service without workload';
  issues.push(
    problem(
      type === undefined ? 'MissingField' : 'InvalidField',
      '/spec/workload/type',
      'spec.workload.type names what the component makes',
      hint,
    ),
  );
  return undefined;
}

function celOf(value: Json | undefined, kind: DefinitionKind, issues: Issue[]): JsonObject | undefined {
  const hint = 'write templates with CEL under schematic.cel';
  if (!isObject(value)) {
    issues.push(problem('MissingField', '/spec/schematic', 'spec.schematic is missing', hint));
    return undefined;
  }
  for (const field of Object.keys(value)) {
    if (field === 'cel') continue;
    issues.push(
      problem(
        'NotSupported',
        `/spec/schematic${pointer(field)}`,
        `${field} schematics need a cluster; definitions here are CEL`,
        hint,
      ),
    );
  }
  if (isObject(value.cel)) {
    fields(value.cel, celAt, parts[kind] ?? [], issues);
    return value.cel;
  }
  if (value.cel !== undefined) issues.push(problem('InvalidField', celAt, 'schematic.cel must be a map'));
  else if (Object.keys(value).length === 0)
    issues.push(problem('MissingField', celAt, 'schematic.cel is missing', hint));
  return undefined;
}

function flag(value: Json | undefined, at: string, issues: Issue[]): boolean {
  if (value !== undefined && typeof value !== 'boolean')
    issues.push(problem('InvalidField', at, 'must be true or false'));
  return value === true;
}

/** The entries of a list part, each a map; anything else is an Issue. */
export function entriesOf(
  cel: JsonObject,
  part: string,
  issues: Issue[],
): { readonly entry: JsonObject; readonly at: string }[] {
  const value = cel[part];
  const at = `${celAt}/${part}`;
  if (value !== undefined && !isList(value)) issues.push(problem('InvalidField', at, `${part} must be a list`));
  return listOf(value).flatMap((entry, i) => {
    if (isObject(entry)) return [{ entry, at: at + pointer(i) }];
    issues.push(problem('InvalidField', at + pointer(i), `an entry of ${part} must be a map`));
    return [];
  });
}
