/** What there is in the emulator of the services around code: queues, topics, tables, buckets, files, what calls functions, what is stored by name. */
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DescribeAccessPointsCommand, DescribeFileSystemsCommand, EFSClient } from '@aws-sdk/client-efs';
import { EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import {
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ListSubscriptionsCommand, ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';

export interface ServiceListings {
  readonly queues: readonly string[];
  readonly topics: readonly string[];
  readonly subscriptions: readonly string[];
  readonly tables: readonly string[];
  readonly buckets: readonly string[];
  readonly fileSystems: readonly string[];
  readonly accessPoints: readonly string[];
  readonly rules: readonly string[];
  /** By what they take from. */
  readonly mappings: readonly string[];
  readonly secrets: readonly string[];
  readonly parameters: readonly string[];
}

export interface Root {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export async function listServices(config: Root): Promise<ServiceListings> {
  const sns = new SNSClient(config);
  const efs = new EFSClient(config);
  const [queues, topics, subscriptions, tables, buckets, files, points, rules, mappings, secrets, parameters] =
    await Promise.all([
      new SQSClient(config).send(new ListQueuesCommand({ MaxResults: 1000 })),
      sns.send(new ListTopicsCommand({})),
      sns.send(new ListSubscriptionsCommand({})),
      new DynamoDBClient(config).send(new ListTablesCommand({ Limit: 100 })),
      new S3Client({ ...config, forcePathStyle: true }).send(new ListBucketsCommand({})),
      efs.send(new DescribeFileSystemsCommand({})),
      efs.send(new DescribeAccessPointsCommand({})),
      new EventBridgeClient(config).send(new ListRulesCommand({ Limit: 100 })),
      new LambdaClient(config).send(new ListEventSourceMappingsCommand({})),
      new SecretsManagerClient(config).send(new ListSecretsCommand({ MaxResults: 100 })),
      new SSMClient(config).send(new DescribeParametersCommand({ MaxResults: 50 })),
    ]);
  return {
    queues: names(queues.QueueUrls, url => url),
    topics: names(topics.Topics, one => one.TopicArn),
    subscriptions: names(subscriptions.Subscriptions, one => one.Endpoint),
    tables: names(tables.TableNames, name => name),
    buckets: names(buckets.Buckets, one => one.Name),
    fileSystems: names(files.FileSystems, one => one.FileSystemId),
    accessPoints: names(points.AccessPoints, one => one.AccessPointId),
    rules: names(rules.Rules, one => one.Name),
    mappings: names(mappings.EventSourceMappings, one => one.EventSourceArn),
    secrets: names(secrets.SecretList, one => one.Name),
    parameters: names(parameters.Parameters, one => one.Name),
  };
}

export function names<T>(items: readonly T[] | undefined, name: (item: T) => string | undefined): string[] {
  return (items ?? []).map(item => name(item) ?? '').sort();
}

/** Deletes a bucket with all that is in it; answers with the keys. */
export async function emptyBucket(config: Root, Bucket: string): Promise<string[]> {
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  for (const { Key, VersionId } of Versions) await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  await s3.send(new DeleteBucketCommand({ Bucket }));
  return names(Contents, one => one.Key);
}
