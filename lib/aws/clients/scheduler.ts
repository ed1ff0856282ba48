/** The EventBridge Scheduler client with the commands that drivers send. */
import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import type { ServiceClient } from './client.ts';

export const service: ServiceClient = {
  create: config => new SchedulerClient(config),
  commands: {
    CreateSchedule: CreateScheduleCommand,
    DeleteSchedule: DeleteScheduleCommand,
    GetSchedule: GetScheduleCommand,
    UpdateSchedule: UpdateScheduleCommand,
  },
};
