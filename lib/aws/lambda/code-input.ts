/** Code that Lambda reads from an object of others: another object under the same key is other code. */
import { type JsonObject, objectOf } from '../../json.ts';
import { type Input, unkept } from '../../resource/resource.ts';

/** The object; nothing where the version is chosen already, or where the key is the content's own hash. */
export function codeInput(properties: JsonObject): Input | undefined {
  const { S3Bucket, S3Key, S3ObjectVersion } = objectOf(properties.Code);
  if (typeof S3Bucket !== 'string' || typeof S3Key !== 'string' || S3ObjectVersion !== undefined) return undefined;
  return /^blobs\/[0-9a-f]{64}$/.test(S3Key) ? undefined : { kind: 'object', name: `${S3Bucket}/${S3Key}` };
}

/** By version; where the bucket keeps none, by the ETag, which tells that there is other code though AWS cannot be asked for that one. */
export function pinCode(properties: JsonObject, stands: (input: Input) => string | undefined): JsonObject {
  const input = codeInput(properties);
  const value = input === undefined ? undefined : stands(input);
  if (value === undefined) return properties;
  const pin: JsonObject = value.startsWith(unkept) ? { ETag: value.slice(unkept.length) } : { S3ObjectVersion: value };
  return { ...properties, Code: { ...objectOf(properties.Code), ...pin } };
}

/** The code as AWS is told of it. */
export function sentCode(code: JsonObject): JsonObject {
  const { ETag: _, ...sent } = code;
  return sent;
}
