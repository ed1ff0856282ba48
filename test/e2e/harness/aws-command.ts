/** The few commands of the AWS CLI that READMEs tell, asked of the emulator: a reader has the CLI, these tests have the SDK. */
import { readFileSync } from 'node:fs';
import { CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Root } from './service-listings.ts';

type Perform = (s3: S3Client, words: readonly string[], root: Root) => Promise<unknown>;

const commands: readonly (readonly [RegExp, Perform])[] = [
  [/^aws s3api create-bucket --bucket (\S+)$/, (s3, [Bucket]) => s3.send(new CreateBucketCommand({ Bucket }))],
  [
    /^aws s3api put-bucket-versioning --bucket (\S+) --versioning-configuration Status=Enabled$/,
    (s3, [Bucket]) =>
      s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } })),
  ],
  [
    /^aws s3api put-bucket-notification-configuration --bucket (\S+) --notification-configuration '(.+)'$/,
    (s3, [Bucket, said = '']) =>
      s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: JSON.parse(said) })),
  ],
  [
    /^aws s3 cp (\S+) s3:\/\/([^/\s]+)\/(\S+)$/,
    (s3, [file = '', Bucket, Key]) => s3.send(new PutObjectCommand({ Bucket, Key, Body: readFileSync(file) })),
  ],
  [
    /^aws ecr create-repository --repository-name (\S+)$/,
    (_, [repositoryName], root) => new ECRClient(root).send(new CreateRepositoryCommand({ repositoryName })),
  ],
  [
    /^aws secretsmanager put-secret-value --secret-id (\S+) --secret-string '(.+)'$/,
    (_, [SecretId, SecretString], root) =>
      new SecretsManagerClient(root).send(new PutSecretValueCommand({ SecretId, SecretString })),
  ],
];

/** Throws where it is another command than these. */
export async function performAws(line: string, root: Root): Promise<void> {
  for (const [form, perform] of commands) {
    const match = form.exec(line);
    if (match === null) continue;
    await perform(new S3Client({ ...root, forcePathStyle: true }), match.slice(1), root);
    return;
  }
  throw new Error(`${line}: test/e2e/harness/aws-command.ts does not know it`);
}
