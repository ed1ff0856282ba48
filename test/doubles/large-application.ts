/** A large application: of every 20 components 12 functions, 4 queues, 3 tables and a container. */
import type { JsonObject } from '../../lib/json.ts';

export interface LargeApplication {
  readonly name: string;
  /** Of all kinds together; a multiple of 20. */
  readonly components: number;
  /** The code of every function. */
  readonly code: JsonObject;
  /** Of the first queue, in seconds: another one is one line. */
  readonly visibilityTimeout: number;
}

export function largeApplication({ name, components, code, visibilityTimeout }: LargeApplication): JsonObject {
  const score = components / 20;
  const many = (count: number, one: (i: number) => JsonObject): JsonObject[] =>
    Array.from({ length: count * score }, (_, i) => one(i));
  return {
    apiVersion: 'core.oam.dev/v1beta1',
    kind: 'Application',
    metadata: { name },
    spec: {
      components: [
        ...many(12, i => ({ name: `function-${i}`, type: 'function', properties: { code, memory: 128 } })),
        ...many(4, i => ({
          name: `queue-${i}`,
          type: 'queue',
          properties: { visibilityTimeout: i === 0 ? visibilityTimeout : 30 },
        })),
        ...many(3, i => ({ name: `table-${i}`, type: 'table', properties: { key: { id: 'string' } } })),
        ...many(1, i => ({
          name: `worker-${i}`,
          type: 'worker',
          properties: { image: 'busybox:1.37', cmd: ['sleep', '1d'] },
        })),
      ],
    },
  };
}
