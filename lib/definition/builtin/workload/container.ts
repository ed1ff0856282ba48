/** The lowering of the workload `container`: Fargate, as a service, a task that runs once, or one that runs by a schedule. */
import type { Json, JsonObject } from '../../../json.ts';
import { documentOf } from '../parts/document.ts';
import { containerDefinition } from './container-definition.ts';
import {
  ingressLets,
  ingressResources,
  ingressValidations,
  integration,
  loadBalancers,
  registries,
} from './container-ingress.ts';
import { ownHealthCheck, probeContainer, probeLets, probeValidations } from './container-probes.ts';
import { oneRole, roleLets, roleResources } from './container-roles.ts';
import { costValidations, emulatorLet, emulatorValidations, sizeValidations } from './container-validations.ts';
import { mountTags, taskVolumes, volumeLets, volumeResources, volumeValidations } from './container-volumes.ts';

const network: JsonObject = {
  AwsvpcConfiguration: {
    Subnets: '${environment.subnets}',
    SecurityGroups: ['${environment.serviceSecurityGroup}'],
    AssignPublicIp: '${environment.assignPublicIp}',
  },
};

const started: JsonObject = {
  Cluster: '${environment.cluster}',
  LaunchType: 'FARGATE',
  TaskDefinition: '${resources.task.TaskDefinitionArn}',
};

const tags: readonly Json[] = [{ $for: 'k, v in workload.?labels.orValue({})', Key: '${k}', Value: '${v}' }];

/** When it wakes up it ends, and the task with it: ECS itself stops nothing for taking too long. */
const deadlineContainer: JsonObject = {
  $if: 'has(workload.schedule) && has(workload.schedule.deadline)',
  Name: 'deadline',
  Image: '${environment.probeImage}',
  Command: ['sleep', '${string(workload.schedule.deadline)}'],
  Essential: true,
  StopTimeout: 2,
};

export const containerWorkload: JsonObject = documentOf(
  'WorkloadDefinition',
  'container',
  'Containers on AWS Fargate',
  {
    schematic: {
      cel: {
        let: [
          { run: '${workload.?run.orValue("service")}' },
          { grants: '${workload.?grants.orValue([])}' },
          { inits: '${workload.?initContainers.orValue([])}' },
          {
            all: [
              { $for: 'c in inits', $value: '${c}' },
              { $for: 'c in workload.containers', $value: '${c}' },
            ],
          },
          { size: '${fargate.size(all)}' },
          { ignored: '${environment.?emulatorIgnores.orValue([])}' },
          ...volumeLets,
          ...probeLets,
          ...ingressLets,
          ...roleLets,
          emulatorLet,
        ],
        resources: [
          {
            id: 'logs',
            type: 'AWS::Logs::LogGroup',
            properties: { RetentionInDays: '${workload.?logRetention.orValue(30)}' },
          },
          ...roleResources,
          ...volumeResources,
          {
            id: 'task',
            type: 'AWS::ECS::TaskDefinition',
            properties: {
              RequiresCompatibilities: ['FARGATE'],
              NetworkMode: 'awsvpc',
              Cpu: '${size.cpu}',
              Memory: '${size.memory}',
              ExecutionRoleArn: '${draws ? resources.execution.Arn : environment.executionRole}',
              TaskRoleArn: '${acts ? resources.role.Arn : workload.?taskRole}',
              RuntimePlatform: {
                $if: 'has(workload.architecture)',
                OperatingSystemFamily: 'LINUX',
                CpuArchitecture: '${workload.architecture == "arm64" ? "ARM64" : "X86_64"}',
              },
              EphemeralStorage: { $if: 'has(workload.ephemeralStorage)', SizeInGiB: '${workload.ephemeralStorage}' },
              Volumes: taskVolumes,
              ContainerDefinitions: [
                {
                  $for: 'c in inits',
                  ...containerDefinition,
                  Essential: false,
                  // One after the other, as they are written.
                  DependsOn: [
                    {
                      $for: 'name in before(inits.map(i, i.name), c.name)',
                      ContainerName: '${name}',
                      Condition: 'SUCCESS',
                    },
                  ],
                },
                {
                  $for: 'c in workload.containers',
                  ...containerDefinition,
                  Essential: '${c.?essential.orValue(true)}',
                  HealthCheck: ownHealthCheck,
                  DependsOn: [{ $for: 'i in inits', ContainerName: '${i.name}', Condition: 'SUCCESS' }],
                },
                probeContainer,
                deadlineContainer,
              ],
              Tags: [...tags, ...mountTags],
            },
          },
          ...ingressResources,
          {
            id: 'service',
            $if: 'run == "service"',
            type: 'AWS::ECS::Service',
            properties: {
              ...started,
              // Auto scaling owns it once it is there.
              DesiredCount:
                '${has(workload.scaledBy) ? initial(workload.?replicas.orValue(1)) : workload.?replicas.orValue(1)}',
              DeploymentConfiguration: {
                DeploymentCircuitBreaker: { Enable: true, Rollback: true },
                MinimumHealthyPercent: '${workload.?deployment.?minimumHealthyPercent.orValue(100)}',
                MaximumPercent: '${workload.?deployment.?maximumPercent.orValue(200)}',
              },
              NetworkConfiguration: network,
              PropagateTags: 'SERVICE',
              EnableExecuteCommand: '${workload.?exec}',
              // Nobody is asked for the time that it may take to start.
              HealthCheckGracePeriodSeconds: {
                $if: 'balanced && size(checks) > 0',
                $value: '${checks[0].start}',
              },
              ServiceRegistries: registries,
              LoadBalancers: loadBalancers,
              Tags: tags,
            },
          },
          {
            id: 'run',
            $if: 'run == "once"',
            type: 'Lateen::ECS::Task',
            properties: {
              ...started,
              Count: '${workload.?count.orValue(1)}',
              NetworkConfiguration: network,
              // Only what the application says runs it again: no sweep, no new revision of the same task.
              Run: '${digest(workload)}',
              Tags: tags,
            },
          },
          {
            id: 'schedule',
            $if: 'run == "scheduled"',
            type: 'AWS::Scheduler::Schedule',
            properties: {
              ScheduleExpression: '${schedule.cron(workload.schedule.cron)}',
              ScheduleExpressionTimezone: '${workload.schedule.?timezone.orValue("UTC")}',
              State: '${workload.schedule.?suspend.orValue(false) ? "DISABLED" : "ENABLED"}',
              FlexibleTimeWindow: { Mode: 'OFF' },
              Target: {
                Arn: 'arn:${environment.partition}:ecs:${context.region}:${context.account}:cluster/${environment.cluster}',
                RoleArn: '${environment.schedulerRole}',
                RetryPolicy: {
                  $if: 'has(workload.schedule.startingDeadline)',
                  MaximumEventAgeInSeconds: '${workload.schedule.startingDeadline}',
                },
                EcsParameters: {
                  TaskDefinitionArn: '${resources.task.TaskDefinitionArn}',
                  TaskCount: '${workload.?count.orValue(1)}',
                  LaunchType: 'FARGATE',
                  NetworkConfiguration: network,
                  PropagateTags: 'TASK_DEFINITION',
                },
              },
            },
          },
        ],
        outputs: {
          integration,
          scalableTarget: {
            $if: 'run == "service"',
            namespace: 'ecs',
            id: 'service/${environment.cluster}/${resources.service.Name}',
            dimension: 'ecs:service:DesiredCount',
            metric: 'ECSServiceAverageCPUUtilization',
          },
          metrics: {
            cpu: { namespace: 'AWS/ECS', name: 'CPUUtilization', statistic: 'Average' },
            memory: { namespace: 'AWS/ECS', name: 'MemoryUtilization', statistic: 'Average' },
          },
          metricDimensions: {
            $if: 'run == "service"',
            ClusterName: '${environment.cluster}',
            ServiceName: '${resources.service.Name}',
          },
        },
        validations: [
          ...sizeValidations,
          ...probeValidations,
          ...ingressValidations,
          ...volumeValidations,
          oneRole,
          ...costValidations,
          ...emulatorValidations,
        ],
      },
    },
  },
);
