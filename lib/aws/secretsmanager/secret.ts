/** AWS::SecretsManager::Secret: a value that the driver has made and nobody is shown. */
import type * as sdk from '@aws-sdk/client-secrets-manager';
import { OamError } from '../../errors.ts';
import { type Json, type JsonObject, objectOf, textOf, trusted } from '../../json.ts';
import type { Asks } from '../../ports.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asTags, type Comparison, differences } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation, type Plain } from '../operation.ts';
import { tagList as listOfTags, retag, tagMap, withOwner } from '../ownership.ts';
import { reset, said } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { flag, integer, structure, tagList, text, type ValueOf } from '../schema.ts';

const service = 'secrets-manager';
const createSecret = operation<sdk.CreateSecretCommand>(service, 'CreateSecret', ['SecretString']);
const describeSecret = operation<sdk.DescribeSecretCommand>(service, 'DescribeSecret');
const updateSecret = operation<sdk.UpdateSecretCommand>(service, 'UpdateSecret');
const deleteSecret = operation<sdk.DeleteSecretCommand>(service, 'DeleteSecret');
const restoreSecret = operation<sdk.RestoreSecretCommand>(service, 'RestoreSecret');
const getRandomPassword = operation<sdk.GetRandomPasswordCommand>(service, 'GetRandomPassword', ['RandomPassword']);
const tagResource = operation<sdk.TagResourceCommand>(service, 'TagResource');
const untagResource = operation<sdk.UntagResourceCommand>(service, 'UntagResource');

const schema = structure(
  {
    Name: text({ minLength: 1, maxLength: 512 }),
    Description: text({ maxLength: 2048 }),
    KmsKeyId: text({ minLength: 1, maxLength: 2048 }),
    GenerateSecretString: structure({
      PasswordLength: integer(1, 4096),
      ExcludeCharacters: text({ maxLength: 4096 }),
      ExcludeLowercase: flag,
      ExcludeNumbers: flag,
      ExcludePunctuation: flag,
      ExcludeUppercase: flag,
      IncludeSpace: flag,
      RequireEachIncludedType: flag,
      GenerateStringKey: text({ minLength: 1 }),
      SecretStringTemplate: text({ minLength: 2 }),
    }),
    Tags: tagList,
  },
  'Name',
);
type Properties = ValueOf<typeof schema>;

/** What a removed property is reset to: an empty key is AWS's own. */
const usual: JsonObject = { Description: '', KmsKeyId: '' };
const comparison: Comparison = { defaults: usual, forms: { Tags: asTags, KmsKeyId: plainKey } };

/** Days in which a deleted secret can be restored: as many as AWS has. */
const recoveryDays = 30;

const secrets = 'arn:${partition}:secretsmanager:${region}:${account}:secret:${secretPrefix}*';
const keys = 'arn:${partition}:kms:${region}:${account}:key/*';
const byService = { StringEquals: { 'kms:ViaService': 'secretsmanager.${region}.amazonaws.com' } };

/**
 * A secret under a name that was chosen, with a value that is generated when it is made. Name and GenerateSecretString replace it, which
 * its data forbids: a change of how it is generated would throw the value away.
 *
 * The value is in two calls of one verb and nowhere else: no property, no row, no answer holds it. AWS is odd here: a deleted secret keeps
 * its name for 30 days, in which nobody can make another; where its tags say that it is ours, it is restored, with the value that it had.
 */
export const secret: ResourceType = resourceType<Properties>({
  type: 'AWS::SecretsManager::Secret',
  schema,
  createOnly: ['Name', 'GenerateSecretString'],
  attributes: ['Id', 'Name'],
  naming: 'ours',
  stateful: true,
  tags: { property: 'Tags', form: 'list' },
  makes: ({ Name }) => (typeof Name === 'string' ? { kind: 'secret', name: Name } : undefined),
  iam: [
    ...['CreateSecret', 'DescribeSecret', 'UpdateSecret', 'DeleteSecret', 'TagResource', 'UntagResource'].map(
      action => ({ action: `secretsmanager:${action}`, resource: secrets }),
    ),
    {
      action: 'secretsmanager:RestoreSecret',
      resource: secrets,
      because: 'asked only where the name is that of a secret which is about to be deleted',
    },
    { action: 'secretsmanager:GetRandomPassword', resource: '*' },
    ...['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'].map(action => ({
      action,
      resource: keys,
      condition: byService,
      because: 'a secret with a key of its own is encrypted as its maker',
    })),
  ],
  identity: ({ Name }) => ({ Name }),
  identify: observed => ({ Name: textOf(observed.Name), Id: textOf(observed.Id) }),
  owner: observed => tagMap(observed.Tags),
  health: observed => ({
    state: 'ready',
    message: observed.Restored === true ? 'It was about to be deleted: it is restored, with the value that it had' : '',
  }),
  *observe(identity) {
    const answer = yield* absent(describeSecret({ SecretId: idOf(identity) }));
    return answer === undefined || answer.DeletedDate !== undefined ? undefined : told(answer);
  },
  *create(properties, _name, _token, owner) {
    const { GenerateSecretString: how, ...rest } = properties;
    const Tags = listOfTags(withOwner(properties.Tags, owner));
    const SecretString = how === undefined ? undefined : yield* generated(how);
    try {
      const { ARN } = yield* createSecret({ ...rest, SecretString, Tags });
      return { ...rest, Tags, Id: ARN ?? '' };
    } catch (error) {
      if (!(error instanceof OamError)) throw error;
      if (error.code !== 'AlreadyExists') throw withoutValue(error, SecretString);
      return yield* restored({ ...rest, Tags }, owner, error);
    }
  },
  update,
  *delete(identity) {
    yield* gone(deleteSecret({ SecretId: idOf(identity), RecoveryWindowInDays: recoveryDays }));
  },
  diff,
});

function diff(desired: Properties, applied: JsonObject | undefined, observed: JsonObject): readonly string[] {
  // How the value was made is fixed, and AWS does not tell.
  return differences(comparison, desired, applied, observed).filter(name => name !== 'GenerateSecretString');
}

function* update(
  identity: Json,
  desired: Properties,
  observed: JsonObject,
  changes: readonly string[],
  applied?: JsonObject,
): Asks<JsonObject> {
  const SecretId = idOf(identity);
  let next = observed;
  const changed = changes.filter(name => name !== 'Tags');
  if (changed.length > 0) {
    const sent = reset(changed, desired, usual);
    yield* updateSecret({ ...trusted<Omit<sdk.UpdateSecretCommandInput, 'SecretId'>>(sent), SecretId });
    next = { ...next, ...sent };
  }
  if (changes.includes('Tags')) {
    const tags = yield* retag(
      { desired: desired.Tags, observed: observed.Tags, applied },
      tags => tagResource({ SecretId, Tags: listOfTags(tags) }),
      TagKeys => untagResource({ SecretId, TagKeys }),
    );
    next = { ...next, Tags: listOfTags(tags) };
  }
  return next;
}

/** The value, made by AWS: it goes from one call into the next. */
function* generated(how: NonNullable<Properties['GenerateSecretString']>): Asks<string> {
  const { GenerateStringKey, SecretStringTemplate = '{}', ...rest } = how;
  const { RandomPassword = '' } = yield* getRandomPassword(rest);
  if (GenerateStringKey === undefined) return RandomPassword;
  return JSON.stringify({ ...objectOf(JSON.parse(SecretStringTemplate)), [GenerateStringKey]: RandomPassword });
}

/** AWS may say in a refusal what it refused. */
function withoutValue(error: OamError, value = ''): OamError {
  if (value === '' || !error.message.includes(value)) return error;
  const { code, awsName } = error;
  return new OamError(code, error.message.replaceAll(value, '***'), awsName === undefined ? {} : { awsName });
}

/** A secret of ours that is about to be deleted, taken back and brought up to date. */
function* restored(desired: Properties, owner: Readonly<Record<string, string>>, refusal: OamError): Asks<JsonObject> {
  const answer = yield* absent(describeSecret({ SecretId: desired.Name }));
  if (answer === undefined || answer.DeletedDate === undefined) throw refusal;
  const observed = told(answer);
  const tags = tagMap(observed.Tags);
  if (Object.entries(owner).some(([key, value]) => tags[key] !== value))
    throw new OamError(
      'NotOurs',
      `Secret ${desired.Name} is about to be deleted and does not belong to this application: choose another name, or delete it at once (aws secretsmanager delete-secret --force-delete-without-recovery)`,
    );
  yield* restoreSecret({ SecretId: idOf(observed) });
  const next = yield* update(observed, desired, observed, diff(desired, undefined, observed));
  return { ...next, Restored: true };
}

function idOf(value: Json): string {
  const { Id, Name } = objectOf(value);
  return textOf(Id) || textOf(Name);
}

/** The key without its place: its id, or `alias/name`. */
function plainKey(value: Json): Json {
  return textOf(value).replace(/^arn:[^:]+:kms:[^:]+:\d+:(key\/)?/, '');
}

function told(answer: Plain<sdk.DescribeSecretCommandOutput>): JsonObject {
  const HasValue = Object.keys(answer.VersionIdsToStages ?? {}).length > 0;
  return { ...said(schema, trusted(answer)), HasValue, Tags: listOfTags(answer.Tags), Id: answer.ARN ?? '' };
}
