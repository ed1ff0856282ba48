/** The lowering of the workload `container`: Fargate, as a service, a task that runs once, or one that runs by a schedule. */
import type { JsonObject } from '../../../json.ts';
import { containerDefinition } from './container-definition.ts';
import { ingressResources, integration } from './container-ingress.ts';
import { roleLets, roleResources } from './container-roles.ts';

const network: JsonObject = {
  AwsvpcConfiguration: {
    Subnets: '${environment.subnets}',
    SecurityGroups: ['${environment.serviceSecurityGroup}'],
    AssignPublicIp: '${environment.assignPublicIp}',
  },
};

export const containerWorkload: JsonObject = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'WorkloadDefinition',
  metadata: {
    name: 'container',
    namespace: 'lateen-system',
    annotations: { 'definition.oam.dev/description': 'Containers on AWS Fargate' },
  },
  spec: {
    schematic: {
      cel: {
        let: [
          { run: '${workload.?run.orValue("service")}' },
          { grants: '${workload.?grants.orValue([])}' },
          { inits: '${workload.?initContainers.orValue([])}' },
          { volumes: '${workload.?volumes.orValue([])}' },
          { size: '${fargate.size(workload.containers)}' },
          { ports: '${workload.containers[0].?ports.orValue([]).filter(p, p.?expose.orValue(false)).map(p, p.port)}' },
          { serves: '${run == "service" && size(ports) > 0}' },
          { discovered: '${serves && environment.ingress == "cloud-map"}' },
          { balanced: '${serves && environment.ingress != "cloud-map"}' },
          ...roleLets,
        ],
        resources: [
          { id: 'logs', type: 'AWS::Logs::LogGroup', properties: { RetentionInDays: 30 } },
          ...roleResources,
          {
            id: 'task',
            type: 'AWS::ECS::TaskDefinition',
            properties: {
              RequiresCompatibilities: ['FARGATE'],
              NetworkMode: 'awsvpc',
              Cpu: '${size.cpu}',
              Memory: '${size.memory}',
              ExecutionRoleArn: '${draws ? resources.execution.Arn : environment.executionRole}',
              TaskRoleArn: '${size(grants) > 0 ? resources.role.Arn : workload.?taskRole}',
              RuntimePlatform: {
                $if: 'has(workload.architecture)',
                OperatingSystemFamily: 'LINUX',
                CpuArchitecture: '${workload.architecture == "arm64" ? "ARM64" : "X86_64"}',
              },
              EphemeralStorage: { $if: 'has(workload.ephemeralStorage)', SizeInGiB: '${workload.ephemeralStorage}' },
              Volumes: [
                {
                  $for: 'volume in volumes',
                  Name: '${volume.name}',
                  EFSVolumeConfiguration: {
                    $if: 'volume.?type.orValue("emptyDir") == "efs"',
                    FilesystemId: '${volume.fileSystemId}',
                    TransitEncryption: 'ENABLED',
                    AuthorizationConfig: {
                      $if: 'has(volume.accessPointId)',
                      AccessPointId: '${volume.accessPointId}',
                      IAM: 'ENABLED',
                    },
                  },
                },
              ],
              ContainerDefinitions: [
                { $for: 'c in inits', ...containerDefinition, Essential: false },
                {
                  $for: 'c in workload.containers',
                  ...containerDefinition,
                  Essential: '${c.?essential.orValue(true)}',
                  DependsOn: [{ $for: 'first in inits', ContainerName: '${first.name}', Condition: 'SUCCESS' }],
                },
              ],
            },
          },
          ...ingressResources,
          {
            id: 'service',
            $if: 'run == "service"',
            type: 'AWS::ECS::Service',
            properties: {
              Cluster: '${environment.cluster}',
              LaunchType: 'FARGATE',
              TaskDefinition: '${resources.task.TaskDefinitionArn}',
              DesiredCount: '${workload.?replicas.orValue(1)}',
              DeploymentConfiguration: {
                DeploymentCircuitBreaker: { Enable: true, Rollback: true },
                MinimumHealthyPercent: '${workload.?deployment.?minimumHealthyPercent.orValue(100)}',
                MaximumPercent: '${workload.?deployment.?maximumPercent.orValue(200)}',
              },
              NetworkConfiguration: network,
              PropagateTags: 'SERVICE',
              ServiceRegistries: [
                {
                  $if: 'discovered',
                  RegistryArn: '${resources.discovery.Arn}',
                  ContainerName: '${context.name}',
                  ContainerPort: '${ports[0]}',
                },
              ],
              LoadBalancers: [
                {
                  $for: 'port in ports',
                  $if: 'balanced',
                  ContainerName: '${context.name}',
                  ContainerPort: '${port}',
                  // Through the listener: ECS refuses a target group that no load balancer uses yet.
                  TargetGroupArn: '${resources.target[string(port)].TargetGroupArn}',
                },
              ],
            },
          },
          {
            id: 'run',
            $if: 'run == "once"',
            type: 'Lateen::ECS::Task',
            properties: {
              Cluster: '${environment.cluster}',
              LaunchType: 'FARGATE',
              TaskDefinition: '${resources.task.TaskDefinitionArn}',
              Count: '${workload.?count.orValue(1)}',
              NetworkConfiguration: network,
              // Only what the application says runs it again: no sweep, no new revision of the same task.
              Run: '${digest(workload)}',
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
            namespace: 'ecs',
            id: 'service/${environment.cluster}/${resources.service.Name}',
            dimension: 'ecs:service:DesiredCount',
            metric: 'ECSServiceAverageCPUUtilization',
          },
          metrics: {
            cpu: { namespace: 'AWS/ECS', name: 'CPUUtilization', statistic: 'Average' },
            memory: { namespace: 'AWS/ECS', name: 'MemoryUtilization', statistic: 'Average' },
          },
          metricDimensions: { ClusterName: '${environment.cluster}', ServiceName: '${resources.service.Name}' },
        },
      },
    },
  },
};
