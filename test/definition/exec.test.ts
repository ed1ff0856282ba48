/** The trait `exec`: what it switches on, where it says no, and what an emulator makes of it. */
import { expect, it } from 'vitest';
import { application, fn } from '../reconcile/applications.ts';
import { errorsOf, on, trait, world } from './judged.ts';

const open = application(on('webservice', 'a', {}, trait('exec')));

it('lets tasks of the service take commands, with the channel that this needs and no more', () => {
  const { resources } = world.judge(open).graph!;
  const service = resources.find(each => each.type === 'AWS::ECS::Service');
  expect(service?.properties.EnableExecuteCommand).toBe(true);
  const [policy, ...others] = resources.filter(each => each.type === 'AWS::IAM::RolePolicy');
  expect(others).toEqual([]);
  const statement = JSON.stringify(policy?.properties);
  expect(statement.match(/ssmmessages:\w+/g)).toHaveLength(4);
  expect(statement).toContain('"Resource":"*"');
  const task = resources.find(each => each.type === 'AWS::ECS::TaskDefinition');
  expect(JSON.stringify(task?.properties.TaskRoleArn)).toContain('/role');
});

it('is off where nobody asks for it', () => {
  const { resources } = world.judge(application(on('webservice', 'a', {}))).graph!;
  expect(resources.find(each => each.type === 'AWS::ECS::Service')?.properties).not.toHaveProperty(
    'EnableExecuteCommand',
  );
});

it('sits on services only', () => {
  const at = '/spec/components/0/traits/0';
  expect(errorsOf(application(on('task', 'a', {}, trait('exec'))))).toEqual([`NotForWorkload ${at}/properties`]);
  expect(errorsOf(application(fn('a', [trait('exec')])))).toEqual([expect.stringMatching(`${at}/type$`)]);
});

it('is warned of where an emulator has no sessions', () => {
  const { issues } = world.judge(open, { emulatorIgnores: ['exec'] });
  expect(issues.map(issue => issue.message).join()).toContain('no commands can be run in containers');
});
