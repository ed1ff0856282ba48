/** What a Lambda function's configuration becomes when a request changes it. */
import { createHash } from 'node:crypto';
import { digest, type Json, type JsonObject, listOf, objectOf, textOf } from '../../../lib/json.ts';
import { fault } from './fault.ts';
import { isNothing, pick, told, type World } from './world.ts';

export function invalid(message: string): Error {
  return fault('InvalidParameterValueException', 400, message);
}

/** Where code is kept and what its hash is; `old` where the request brings none. */
export function codeOf(world: World, code: JsonObject, old: JsonObject): { code: JsonObject; config: JsonObject } {
  if (code.ImageUri !== undefined) {
    const image = textOf(code.ImageUri);
    const config = { CodeSha256: createHash('sha256').update(image).digest('hex'), CodeSize: 0 };
    return { code: { RepositoryType: 'ECR', ImageUri: image, ResolvedImageUri: image }, config };
  }
  const zip = code.ZipFile === undefined ? undefined : Buffer.from(textOf(code.ZipFile), 'base64');
  if (zip === undefined && code.S3Key === undefined) return { code: old, config: {} };
  const CodeSha256 = zip === undefined ? stored(world, code) : createHash('sha256').update(zip).digest('base64');
  return {
    code: { RepositoryType: 'S3', Location: 'https://awslambda-double.s3.amazonaws.com/snapshots/code.zip' },
    config: { CodeSha256, CodeSize: zip?.length ?? 1024 },
  };
}

const plain = ['Role', 'Handler', 'Description', 'Timeout', 'MemorySize', 'Runtime', 'KMSKeyArn'] as const;
const replaced = ['TracingConfig', 'DeadLetterConfig', 'EphemeralStorage', 'FileSystemConfigs'] as const;

/** The hash of an object: as said of it; of a blob, as its name says; else one that every other place in a bucket has another of. */
function stored(world: World, code: JsonObject): string {
  const key = textOf(code.S3Key);
  const said = world.objects[`${textOf(code.S3Bucket)}/${key}`];
  if (said !== undefined) return said;
  const hex = /(?:^|\/)blobs\/([0-9a-f]{64})$/.exec(key)?.[1];
  return Buffer.from(hex ?? digest(pick(code, ['S3Bucket', 'S3Key', 'S3ObjectVersion'])), 'hex').toString('base64');
}

/** Refuses what Lambda refuses: sizes, limits, a missing handler, a role that cannot be assumed. */
export function check(world: World, config: JsonObject): void {
  const memory = Number(config.MemorySize);
  if (memory < 128 || memory > 10_240)
    throw invalid(`'MemorySize' value failed to satisfy constraint: Member must have value between 128 and 10240`);
  const timeout = Number(config.Timeout);
  if (timeout < 1 || timeout > 900)
    throw invalid(`'Timeout' value failed to satisfy constraint: Member must have value between 1 and 900`);
  if (JSON.stringify(objectOf(config.Environment).Variables ?? {}).length > 4096)
    throw invalid(
      'Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit.',
    );
  if (config.PackageType === 'Zip' && (isNothing(config.Handler) || isNothing(config.Runtime)))
    throw invalid('Runtime and Handler are mandatory parameters for functions created with deployment packages.');
  const role = textOf(config.Role);
  const named = world.state.roles[role.split('/').at(-1) ?? ''];
  const known = named?.config.Arn === role ? named : undefined;
  const assumable = known === undefined ? world.roles.includes(role) : world.now() - known.since >= world.propagation;
  if (!assumable) throw invalid('The role defined for the function cannot be assumed by Lambda.');
}

/** The configuration with the members of a request put in; what a request does not name stays. */
export function configured(fn: JsonObject, input: JsonObject): JsonObject {
  const next: Record<string, Json> = { ...fn, ...pick(input, plain), ...pick(input, replaced) };
  if (input.Environment !== undefined) next.Environment = told(objectOf(input.Environment));
  if (input.Layers !== undefined) next.Layers = listOf(input.Layers).map(Arn => ({ Arn, CodeSize: 1024 }));
  if (input.LoggingConfig !== undefined)
    next.LoggingConfig = { ...objectOf(fn.LoggingConfig), ...objectOf(input.LoggingConfig) };
  if (input.SnapStart !== undefined) next.SnapStart = { OptimizationStatus: 'Off', ...objectOf(input.SnapStart) };
  if (input.ImageConfig !== undefined)
    next.ImageConfigResponse = told({ ImageConfig: told(objectOf(input.ImageConfig)) });
  if (input.VpcConfig !== undefined) {
    const vpc = { SubnetIds: [], SecurityGroupIds: [], ...objectOf(input.VpcConfig) };
    next.VpcConfig = { ...vpc, VpcId: isNothing(vpc.SubnetIds) ? '' : 'vpc-00000000' };
  }
  if (isNothing(told(objectOf(next.DeadLetterConfig)))) delete next.DeadLetterConfig;
  for (const name of ['Environment', 'Layers', 'KMSKeyArn', 'FileSystemConfigs', 'ImageConfigResponse'])
    if (isNothing(next[name])) delete next[name];
  return next;
}
