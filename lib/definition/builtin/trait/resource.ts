/** The trait `resource`: the CPU and memory of the component's own container. */
import type { JsonObject } from '../../../json.ts';
import { cpu, limit, memory } from '../parts/quantity.ts';
import { traitOf } from '../parts/trait.ts';

export const resource: JsonObject = traitOf('resource', 'Set CPU and memory', {
  cel: {
    parameters: {
      type: 'object',
      properties: {
        cpu,
        memory,
        requests: {
          type: 'object',
          description: 'What it asks for, in place of cpu and memory',
          properties: { cpu, memory },
        },
        limits: limit,
      },
    },
    let: [
      { asked: '${parameter.?requests.orValue({})}' },
      { most: '${parameter.?limits.orValue({})}' },
      { sized: '${has(asked.memory) || has(parameter.memory) || has(most.memory)}' },
    ],
    patch: {
      container: {
        containers: [
          {
            name: '${context.name}',
            cpu: '${asked.?cpu.or(parameter.?cpu).or(most.?cpu)}',
            memory: '${asked.?memory.or(parameter.?memory).or(most.?memory)}',
            // A limit that was made for another size goes with it.
            memoryLimit: { $if: 'sized', $value: '${has(most.memory) ? most.memory : null}' },
          },
        ],
      },
    },
    validations: [
      {
        if: '!sized && !has(asked.cpu) && !has(parameter.cpu) && !has(most.cpu)',
        code: 'MissingParameter',
        message: 'The trait resource says nothing',
        hint: 'cpu: 0.5, memory: 1Gi',
      },
      {
        if: 'has(most.cpu) && (has(asked.cpu) || has(parameter.cpu))',
        pointer: '/limits/cpu',
        severity: 'warning',
        code: 'Adapted',
        message:
          'Containers share the CPU of their task: requests say how much that is, and limits.cpu ${string(most.cpu)} changes nothing',
      },
      {
        if: 'has(asked.cpu) && has(parameter.cpu)',
        pointer: '/cpu',
        severity: 'warning',
        code: 'NotNeeded',
        message: 'cpu is not used where there is requests.cpu',
      },
      {
        if: 'has(asked.memory) && has(parameter.memory)',
        pointer: '/memory',
        severity: 'warning',
        code: 'NotNeeded',
        message: 'memory is not used where there is requests.memory',
      },
      {
        if: 'has(most.memory) && (has(asked.memory) || has(parameter.memory)) && quantity.memory(has(asked.memory) ? asked.memory : parameter.memory) > quantity.memory(most.memory)',
        pointer: '/limits/memory',
        code: 'InvalidParameter',
        message: 'limits.memory must be at least what is asked for',
      },
    ],
  },
});
