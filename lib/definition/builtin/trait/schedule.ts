/** The trait `schedule`: calls a function by the clock (EventBridge Scheduler). */
import type { JsonObject } from '../../../json.ts';
import { traitOf } from '../parts/trait.ts';

export const schedule: JsonObject = traitOf('schedule', 'Call it by the clock', {
  appliesTo: ['function', 'container'],
  cel: {
    parameters: {
      type: 'object',
      properties: {
        cron: { type: 'string', minLength: 1, description: 'When: five fields as in Kubernetes, @daily, or @every 2h' },
        rate: {
          type: 'string',
          pattern: '^(1 (minute|hour|day)|([2-9]|[1-9][0-9]+) (minutes|hours|days))$',
          description: 'In place of cron, how often: 5 minutes, 1 hour, 2 days',
        },
        timezone: {
          type: 'string',
          pattern: '^[A-Za-z0-9_+/-]+$',
          default: 'UTC',
          description: 'Where the clock of cron stands: Europe/Paris',
        },
        payload: {
          type: 'object',
          additionalProperties: true,
          description:
            'The event that the function is called with; EventBridge Scheduler says its own where it is left out',
        },
        enabled: { type: 'boolean', default: true, description: 'Nothing is called while it is false' },
      },
    },
    resources: [
      {
        id: 'schedule',
        type: 'AWS::Scheduler::Schedule',
        properties: {
          ScheduleExpression: '${has(parameter.cron) ? schedule.cron(parameter.cron) : "rate(" + parameter.rate + ")"}',
          ScheduleExpressionTimezone: '${parameter.timezone}',
          State: '${parameter.enabled ? "ENABLED" : "DISABLED"}',
          FlexibleTimeWindow: { Mode: 'OFF' },
          Target: {
            Arn: '${outputs.invoke}',
            RoleArn: '${environment.schedulerRole}',
            Input: { $if: 'has(parameter.payload)', $value: '${json.text(parameter.payload)}' },
          },
        },
      },
    ],
    validations: [
      {
        workload: 'container',
        if: 'true',
        code: 'NotForWorkload',
        message: 'A schedule calls functions; containers are started by the clock in a component of their own',
        hint: 'type: cron-task, with schedule and timezone',
      },
      {
        if: 'has(parameter.cron) == has(parameter.rate)',
        pointer: '/cron',
        code: 'InvalidParameter',
        message: 'A schedule has cron or rate, one of the two',
        hint: 'cron: "0 3 * * *", or rate: 5 minutes',
      },
      {
        if: 'has(parameter.cron) && schedule.problem(parameter.cron) != ""',
        pointer: '/cron',
        code: 'InvalidParameter',
        message: '${schedule.problem(parameter.cron)}',
      },
      {
        if: 'has(parameter.rate) && parameter.timezone != "UTC"',
        pointer: '/timezone',
        severity: 'warning',
        code: 'NotNeeded',
        message: 'A rate asks no clock: the time zone counts for cron',
      },
    ],
  },
});
