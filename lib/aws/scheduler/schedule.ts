/** AWS::Scheduler::Schedule. */
import type * as sdk from '@aws-sdk/client-scheduler';
import { isObject, type Json, type JsonObject, objectOf, textOf, trusted } from '../../json.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asSet, type Comparison, differences, members } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation } from '../operation.ts';
import { said } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { flag, integer, list, structure, text, type ValueOf, word } from '../schema.ts';

const service = 'scheduler';
const createSchedule = operation<sdk.CreateScheduleCommand>(service, 'CreateSchedule');
const getSchedule = operation<sdk.GetScheduleCommand>(service, 'GetSchedule');
const updateSchedule = operation<sdk.UpdateScheduleCommand>(service, 'UpdateSchedule');
const deleteSchedule = operation<sdk.DeleteScheduleCommand>(service, 'DeleteSchedule');

const schema = structure(
  {
    Name: text({ minLength: 1, maxLength: 64 }),
    Description: text({ maxLength: 512 }),
    ScheduleExpression: text({ minLength: 1, maxLength: 256 }),
    ScheduleExpressionTimezone: text(),
    State: word('ENABLED', 'DISABLED'),
    FlexibleTimeWindow: structure({ Mode: word('OFF', 'FLEXIBLE'), MaximumWindowInMinutes: integer(1, 1440) }, 'Mode'),
    Target: structure(
      {
        Arn: text({ minLength: 1 }),
        RoleArn: text({ minLength: 1 }),
        Input: text(),
        RetryPolicy: structure({
          MaximumEventAgeInSeconds: integer(60, 86_400),
          MaximumRetryAttempts: integer(0, 185),
        }),
        DeadLetterConfig: structure({ Arn: text() }),
        EcsParameters: structure(
          {
            TaskDefinitionArn: text({ minLength: 1 }),
            TaskCount: integer(1, 10),
            LaunchType: word('FARGATE', 'EC2', 'EXTERNAL'),
            PlatformVersion: text(),
            PropagateTags: word('TASK_DEFINITION'),
            EnableECSManagedTags: flag,
            NetworkConfiguration: structure({
              AwsvpcConfiguration: structure(
                { Subnets: list(text()), SecurityGroups: list(text()), AssignPublicIp: word('ENABLED', 'DISABLED') },
                'Subnets',
              ),
            }),
          },
          'TaskDefinitionArn',
        ),
      },
      'Arn',
      'RoleArn',
    ),
  },
  'ScheduleExpression',
  'FlexibleTimeWindow',
  'Target',
);
type Properties = ValueOf<typeof schema>;

const comparison: Comparison = {
  defaults: {
    ScheduleExpressionTimezone: 'UTC',
    State: 'ENABLED',
    Target: {
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      EcsParameters: { TaskCount: 1, EnableECSManagedTags: false },
    },
  },
  forms: {
    Target: members({
      EcsParameters: members({
        NetworkConfiguration: members({ AwsvpcConfiguration: members({ Subnets: asSet, SecurityGroups: asSet }) }),
      }),
    }),
  },
};

const schedules = 'arn:${partition}:scheduler:${region}:${account}:schedule/default/${prefix}*';

/**
 * What EventBridge Scheduler starts, and when. Name replaces it.
 *
 * AWS is odd here: an update replaces everything, so all of it is sent; it cannot be tagged, so the inventory says whose it is; of all its
 * members `awsvpcConfiguration` alone begins with a small letter.
 */
export const schedule: ResourceType = resourceType<Properties>({
  type: 'AWS::Scheduler::Schedule',
  schema,
  createOnly: ['Name'],
  attributes: ['Arn', 'Name'],
  naming: 'ours',
  name: { property: 'Name', limit: 64 },
  iam: [
    { action: 'scheduler:CreateSchedule', resource: schedules },
    { action: 'scheduler:GetSchedule', resource: schedules },
    { action: 'scheduler:UpdateSchedule', resource: schedules },
    { action: 'scheduler:DeleteSchedule', resource: schedules },
    {
      action: 'iam:PassRole',
      resource: '${schedulerRole}',
      condition: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      because: 'a schedule names the role that it starts tasks with',
    },
  ],
  identity: (properties, name) => ({ Name: properties.Name ?? name }),
  identify: observed => ({ Name: textOf(observed.Name) }),
  *observe(identity) {
    const answer = yield* absent(getSchedule({ Name: nameOf(identity) }));
    return answer === undefined ? undefined : told(trusted(answer));
  },
  *create(properties, name) {
    const { Name = name, ...rest } = properties;
    const answer = yield* createSchedule(requestOf(Name, rest));
    return { ...told({ ...properties, Name }), Arn: textOf(answer.ScheduleArn) };
  },
  *update(identity, desired, observed, diff) {
    if (diff.length === 0) return observed;
    const { Name: _, ...rest } = desired;
    const Name = nameOf(identity);
    const answer = yield* updateSchedule(requestOf(Name, rest));
    return { ...told({ ...rest, Name }), Arn: textOf(answer.ScheduleArn) || textOf(observed.Arn) };
  },
  *delete(identity) {
    yield* gone(deleteSchedule({ Name: nameOf(identity) }));
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, observed),
});

function nameOf(identity: Json): string {
  return textOf(objectOf(identity).Name);
}

function requestOf(Name: string, properties: JsonObject): sdk.CreateScheduleCommandInput {
  return trusted({ ...withNetwork(properties, 'AwsvpcConfiguration', 'awsvpcConfiguration'), Name });
}

function told(found: JsonObject): JsonObject {
  return {
    ScheduleExpressionTimezone: 'UTC',
    State: 'ENABLED',
    ...said(schema, withNetwork(found, 'awsvpcConfiguration', 'AwsvpcConfiguration')),
    Name: textOf(found.Name),
    Arn: textOf(found.Arn),
  };
}

/** The same properties with the network's one odd word said in the other way. */
function withNetwork(properties: JsonObject, from: string, to: string): JsonObject {
  const target = objectOf(properties.Target);
  const parameters = objectOf(target.EcsParameters);
  const network = objectOf(parameters.NetworkConfiguration)[from];
  if (!isObject(network)) return properties;
  const EcsParameters = { ...parameters, NetworkConfiguration: { [to]: network } };
  return { ...properties, Target: { ...target, EcsParameters } };
}
