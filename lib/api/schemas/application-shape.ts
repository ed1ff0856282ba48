/** The fields of an Application that are the same whatever is installed, as JSON Schema. */
import type { JsonObject } from '../../json.ts';
import { apiVersion, defaultNamespace } from '../../oam/application.ts';
import { metadataFields } from '../../oam/check.ts';

/** A name of an object, as lib/oam checks it. */
export const nameShape: JsonObject = {
  type: 'string',
  pattern: '^[a-zA-Z0-9]([-_.a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$',
  maxLength: 63,
};
const texts: JsonObject = { type: ['object', 'null'], additionalProperties: { type: 'string' } };

/** What others write is taken, but no editor offers it. */
const written = Object.fromEntries(
  metadataFields.map(field => [field, { description: 'Written by the API', doNotSuggest: true }]),
);

const metadata: JsonObject = {
  type: 'object',
  required: ['name'],
  properties: {
    ...written,
    name: { ...nameShape, description: 'The name of the application: at most 63 letters, digits, "-", "_" and "."' },
    namespace: { ...nameShape, description: 'Where it lives', default: defaultNamespace },
    labels: { ...texts, description: 'Labels of the application' },
    annotations: { ...texts, description: 'Annotations of the application' },
  },
  additionalProperties: false,
};

export function applicationShape(component: JsonObject, policy: JsonObject): JsonObject {
  return {
    type: 'object',
    required: ['apiVersion', 'kind', 'metadata', 'spec'],
    properties: {
      apiVersion: { const: apiVersion },
      kind: { const: 'Application' },
      metadata,
      spec: {
        type: 'object',
        required: ['components'],
        properties: {
          components: { type: 'array', description: 'What it consists of', items: component },
          policies: listOf('What holds for the whole application', policy),
        },
        additionalProperties: false,
      },
      status: { type: 'object', description: 'Written by Lateen', doNotSuggest: true },
    },
    additionalProperties: false,
  };
}

/** `trait` is the schema of one; an empty one where the component's type decides. */
export function componentShape(type: JsonObject, trait: JsonObject): JsonObject {
  return {
    type: 'object',
    required: ['name', 'type'],
    properties: {
      name: { ...nameShape, description: 'The name of the component in its application' },
      type,
      properties: { type: ['object', 'null'], description: 'The parameters of its type' },
      traits: listOf('What is added to it, in this order', trait),
      dependsOn: listOf('Names of components that must run before it', { type: 'string' }),
      inputs: listOf('Values that other components give, and where they go in the properties of this one', {
        type: 'object',
        required: ['from', 'parameterKey'],
        properties: {
          from: { type: 'string', description: 'The name of an output of another component' },
          parameterKey: { type: 'string', description: 'Where it goes: a path such as env[0].value' },
        },
        additionalProperties: false,
      }),
      outputs: listOf('Values that this component gives to others', {
        type: 'object',
        required: ['name', 'valueFrom'],
        properties: {
          name: { type: 'string', description: 'The name by which others take it' },
          valueFrom: { type: 'string', description: 'output.<NAME> of its link, context.name, or a quoted text' },
        },
        additionalProperties: false,
      }),
      externalRevision: {
        type: ['string', 'null'],
        description: 'Of clusters: taken and not used',
        doNotSuggest: true,
      },
    },
    additionalProperties: false,
  };
}

export function policyShape(type: JsonObject): JsonObject {
  return {
    type: 'object',
    required: ['type'],
    properties: {
      name: { type: 'string', description: 'A name, for people' },
      type,
      properties: { type: ['object', 'null'], description: 'The parameters of its type' },
    },
    additionalProperties: false,
  };
}

export function traitShape(type: JsonObject): JsonObject {
  return {
    type: 'object',
    required: ['type'],
    properties: { type, properties: { type: ['object', 'null'], description: 'The parameters of its type' } },
    additionalProperties: false,
  };
}

function listOf(description: string, items: JsonObject): JsonObject {
  return { type: ['array', 'null'], description, ...(Object.keys(items).length === 0 ? {} : { items }) };
}
