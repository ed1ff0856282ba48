/** What no Fargate task holds is told once, and nothing that rests on it. */
import { expect, it } from 'vitest';
import { application } from '../reconcile/applications.ts';
import { on, trait, world } from './judged.ts';

it('more than a task can have', () => {
  const { issues } = world.judge(application(on('webservice', 'a', { cpu: '30.5' }, trait('scaler', { replicas: 2 }))));
  expect(issues.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([
    expect.stringContaining('ask for 31232 CPU units and 0 MiB together; a Fargate task has at most 16384 and 122880'),
  ]);
});
