/** JSON Schema 2020-12 of an Application, made of the definitions that its namespace can use: for editors, which complete and check by it. */
import type { CompiledDefinition } from '../../definition/definition.ts';
import { type Json, type JsonObject, pointer } from '../../json.ts';
import { apiVersion, defaultNamespace } from '../../oam/application.ts';
import { storableKinds } from '../objects.ts';
import { demands, parametersAt } from './parameters.ts';

/** A name of an object, as lib/oam checks it. */
const name: JsonObject = {
  type: 'string',
  pattern: '^[a-zA-Z0-9]([-_.a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$',
  maxLength: 63,
};
const texts: JsonObject = { type: ['object', 'null'], additionalProperties: { type: 'string' } };

/** Of several documents in one file only the applications are described. */
export function applicationSchema(definitions: readonly CompiledDefinition[]): JsonObject {
  const of = (kind: CompiledDefinition['kind']): readonly CompiledDefinition[] =>
    definitions.filter(definition => definition.kind === kind).sort((a, b) => (a.name < b.name ? -1 : 1));
  const components = of('ComponentDefinition');
  const traits = of('TraitDefinition');
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
      application,
      metadata,
      component: componentSchema(components),
      traits: traitList(traits),
      ...Object.fromEntries(traitsOn),
      ...Object.fromEntries([...components, ...traits].filter(usable).map(parametersOf)),
    },
  };
}

function ref(name: string): JsonObject {
  return { $ref: `#/$defs/${name}` };
}

function slot({ kind, name }: CompiledDefinition): string {
  return `${kind === 'ComponentDefinition' ? 'component' : 'trait'}.${name}`;
}

function parametersOf(definition: CompiledDefinition): [string, JsonObject] {
  const place = slot(definition);
  return [place, parametersAt(definition, pointer('$defs', place))];
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

const metadata: JsonObject = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { ...name, description: 'The name of the application: at most 63 letters, digits, "-", "_" and "."' },
    namespace: { ...name, description: 'Where it lives', default: defaultNamespace },
    labels: { ...texts, description: 'Labels of the application' },
    annotations: { ...texts, description: 'Annotations of the application' },
  },
};

const application: JsonObject = {
  type: 'object',
  required: ['apiVersion', 'kind', 'metadata', 'spec'],
  properties: {
    apiVersion: { const: apiVersion },
    kind: { const: 'Application' },
    metadata: ref('metadata'),
    spec: {
      type: 'object',
      required: ['components'],
      properties: {
        components: { type: 'array', description: 'What it consists of', items: ref('component') },
      },
      additionalProperties: false,
    },
    status: { type: 'object', description: 'Written by Lateen' },
  },
  additionalProperties: false,
};

function componentSchema(components: readonly CompiledDefinition[]): JsonObject {
  return {
    type: 'object',
    required: ['name', 'type'],
    properties: {
      name: { ...name, description: 'The name of the component in its application' },
      type: typeSchema('What it is: the name of a ComponentDefinition', components),
      properties: { type: ['object', 'null'], description: 'The parameters of its type' },
      traits: { type: ['array', 'null'], description: 'What is added to it, in this order' },
      dependsOn: {
        type: ['array', 'null'],
        description: 'Names of components that must run before it',
        items: { type: 'string' },
      },
      inputs: {
        type: ['array', 'null'],
        description: 'Values that other components give, and where they go in the properties of this one',
        items: {
          type: 'object',
          required: ['from', 'parameterKey'],
          properties: {
            from: { type: 'string', description: 'The name of an output of another component' },
            parameterKey: { type: 'string', description: 'Where it goes: a path such as env[0].value' },
          },
          additionalProperties: false,
        },
      },
      outputs: {
        type: ['array', 'null'],
        description: 'Values that this component gives to others',
        items: {
          type: 'object',
          required: ['name', 'valueFrom'],
          properties: {
            name: { type: 'string', description: 'The name by which others take it' },
            valueFrom: { type: 'string', description: 'output.<NAME> of its link, context.name, or a quoted text' },
          },
          additionalProperties: false,
        },
      },
    },
    additionalProperties: false,
    allOf: [
      ...components.map(definition =>
        usable(definition)
          ? when(definition, {
              ...(demands(definition) ? { required: ['properties'] } : {}),
              properties: { properties: ref(slot(definition)), traits: ref(`traits.${workloadOf(definition)}`) },
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
  return {
    items: {
      type: 'object',
      required: ['type'],
      properties: {
        type: typeSchema('What it adds: the name of a TraitDefinition', traits),
        properties: { type: ['object', 'null'], description: 'The parameters of its type' },
      },
      additionalProperties: false,
      allOf: traits.map(definition =>
        usable(definition)
          ? when(definition, {
              ...(demands(definition) ? { required: ['properties'] } : {}),
              properties: { properties: ref(slot(definition)) },
            })
          : refusal(definition),
      ),
    },
  };
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
