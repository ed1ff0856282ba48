/** The local user whom the front door signs for: an IAM user of the emulator with a key of its own (MiniStack lets the key `test` do anything). */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { OamError } from '../errors.ts';
import { objectOf, textOf } from '../json.ts';
import { type AwsAccess, ask, element } from './aws.ts';
import type { Credentials } from './sign.ts';

export interface LocalUser {
  readonly arn: string;
  readonly credentials: Credentials;
}

/** Finds the user and the key kept in `file`, or makes both; the user may call the API (`policy`) and nothing else. */
export async function ensureUser(access: AwsAccess, name: string, policy: string, file: string): Promise<LocalUser> {
  const arn = await findOrCreate(access, name);
  await ask(access, 'iam', 'AttachUserPolicy', { UserName: name, PolicyArn: policy });
  const kept = readKey(file);
  const keys = keyIds(await ask(access, 'iam', 'ListAccessKeys', { UserName: name }));
  if (kept !== undefined && keys.includes(kept.accessKeyId)) return { arn, credentials: kept };
  // A user may have two keys only, and the secret of these is lost.
  for (const id of keys) await ask(access, 'iam', 'DeleteAccessKey', { UserName: name, AccessKeyId: id });
  const made = await ask(access, 'iam', 'CreateAccessKey', { UserName: name });
  const credentials = {
    accessKeyId: element(made, 'AccessKeyId') ?? '',
    secretAccessKey: element(made, 'SecretAccessKey') ?? '',
  };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(credentials), { mode: 0o600 });
  return { arn, credentials };
}

async function findOrCreate(access: AwsAccess, name: string): Promise<string> {
  try {
    return element(await ask(access, 'iam', 'CreateUser', { UserName: name }), 'Arn') ?? '';
  } catch (error) {
    if (!(error instanceof OamError) || error.awsName !== 'EntityAlreadyExists') throw error;
    return element(await ask(access, 'iam', 'GetUser', { UserName: name }), 'Arn') ?? '';
  }
}

function keyIds(xml: string): string[] {
  return [...xml.matchAll(/<AccessKeyId>([^<]*)<\/AccessKeyId>/g)].map(([, id = '']) => id);
}

function readKey(file: string): Credentials | undefined {
  if (!existsSync(file)) return undefined;
  const kept = objectOf(JSON.parse(readFileSync(file, 'utf8')));
  return { accessKeyId: textOf(kept.accessKeyId), secretAccessKey: textOf(kept.secretAccessKey) };
}
