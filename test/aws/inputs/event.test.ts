/** What events are about, by the payloads that AWS documents. */
import { describe, expect, it } from 'vitest';
import { usedBy } from '../../../lib/aws/inputs/event.ts';

const event = (source: string, type: string, detail: object, resources: readonly string[] = []): object => ({
  version: '0',
  id: '17793124-05d4-b198-2fde-7ededc63b103',
  'detail-type': type,
  source,
  account: '111122223333',
  time: '2021-11-12T00:00:00Z',
  region: 'ca-central-1',
  resources,
  detail,
});

const pushed = {
  result: 'SUCCESS',
  'repository-name': 'team/web',
  'image-digest': 'sha256:7f5b2640fe6fb4f46592dfd3410c4a79dac4f89e4782432e0378abcd1234',
  'action-type': 'PUSH',
  'image-tag': '1.4',
};
const image = 'image#111122223333.dkr.ecr.ca-central-1.amazonaws.com/team/web:1.4';

const stopped = {
  clusterArn: 'arn:aws:ecs:us-west-2:111122223333:cluster/FargateCluster',
  taskArn: 'arn:aws:ecs:us-west-2:111122223333:task/FargateCluster/c13b4cb40f1f4fe4a2971f76ae5a47ad',
  group: 'family:sample-fargate',
  lastStatus: 'STOPPED',
  desiredStatus: 'STOPPED',
  stoppedReason: 'Essential container in task exited',
};
const service = 'arn:aws:ecs:us-west-2:111122223333:service/default/servicetest';

describe('what an event is about', () => {
  it.each<[string, object, string[]]>([
    [
      'an object that was put',
      event(
        'aws.s3',
        'Object Created',
        {
          version: '0',
          bucket: { name: 'amzn-s3-demo-bucket1' },
          object: {
            key: 'builds/a key.zip',
            size: 5,
            etag: 'b1946ac92492d2347c6235b4d2611184',
            'version-id': 'IYV3p45BT0ac8hjHg1houSdS1a.Mro8e',
            sequencer: '00617F08299329D189',
          },
          'request-id': 'N4N7GDK58NMKJ12R',
          requester: '123456789012',
          'source-ip-address': '1.2.3.4',
          reason: 'PutObject',
        },
        ['arn:aws:s3:::amzn-s3-demo-bucket1'],
      ),
      ['object#amzn-s3-demo-bucket1/builds/a key.zip'],
    ],
    ['an image that was pushed', event('aws.ecr', 'ECR Image Action', pushed), [image]],
    ['one pushed by digest', event('aws.ecr', 'ECR Image Action', { ...pushed, 'image-tag': '' }), []],
    ['one that was deleted', event('aws.ecr', 'ECR Image Action', { ...pushed, 'action-type': 'DELETE' }), []],
    ['one that was not taken', event('aws.ecr', 'ECR Image Action', { ...pushed, result: 'FAILURE' }), []],
    [
      'a secret that was rotated',
      event(
        'aws.secretsmanager',
        'Secret Label Updated',
        { name: 'mySecret', labelUpdated: 'AWSCURRENT', versionId: 'a1b2c3d4-5678-90ab-cdef-EXAMPLE11111' },
        ['arn:aws:secretsmanager:us-west-2:012345678901:secret:mySecret-a1b2c3'],
      ),
      ['secret#mySecret'],
    ],
    [
      'a label of others on it',
      event('aws.secretsmanager', 'Secret Label Updated', { name: 'mySecret', labelUpdated: 'beta' }),
      [],
    ],
    [
      'a parameter that changed',
      event('aws.ssm', 'Parameter Store Change', { operation: 'Update', name: '/Oncall', type: 'String' }),
      ['parameter#/Oncall'],
    ],
    [
      'one without a path',
      event('aws.ssm', 'Parameter Store Change', { operation: 'Create', name: 'Oncall', type: 'String' }),
      ['parameter#/Oncall'],
    ],
    [
      'one that was deleted',
      event('aws.ssm', 'Parameter Store Change', { operation: 'Delete', name: '/Oncall', type: 'String' }),
      [],
    ],
    [
      'a deployment that failed',
      event(
        'aws.ecs',
        'ECS Deployment State Change',
        {
          eventType: 'ERROR',
          eventName: 'SERVICE_DEPLOYMENT_FAILED',
          deploymentId: 'ecs-svc/123',
          updatedAt: '2020-05-23T11:11:11Z',
          reason: 'ECS deployment circuit breaker: task failed to start.',
        },
        [service],
      ),
      ['service#servicetest'],
    ],
    ['a task that stopped', event('aws.ecs', 'ECS Task State Change', stopped), ['family#sample-fargate']],
    [
      'a task of a service that stopped',
      event('aws.ecs', 'ECS Task State Change', { ...stopped, group: 'service:servicetest' }),
      ['service#servicetest'],
    ],
    ['a task that runs', event('aws.ecs', 'ECS Task State Change', { ...stopped, lastStatus: 'RUNNING' }), []],
    [
      'an alarm',
      event('aws.cloudwatch', 'CloudWatch Alarm State Change', {
        alarmName: 'ServerCpuTooHigh',
        state: { value: 'ALARM', reason: 'Threshold Crossed', timestamp: '2019-10-02T17:04:40.985+0000' },
        previousState: { value: 'OK' },
      }),
      ['alarm#ServerCpuTooHigh'],
    ],
    ['something else', event('aws.ec2', 'EC2 Instance State-change Notification', { state: 'running' }), []],
    ['half an event', { source: 'aws.s3', 'detail-type': 'Object Created' }, []],
  ])('%s', (_, given, about) => {
    expect(usedBy(given)).toEqual(about);
  });

  it('is nothing where it is no event', () => {
    for (const given of [null, 'text', 1, []]) expect(usedBy(given)).toEqual([]);
  });
});
