/** The component `webservice`: a long-running service that listens on ports. */
import type { JsonObject } from '../../../json.ts';

export const webservice: JsonObject = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'ComponentDefinition',
  metadata: {
    name: 'webservice',
    namespace: 'lateen-system',
    annotations: { 'definition.oam.dev/description': 'A long-running service that listens on ports' },
  },
  spec: {
    workload: { type: 'container' },
    schematic: {
      cel: {
        parameters: {
          type: 'object',
          required: ['image'],
          properties: {
            image: { type: 'string', minLength: 1, description: 'Container image' },
            cmd: { type: 'array', items: { type: 'string' }, description: "Replaces the image's entry point" },
            args: { type: 'array', items: { type: 'string' }, description: 'Arguments of the entry point' },
            env: {
              type: 'array',
              description: 'Environment variables',
              items: {
                type: 'object',
                required: ['name'],
                properties: {
                  name: { type: 'string', minLength: 1 },
                  value: { type: 'string' },
                  valueFrom: {
                    type: 'object',
                    properties: {
                      secretKeyRef: {
                        type: 'object',
                        required: ['name', 'key'],
                        properties: { name: { type: 'string' }, key: { type: 'string' } },
                      },
                      configMapKeyRef: {
                        type: 'object',
                        required: ['name', 'key'],
                        properties: { name: { type: 'string' }, key: { type: 'string' } },
                      },
                    },
                  },
                },
              },
            },
            ports: {
              type: 'array',
              description: 'Ports it listens on',
              items: {
                type: 'object',
                required: ['port'],
                properties: {
                  port: { type: 'integer', minimum: 1, maximum: 65535 },
                  name: { type: 'string' },
                  protocol: { enum: ['TCP', 'UDP'], default: 'TCP' },
                  expose: { type: 'boolean', default: false },
                },
              },
            },
            cpu: { type: 'string', description: 'vCPUs: 500m, 0.5' },
            memory: { type: 'string', description: '512Mi, 1Gi' },
          },
        },
        workload: {
          run: 'service',
          replicas: 1,
          containers: [
            {
              name: '${context.name}',
              image: '${parameter.image}',
              command: '${parameter.?cmd}',
              args: '${parameter.?args}',
              env: '${parameter.?env}',
              cpu: '${parameter.?cpu}',
              memory: '${parameter.?memory}',
              ports: '${parameter.?ports}',
            },
          ],
        },
      },
    },
  },
};
