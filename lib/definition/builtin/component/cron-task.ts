/** The component `cron-task`: work that runs to its end, by a schedule. */
import type { JsonObject } from '../../../json.ts';
import { containerComponent } from '../parts/component.ts';
import { jobParameters, notRestarted } from '../parts/job.ts';
import { warnedOf } from '../parts/says.ts';

const nothingKept = 'There are no jobs to keep: logs stay 30 days';

export const cronTask: JsonObject = containerComponent('cron-task', 'Work that runs by a schedule', {
  required: ['schedule'],
  parameters: {
    ...jobParameters,
    schedule: {
      type: 'string',
      minLength: 1,
      description: 'When: five fields as in Kubernetes, @daily, or @every 2h',
    },
    timezone: {
      type: 'string',
      pattern: '^[A-Za-z0-9_+/-]+$',
      default: 'UTC',
      description: 'Where the clock of schedule stands: Europe/Paris',
    },
    suspend: { type: 'boolean', default: false, description: 'Nothing starts while it is true' },
    concurrencyPolicy: {
      type: 'string',
      enum: ['Allow', 'Forbid', 'Replace'],
      default: 'Allow',
      description: 'What happens when the last run still runs: Allow is what there is',
    },
    startingDeadlineSeconds: {
      type: 'integer',
      minimum: 1,
      description: 'Seconds after its time until a start is given up; AWS takes 60 to 86400',
    },
    activeDeadlineSeconds: { type: 'integer', minimum: 1, description: 'Seconds after which a run is stopped' },
    successfulJobsHistoryLimit: {
      type: 'integer',
      minimum: 0,
      description: 'Runs to keep: logs are kept 30 days',
    },
    failedJobsHistoryLimit: {
      type: 'integer',
      minimum: 0,
      description: 'Failed runs to keep: logs are kept 30 days',
    },
    ttlSecondsAfterFinished: {
      type: 'integer',
      minimum: 0,
      description: 'Seconds to keep a run: ECS shows one for about an hour',
    },
    backoffLimit: {
      type: 'integer',
      minimum: 0,
      description: 'Times to try again: a run that failed waits for the next time',
    },
  },
  workload: {
    run: 'scheduled',
    count: '${parameter.count}',
    schedule: {
      cron: '${parameter.schedule}',
      timezone: '${parameter.timezone}',
      suspend: '${parameter.suspend}',
      startingDeadline:
        '${has(parameter.startingDeadlineSeconds) ? optional.of(clamp(parameter.startingDeadlineSeconds, 60, 86400)) : optional.none()}',
      deadline: '${parameter.?activeDeadlineSeconds}',
    },
  },
  validations: [
    notRestarted({ message: 'ECS does not start a task again that failed: the next one starts at its time' }),
    {
      if: 'schedule.problem(parameter.schedule) != ""',
      pointer: '/schedule',
      code: 'InvalidParameter',
      message: '${schedule.problem(parameter.schedule)}',
    },
    {
      if: 'parameter.concurrencyPolicy != "Allow"',
      pointer: '/concurrencyPolicy',
      code: 'NotOnAws',
      message: 'EventBridge Scheduler starts every run, whether the last one still runs or not',
      hint: 'Leave concurrencyPolicy out, and give a run less time than there is between two: activeDeadlineSeconds',
    },
    {
      if: 'has(parameter.startingDeadlineSeconds) && clamp(parameter.startingDeadlineSeconds, 60, 86400) != parameter.startingDeadlineSeconds',
      pointer: '/startingDeadlineSeconds',
      severity: 'warning',
      code: 'Adapted',
      message: 'EventBridge Scheduler gives up a start after 60 to 86400 seconds: the nearest is taken',
    },
    warnedOf('successfulJobsHistoryLimit', 'Adapted', nothingKept),
    warnedOf('failedJobsHistoryLimit', 'Adapted', nothingKept),
    warnedOf(
      'ttlSecondsAfterFinished',
      'Adapted',
      'ECS shows a run for about an hour after its end, and nothing of it costs',
    ),
    warnedOf('backoffLimit', 'Adapted', 'ECS does not try again: a run that failed waits for the next time'),
  ],
});
