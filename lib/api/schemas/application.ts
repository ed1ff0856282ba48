/** JSON Schema 2020-12 of an Application, made of the definitions that its namespace can use: for editors, which complete and check by it. */
import type { CompiledDefinition } from '../../definition/definition.ts';
import { type Json, type JsonObject, pointer } from '../../json.ts';
import { apiVersion } from '../../oam/application.ts';
import { storableKinds } from '../objects.ts';
import { applicationShape, componentShape, policyShape, traitShape } from './application-shape.ts';
import { demands, openParametersAt, parametersAt } from './parameters.ts';

/** Of several documents in one file only the applications are described. */
export function applicationSchema(definitions: readonly CompiledDefinition[]): JsonObject {
  const of = (kind: CompiledDefinition['kind']): readonly CompiledDefinition[] =>
    definitions.filter(definition => definition.kind === kind).sort((a, b) => (a.name < b.name ? -1 : 1));
  const components = of('ComponentDefinition');
  const traits = of('TraitDefinition');
  const policies = of('PolicyDefinition');
  const workloads = [...new Set(components.map(workloadOf))].sort();
  const traitsOn = workloads.map(workload => [
    `traits.${workload}`,
    traitList(traits.filter(({ appliesTo, refused }) => refused !== undefined || fits(appliesTo, workload))),
  ]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Application of core.oam.dev/v1beta1, as this installation of Lateen takes it',
    type: 'object',
    required: ['apiVersion', 'kind'],
    properties: {
      apiVersion: { const: apiVersion },
      kind: { enum: [...storableKinds] },
    },
    if: { properties: { kind: { const: 'Application' } } },
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
    then: ref('application'),
    $defs: {
      application: applicationShape(ref('component'), ref('policy')),
      component: componentSchema(components),
      policy: byType(policyShape(typeSchema('What holds: the name of a PolicyDefinition', policies)), policies),
      traits: traitList(traits),
      ...Object.fromEntries(traitsOn),
      ...Object.fromEntries([...components, ...traits, ...policies].filter(usable).map(parametersOf)),
      ...Object.fromEntries(components.filter(usable).map(openParametersOf)),
    },
  };
}

function ref(name: string): JsonObject {
  return { $ref: `#/$defs/${name}` };
}

function slot({ kind, name }: CompiledDefinition): string {
  return `${kind.replace('Definition', '').toLowerCase()}.${name}`;
}

function parametersOf(definition: CompiledDefinition): [string, JsonObject] {
  const place = slot(definition);
  return [place, parametersAt(definition, pointer('$defs', place))];
}

/** A component that takes values of others need not say all. */
function openParametersOf(definition: CompiledDefinition): [string, JsonObject] {
  const place = `${slot(definition)}.open`;
  return [place, openParametersAt(definition, pointer('$defs', place))];
}

function usable({ refused }: CompiledDefinition): boolean {
  return refused === undefined;
}

function workloadOf({ workloadType }: CompiledDefinition): string {
  return workloadType ?? 'any';
}

function fits(appliesTo: readonly string[], workload: string): boolean {
  return appliesTo.includes('*') || appliesTo.includes(workload);
}

function componentSchema(components: readonly CompiledDefinition[]): JsonObject {
  return {
    ...componentShape(typeSchema('What it is: the name of a ComponentDefinition', components), {}),
    allOf: [
      ...components.map(definition =>
        usable(definition)
          ? when(definition, {
              properties: { traits: ref(`traits.${workloadOf(definition)}`) },
              if: { required: ['inputs'] },
              // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
              then: { properties: { properties: ref(`${slot(definition)}.open`) } },
              else: {
                ...(demands(definition) ? { required: ['properties'] } : {}),
                properties: { properties: ref(slot(definition)) },
              },
            })
          : refusal(definition),
      ),
      {
        if: { properties: { type: { pattern: elsewhere } }, required: ['type'] },
        // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
        then: { properties: { traits: ref('traits') } },
      },
    ],
  };
}

function traitList(traits: readonly CompiledDefinition[]): JsonObject {
  return { items: byType(traitShape(typeSchema('What it adds: the name of a TraitDefinition', traits)), traits) };
}

/** The shape of what is of one of these definitions: the parameters are those of its type. */
function byType(shape: JsonObject, definitions: readonly CompiledDefinition[]): JsonObject {
  const cases = definitions.map(definition =>
    usable(definition)
      ? when(definition, {
          ...(demands(definition) ? { required: ['properties'] } : {}),
          properties: { properties: ref(slot(definition)) },
        })
      : refusal(definition),
  );
  return { ...shape, ...(cases.length === 0 ? {} : { allOf: cases }) };
}

/** `namespace/name` and `name@v1` name definitions that this schema does not know. */
const elsewhere = '[/@]';

/** Names that can be used are offered, with what they are; those that are refused are left to their own sentence. */
function typeSchema(description: string, definitions: readonly CompiledDefinition[]): JsonObject {
  const offered = definitions.filter(usable);
  const refused = definitions.filter(definition => !usable(definition)).map(definition => definition.name);
  const offer: JsonObject = {
    enum: offered.map(definition => definition.name),
    enumDescriptions: offered.map(definition => definition.description),
  };
  const others = [elsewhere, ...refused.map(one => `^${one.replaceAll('.', '\\.')}$`)].join('|');
  const choices: Json[] = [...(offered.length === 0 ? [] : [offer]), { pattern: others }];
  return { type: 'string', description, anyOf: choices };
}

function when({ name }: CompiledDefinition, then: JsonObject): JsonObject {
  return { if: { properties: { type: { const: name } }, required: ['type'] }, then };
}

/** Refused at its type. `errorMessage` is no word of JSON Schema, but editors show it. */
function refusal(definition: CompiledDefinition): JsonObject {
  const never = { pattern: '^$', errorMessage: definition.refused ?? '' };
  return when(definition, { properties: { type: never } });
}
