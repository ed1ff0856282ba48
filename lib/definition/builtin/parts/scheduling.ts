/** Which node a pod goes to, in Kubernetes' words; Fargate has no nodes. */
import type { JsonObject } from '../../../json.ts';
import { notNeeded } from './says.ts';

const texts: JsonObject = { type: 'array', items: { type: 'string' } };

const expressions = (operators: readonly string[]): JsonObject => ({
  type: 'array',
  items: {
    type: 'object',
    required: ['key'],
    properties: { key: { type: 'string' }, operator: { type: 'string', enum: operators }, values: texts },
  },
});

export const labelSelector: JsonObject = {
  type: 'object',
  properties: {
    matchLabels: { type: 'object', additionalProperties: { type: 'string' } },
    matchExpressions: expressions(['In', 'NotIn', 'Exists', 'DoesNotExist']),
  },
};

export const podTerm: JsonObject = {
  type: 'object',
  required: ['topologyKey'],
  properties: {
    labelSelector,
    namespace: { type: 'string' },
    namespaces: texts,
    topologyKey: { type: 'string' },
    namespaceSelector: labelSelector,
  },
};

const nodeOperators: readonly string[] = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'];
export const nodeTerm: JsonObject = {
  type: 'object',
  properties: { matchExpressions: expressions(nodeOperators), matchFields: expressions(nodeOperators) },
};

export const weighted = (field: string, term: JsonObject): JsonObject => ({
  type: 'array',
  items: {
    type: 'object',
    required: ['weight', field],
    properties: { weight: { type: 'integer', minimum: 1, maximum: 100 }, [field]: term },
  },
});

export const saysNothing: JsonObject = {
  if: 'size(parameter) == 0',
  severity: 'warning',
  code: 'NotNeeded',
  message: 'It says nothing',
};

export const notTainted: JsonObject = notNeeded('Nothing is tainted where there are no nodes');
