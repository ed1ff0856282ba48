/** Revisions of a task definition: when another is registered, and which ones go. */
import { describe, expect, it } from 'vitest';
import { taskDefinition } from '../../../lib/aws/ecs/task-definition.ts';
import { play } from '../script.ts';

const identity = { Family: 'f' };
const desired = { Cpu: '256', Memory: '512', ContainerDefinitions: [{ Name: 'web', Image: 'a' }] };
const registered = (revision: number, image: string) => ({
  taskDefinition: {
    family: 'f',
    taskDefinitionArn: `arn:aws:ecs:r:1:task-definition/f:${revision}`,
    status: 'ACTIVE',
    cpu: '256',
    memory: '512',
    // What ECS adds.
    volumes: [],
    containerDefinitions: [{ name: 'web', image, cpu: 0, essential: true, environment: [], portMappings: [] }],
  },
});
const arn = (revision: number, family = 'f'): string => `arn:aws:ecs:r:1:task-definition/${family}:${revision}`;

describe('a task definition', () => {
  it('is what it was registered as, whatever ECS adds', () => {
    const observed = play(taskDefinition.observe(identity), [['DescribeTaskDefinition', registered(1, 'a')]]).result;
    expect(taskDefinition.diff({ ...desired, Volumes: [] }, desired, observed ?? {})).toEqual([]);
  });

  it('registers another revision for a change, and leaves five', () => {
    const observed = play(taskDefinition.observe(identity), [['DescribeTaskDefinition', registered(6, 'a')]]).result;
    const wanted = { ...desired, ContainerDefinitions: [{ Name: 'web', Image: 'b' }] };
    const diff = taskDefinition.diff(wanted, desired, observed ?? {});
    expect(diff).toEqual(['ContainerDefinitions']);
    const { result, inputs } = play(taskDefinition.update(identity, wanted, observed ?? {}, diff, desired), [
      ['RegisterTaskDefinition', registered(7, 'b')],
      ['ListTaskDefinitions', { taskDefinitionArns: [7, 6, 5, 4, 3, 2].map(n => arn(n)), nextToken: 'more' }],
      ['DeregisterTaskDefinition', {}],
    ]);
    expect(inputs.at(-1)).toEqual({ taskDefinition: arn(2) });
    expect(result.TaskDefinitionArn).toBe(arn(7));
  });

  it('drops every revision of its own family, page by page', () => {
    const { inputs } = play(taskDefinition.delete(identity), [
      ['ListTaskDefinitions', { taskDefinitionArns: [arn(2), arn(9, 'f-other')], nextToken: 'more' }],
      ['ListTaskDefinitions', { taskDefinitionArns: [arn(1)] }],
      ['DeregisterTaskDefinition', {}],
      ['DeregisterTaskDefinition', {}],
    ]);
    expect(inputs.slice(2)).toEqual([{ taskDefinition: arn(2) }, { taskDefinition: arn(1) }]);
  });
});
