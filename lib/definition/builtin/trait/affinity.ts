/** The trait `affinity`: wishes are taken and said to do nothing, demands are refused. */
import type { JsonObject } from '../../../json.ts';
import { adapted, refusedOnAws } from '../parts/says.ts';
import { nodeTerm, notTainted, podTerm, saysNothing, weighted } from '../parts/scheduling.ts';
import { traitOf } from '../parts/trait.ts';

const wish = adapted('Fargate has no nodes to prefer: it spreads tasks over the zones of the subnets');
const demand = refusedOnAws(
  'Fargate has no nodes, and nothing decides which machine a task goes to',
  'Each task has a machine of its own; what belongs together is a sidecar of one component',
  [[]],
);
const pods = (description: string): JsonObject => ({
  type: 'object',
  description,
  properties: {
    required: { type: 'array', items: podTerm, ...demand },
    preferred: { ...weighted('podAffinityTerm', podTerm), ...wish },
  },
});

export const affinity: JsonObject = traitOf('affinity', 'Say where tasks should go: only wishes are taken', {
  cel: {
    parameters: {
      type: 'object',
      properties: {
        podAffinity: pods('Near which others'),
        podAntiAffinity: pods('Far from which others'),
        nodeAffinity: {
          type: 'object',
          description: 'On which nodes',
          properties: {
            required: {
              type: 'object',
              required: ['nodeSelectorTerms'],
              properties: { nodeSelectorTerms: { type: 'array', items: nodeTerm } },
              ...demand,
            },
            preferred: { ...weighted('preference', nodeTerm), ...wish },
          },
        },
        tolerations: {
          type: 'array',
          description: 'On which nodes in spite of what they are',
          items: {
            type: 'object',
            properties: {
              key: { type: 'string' },
              operator: { type: 'string', enum: ['Equal', 'Exists'] },
              value: { type: 'string' },
              effect: { type: 'string', enum: ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] },
              tolerationSeconds: { type: 'integer' },
            },
          },
          ...notTainted,
        },
      },
    },
    validations: [saysNothing],
  },
});
