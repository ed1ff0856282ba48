/** What schedules would start: the emulator starts no tasks by the clock. */
import { DescribeTaskDefinitionCommand, ECSClient } from '@aws-sdk/client-ecs';
import { GetScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import type { Root } from './service-listings.ts';

/** The image of the tasks that the schedule whose name holds `part` would start now. */
export async function scheduledImage(root: Root, part: string): Promise<string | undefined> {
  const scheduler = new SchedulerClient(root);
  const { Schedules = [] } = await scheduler.send(new ListSchedulesCommand({}));
  const found = Schedules.find(({ Name = '' }) => Name.includes(part));
  const { Target } = await scheduler.send(new GetScheduleCommand({ Name: found?.Name, GroupName: found?.GroupName }));
  const asked = new DescribeTaskDefinitionCommand({ taskDefinition: Target?.EcsParameters?.TaskDefinitionArn });
  const { taskDefinition } = await new ECSClient(root).send(asked);
  return taskDefinition?.containerDefinitions?.[0]?.image;
}
