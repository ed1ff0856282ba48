/** The permissions that queues, topics, tables and buckets need: where each is missed, and those that the emulator cannot miss. */
import { because, type Lane, tags } from './lane.ts';

export const unnoticedOfData: Readonly<Record<string, string>> = {
  ...because('the emulator does not ask for it where a bucket is tagged as it is made', 's3:TagResource'),
};

export const lanesOfData: readonly Lane[] = [
  {
    service: 'sqs',
    type: 'bare-queue',
    steps: [
      {
        properties: { seconds: 60, tags: tags('a') },
        misses: [
          'sqs:CreateQueue',
          'sqs:GetQueueUrl',
          'sqs:GetQueueAttributes',
          'sqs:ListQueueTags',
          'sqs:SetQueueAttributes',
        ],
      },
      { properties: { seconds: 90, tags: tags('b') }, misses: ['sqs:TagQueue', 'sqs:UntagQueue'] },
      { properties: 'delete', misses: ['sqs:DeleteQueue'] },
    ],
  },
  {
    service: 'sns',
    type: 'bare-topic',
    steps: [
      {
        properties: { title: 'a', raw: true, tags: tags('a') },
        misses: ['sns:CreateTopic', 'sns:ListTopics', 'sns:Subscribe', 'sns:ListSubscriptionsByTopic'],
      },
      {
        properties: { title: 'b', raw: false, tags: tags('b') },
        misses: [
          'sns:GetTopicAttributes',
          'sns:ListTagsForResource',
          'sns:SetTopicAttributes',
          'sns:TagResource',
          'sns:UntagResource',
          'sns:GetSubscriptionAttributes',
          'sns:SetSubscriptionAttributes',
        ],
      },
      { properties: 'delete', misses: ['sns:Unsubscribe', 'sns:DeleteTopic'] },
    ],
  },
  {
    service: 'dynamodb',
    type: 'bare-table',
    steps: [
      {
        properties: { class: 'STANDARD', tags: tags('a') },
        misses: [
          'dynamodb:CreateTable',
          'dynamodb:DescribeTable',
          'dynamodb:ListTagsOfResource',
          'dynamodb:DescribeTimeToLive',
          'dynamodb:DescribeContinuousBackups',
          'dynamodb:UpdateTimeToLive',
          'dynamodb:UpdateContinuousBackups',
        ],
      },
      {
        properties: { class: 'STANDARD_INFREQUENT_ACCESS', tags: tags('b') },
        misses: ['dynamodb:TagResource', 'dynamodb:UntagResource', 'dynamodb:UpdateTable'],
      },
      { properties: 'delete', misses: ['dynamodb:DeleteTable'] },
    ],
  },
  {
    service: 's3',
    type: 'bare-bucket',
    steps: [
      {
        properties: { tags: tags('a') },
        misses: [
          's3:CreateBucket',
          's3:GetBucketLocation',
          's3:PutBucketPublicAccessBlock',
          's3:GetBucketPublicAccessBlock',
          's3:GetBucketOwnershipControls',
          's3:GetEncryptionConfiguration',
          's3:GetBucketVersioning',
          's3:GetLifecycleConfiguration',
          's3:GetBucketCORS',
          's3:GetBucketNotification',
          's3:GetBucketTagging',
          's3:PutBucketOwnershipControls',
          's3:PutEncryptionConfiguration',
          's3:PutBucketVersioning',
          's3:PutLifecycleConfiguration',
          's3:PutBucketCORS',
          's3:PutBucketNotification',
        ],
      },
      { properties: { tags: tags('b') }, misses: ['s3:PutBucketTagging'] },
      { properties: 'delete', misses: ['s3:DeleteBucket'] },
    ],
  },
];
