/** Environment variables of a container as parameters, and as its workload has them. */
import { type Json, type JsonObject, objectOf } from '../../../json.ts';
import { refusedOnAws } from './says.ts';
import { variablePattern } from './variable.ts';

/** The name of a secret or the path of parameters, and a key inside. */
export const storedName = (description: string): JsonObject => ({
  type: 'string',
  description,
  pattern: '^[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*$',
  maxLength: 253,
});
export const storedKey = (description: string): JsonObject => ({
  type: 'string',
  description,
  pattern: '^[A-Za-z0-9_.-]+$',
  maxLength: 253,
});

const keyRef = (description: string, name: string, key: string): JsonObject => ({
  type: 'object',
  description,
  required: ['name', 'key'],
  properties: {
    name: storedName(name),
    key: storedKey(key),
  },
});

/** Where a value comes from that is not written in the application. */
const valueFrom: JsonObject = {
  type: 'object',
  description: 'Take the value from a secret or a configuration',
  minProperties: 1,
  maxProperties: 1,
  properties: {
    secretKeyRef: keyRef(
      'A key of a Secrets Manager secret',
      "Name of the secret, below the installation's prefix and the namespace",
      'Key inside of the secret, a JSON object',
    ),
    configMapKeyRef: keyRef(
      'A Parameter Store parameter',
      "Path of the parameter, below the installation's prefix and the namespace",
      'Last part of the path',
    ),
  },
};

export const envParameter: JsonObject = {
  type: 'array',
  description: 'Environment variables',
  items: {
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string', description: 'Name', pattern: variablePattern },
      value: { type: 'string', description: 'Literal value' },
      valueFrom,
    },
  },
};

/** The same where KubeVela also knows fields of the pod. */
export function withFieldRef(parameter: JsonObject): JsonObject {
  const items = objectOf(parameter.items);
  const properties = objectOf(items.properties);
  const fieldRef: JsonObject = {
    type: 'object',
    description: 'A field of the pod: there is none',
    properties: { fieldPath: { type: 'string', description: 'Path of the field' } },
    ...refusedOnAws(
      'A task on Fargate has no fields of a pod',
      'ECS gives each container ECS_CONTAINER_METADATA_URI_V4, which answers what is known of its task',
    ),
  };
  const from = { ...valueFrom, properties: { ...objectOf(valueFrom.properties), fieldRef } };
  return { ...parameter, items: { ...items, properties: { ...properties, valueFrom: from } } };
}

/** One without a value is empty, and of two with one name the last counts: as in Kubernetes. */
export const envOf: Json = [
  {
    $for: 'e in lastOfEach(parameter.?env.orValue([]), "name")',
    name: '${e.name}',
    value: '${has(e.valueFrom) ? e.?value : optional.of(e.?value.orValue(""))}',
    valueFrom: '${e.?valueFrom}',
  },
];

export const envValidations: readonly JsonObject[] = [
  {
    if: 'parameter.?env.orValue([]).exists(e, has(e.value) && has(e.valueFrom))',
    pointer: '/env',
    code: 'InvalidParameter',
    message: 'A variable has a value or takes it from elsewhere, not both',
  },
  {
    if: 'size(lastOfEach(parameter.?env.orValue([]), "name")) < size(parameter.?env.orValue([]))',
    pointer: '/env',
    severity: 'warning',
    code: 'DuplicateName',
    message: 'A variable is said twice: the last one counts',
  },
];
