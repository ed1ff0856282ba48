/** The roles of a task: its own execution role where it uses secrets (just these), its own task role where it has grants. */
import type { JsonObject } from '../../../json.ts';
import { grantedRole, grantPolicies, roleFor } from '../parts/role.ts';

const namespaced = '${environment.secretPrefix}${context.namespace}';

export const roleLets: readonly JsonObject[] = [
  {
    secretArn: `arn:\${environment.partition}:secretsmanager:\${context.region}:\${context.account}:secret:${namespaced}/`,
  },
  { parameterArn: `arn:\${environment.partition}:ssm:\${context.region}:\${context.account}:parameter/${namespaced}/` },
  { drawn: '${flatten(all.map(c, c.?env.orValue([]))).filter(e, has(e.valueFrom))}' },
  { pulled: '${all.filter(c, has(c.imagePullSecret)).map(c, c.imagePullSecret)}' },
  {
    // Secrets Manager ends its ARNs with six characters of its own.
    secrets: [
      {
        $for: 'e in drawn',
        $if: 'has(e.valueFrom.secretKeyRef)',
        $value: '${secretArn}${e.valueFrom.secretKeyRef.name}-??????',
      },
      { $for: 'name in pulled', $value: '${secretArn}${name}-??????' },
    ],
  },
  {
    parameters: [
      {
        $for: 'e in drawn',
        $if: 'has(e.valueFrom.configMapKeyRef)',
        $value: '${parameterArn}${e.valueFrom.configMapKeyRef.name}/${e.valueFrom.configMapKeyRef.key}',
      },
    ],
  },
  // A role that exists has to allow the channel of ECS Exec itself.
  { entered: '${workload.?exec.orValue(false) && !has(workload.taskRole)}' },
  { acts: '${size(grants) > 0 || size(mounted) > 0 || entered}' },
  { draws: '${size(secrets) + size(parameters) > 0}' },
];

export const roleResources: readonly JsonObject[] = [
  { id: 'execution', $if: 'draws', type: 'AWS::IAM::Role', properties: roleFor('ecs-tasks') },
  {
    id: 'drawing',
    $if: 'draws',
    type: 'AWS::IAM::RolePolicy',
    properties: {
      RoleName: '${resources.execution.RoleName}',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            $if: 'size(secrets) > 0',
            Effect: 'Allow',
            Action: ['secretsmanager:GetSecretValue'],
            Resource: '${distinct(secrets)}',
          },
          {
            $if: 'size(parameters) > 0',
            Effect: 'Allow',
            Action: ['ssm:GetParameters'],
            Resource: '${distinct(parameters)}',
          },
          {
            Effect: 'Allow',
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: [
              'arn:${environment.partition}:logs:${context.region}:${context.account}:log-group:${resources.logs.LogGroupName}:*',
            ],
          },
          {
            Effect: 'Allow',
            Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
            Resource: ['arn:${environment.partition}:ecr:${context.region}:${context.account}:repository/*'],
          },
          { Effect: 'Allow', Action: ['ecr:GetAuthorizationToken'], Resource: '*' },
        ],
      },
    },
  },
  grantedRole('ecs-tasks', 'acts'),
  grantPolicies,
  {
    id: 'exec',
    $if: 'entered',
    type: 'AWS::IAM::RolePolicy',
    properties: {
      RoleName: '${resources.role.RoleName}',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            // The agent in the task opens the channel, with the rights of the task. These actions have no resources.
            Effect: 'Allow',
            Action: [
              'ssmmessages:CreateControlChannel',
              'ssmmessages:CreateDataChannel',
              'ssmmessages:OpenControlChannel',
              'ssmmessages:OpenDataChannel',
            ],
            Resource: '*',
          },
        ],
      },
    },
  },
];

export const oneRole: JsonObject = {
  if: 'size(grants) > 0 && has(workload.taskRole)',
  code: 'TwoRoles',
  message: 'service-account names the role that it acts as: grants of link and permissions would need one of its own',
  hint: 'Give that role the rights itself, or take service-account away',
};
