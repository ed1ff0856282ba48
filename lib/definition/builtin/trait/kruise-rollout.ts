/** The trait `kruise-rollout`: canaries, which ECS does not stop at here. */
import type { JsonObject } from '../../../json.ts';
import { notReplaced } from '../parts/job.ts';
import { adapted, notNeeded } from '../parts/says.ts';
import { traitOf } from '../parts/trait.ts';

const rolls =
  'ECS brings a new version to all tasks, as many at a time as its deployment allows, and goes back by itself when they do not start: it shifts no traffic in steps';
const kind: JsonObject = { type: 'string' };

export const kruiseRollout: JsonObject = traitOf('kruise-rollout', 'Bring new versions: without canaries', {
  cel: {
    parameters: {
      type: 'object',
      required: ['canary'],
      properties: {
        auto: { type: 'boolean', description: 'Without waiting', ...adapted('Nothing waits', undefined, [true]) },
        releaseMode: { type: 'string', enum: ['canary', 'batch'], description: 'How', ...adapted(rolls) },
        canary: {
          type: 'object',
          description: 'Steps',
          required: ['steps'],
          properties: {
            steps: {
              type: 'array',
              items: {
                type: 'object',
                properties: {
                  weight: { type: 'integer' },
                  replicas: { type: ['integer', 'string'] },
                  duration: { type: 'integer' },
                  matches: {
                    type: 'array',
                    items: {
                      type: 'object',
                      required: ['headers'],
                      properties: {
                        headers: {
                          type: 'array',
                          items: {
                            type: 'object',
                            required: ['Name', 'Value'],
                            properties: { Type: kind, Name: kind, Value: kind },
                          },
                        },
                      },
                    },
                  },
                },
              },
            },
            trafficRoutings: {
              type: 'array',
              items: {
                type: 'object',
                properties: {
                  service: kind,
                  gracePeriodSeconds: { type: 'integer' },
                  ingressName: kind,
                  gatewayHTTPRouteName: kind,
                  type: kind,
                },
              },
            },
          },
          ...adapted(rolls, 'The trait k8s-update-strategy says how many at a time'),
        },
        workloadType: {
          type: 'object',
          description: 'Kind of object',
          required: ['apiVersion', 'kind'],
          properties: { apiVersion: kind, kind },
          ...notNeeded('workloadType is not needed: there is no Kubernetes object'),
        },
        stepPartition: { type: 'integer', description: 'After which step to wait', ...adapted(rolls) },
      },
    },
    validations: [notReplaced],
  },
});
