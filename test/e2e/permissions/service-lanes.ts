/** The permissions that rules, parameters, secrets and Cloud Control need: where each is missed, and those that the emulator cannot miss. */
import { because, type Lane, tags } from './lane.ts';

const hollow = 'no emulator performs Cloud Control, so nothing is asked of it there';
const instead = 'the emulator asks for another action of the same path in its place, which the reconciler has too';

export const unnoticedOfServices: Readonly<Record<string, string>> = {
  ...because(
    hollow,
    'cloudformation:CreateResource',
    'cloudformation:DeleteResource',
    'cloudformation:DescribeType',
    'cloudformation:GetResource',
    'cloudformation:GetResourceRequestStatus',
    'cloudformation:ListResources',
    'cloudformation:UpdateResource',
  ),
  ...because('the emulator does not ask for it', 'kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'),
  ...because('only a secret that is about to be deleted asks for it', 'secretsmanager:RestoreSecret'),
  ...because(
    instead,
    'lambda:GetEventSourceMapping',
    'lambda:UpdateFunctionUrlConfig',
    'lambda:DeleteFunctionUrlConfig',
  ),
  ...because(
    'the emulator asks for no action of its path',
    'lambda:UpdateEventSourceMapping',
    'lambda:DeleteEventSourceMapping',
  ),
};

export const lanesOfServices: readonly Lane[] = [
  {
    service: 'events',
    type: 'bare-rule',
    steps: [
      {
        properties: { description: 'a', target: 'one', tags: tags('a') },
        misses: [
          'events:PutRule',
          'events:DescribeRule',
          'events:PutTargets',
          'events:ListTargetsByRule',
          'events:ListTagsForResource',
        ],
      },
      {
        properties: { description: 'b', target: 'two', tags: tags('b') },
        misses: ['events:RemoveTargets', 'events:TagResource', 'events:UntagResource'],
      },
      { properties: 'delete', misses: ['events:DeleteRule'] },
    ],
  },
  {
    service: 'ssm',
    type: 'bare-parameter',
    steps: [
      { properties: { value: 'a', tags: { a: 'yes' } }, misses: ['ssm:GetParameter', 'ssm:PutParameter'] },
      {
        properties: { value: 'b', tags: { b: 'yes' } },
        misses: [
          'ssm:DescribeParameters',
          'ssm:ListTagsForResource',
          'ssm:AddTagsToResource',
          'ssm:RemoveTagsFromResource',
        ],
      },
      { properties: 'delete', misses: ['ssm:DeleteParameter'] },
    ],
  },
  {
    service: 'secretsmanager',
    type: 'bare-secret',
    steps: [
      {
        properties: { description: 'a', tags: tags('a') },
        misses: ['secretsmanager:GetRandomPassword', 'secretsmanager:CreateSecret'],
      },
      {
        properties: { description: 'b', tags: tags('b') },
        misses: [
          'secretsmanager:DescribeSecret',
          'secretsmanager:UpdateSecret',
          'secretsmanager:TagResource',
          'secretsmanager:UntagResource',
        ],
      },
      { properties: 'delete', misses: ['secretsmanager:DeleteSecret'] },
    ],
  },
];
