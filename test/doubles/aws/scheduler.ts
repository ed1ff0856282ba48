/** EventBridge Scheduler: schedules of the default group. */
import { type Json, type JsonObject, textOf } from '../../../lib/json.ts';
import { fault } from './fault.ts';
import { copy, type Service, type World } from './world.ts';

function named(world: World, input: JsonObject): string {
  const name = textOf(input.Name);
  if (world.state.schedules[name] === undefined)
    throw fault('ResourceNotFoundException', 404, `Schedule ${name} does not exist.`);
  return name;
}

function write(world: World, input: JsonObject): Json {
  const name = textOf(input.Name);
  const ScheduleArn = `arn:aws:scheduler:${world.region}:${world.account}:schedule/default/${name}`;
  world.state.schedules[name] = {
    config: { ScheduleExpressionTimezone: 'UTC', State: 'ENABLED', GroupName: 'default', ...input, Arn: ScheduleArn },
    tags: {},
  };
  return { ScheduleArn };
}

export const scheduler: Service = {
  CreateSchedule: (world, input) => {
    if (world.state.schedules[textOf(input.Name)] !== undefined)
      throw fault('ConflictException', 409, `Schedule ${textOf(input.Name)} already exists.`);
    return write(world, input);
  },
  GetSchedule: (world, input) => copy(world.state.schedules[named(world, input)]?.config ?? {}),
  UpdateSchedule: (world, input) => {
    named(world, input);
    return write(world, input);
  },
  DeleteSchedule: (world, input) => {
    delete world.state.schedules[named(world, input)];
    return {};
  },
};
