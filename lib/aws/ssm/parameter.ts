/** AWS::SSM::Parameter: a value of configuration that is no secret. */
import type * as sdk from '@aws-sdk/client-ssm';
import { OamError } from '../../errors.ts';
import { type Json, type JsonObject, objectOf, textOf } from '../../json.ts';
import type { Asks } from '../../ports.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asTags, type Comparison, differences } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation, type Plain } from '../operation.ts';
import { tagList as listOfTags, retag, tagMap, withOwner } from '../ownership.ts';
import { findIn } from '../pages.ts';
import { resourceType } from '../resource-type.ts';
import { dictionary, structure, text, type ValueOf, word } from '../schema.ts';

const service = 'ssm';
const putParameter = operation<sdk.PutParameterCommand>(service, 'PutParameter');
const getParameter = operation<sdk.GetParameterCommand>(service, 'GetParameter');
const describeParameters = operation<sdk.DescribeParametersCommand>(service, 'DescribeParameters');
const deleteParameter = operation<sdk.DeleteParameterCommand>(service, 'DeleteParameter');
const listTags = operation<sdk.ListTagsForResourceCommand>(service, 'ListTagsForResource');
const addTags = operation<sdk.AddTagsToResourceCommand>(service, 'AddTagsToResource');
const removeTags = operation<sdk.RemoveTagsFromResourceCommand>(service, 'RemoveTagsFromResource');

const schema = structure(
  {
    Name: text({ minLength: 1, maxLength: 1011 }),
    Type: word('String', 'StringList'),
    Value: text({ minLength: 1, maxLength: 8192 }),
    Description: text({ maxLength: 1024 }),
    Tier: word('Standard', 'Advanced'),
    AllowedPattern: text({ maxLength: 1024 }),
    Tags: dictionary(text()),
  },
  'Name',
  'Type',
  'Value',
);
type Properties = ValueOf<typeof schema>;

const comparison: Comparison = {
  defaults: { Tier: 'Standard', Description: '', AllowedPattern: '' },
  forms: { Tags: asTags },
};

const parameters = 'arn:${partition}:ssm:${region}:${account}:parameter/${secretPrefix}*';

/**
 * A value of configuration, under a path that was chosen. Name replaces it.
 *
 * AWS is odd here: PutParameter creates or overwrites, yet takes tags only without Overwrite; nothing but the version is answered, so a look
 * follows for the ARN; description, tier and pattern are told by DescribeParameters only, which takes no path in policies and may answer
 * empty pages; an advanced parameter never becomes a standard one again.
 */
export const parameter: ResourceType = resourceType<Properties>({
  type: 'AWS::SSM::Parameter',
  schema,
  createOnly: ['Name'],
  attributes: ['Name', 'Arn'],
  naming: 'upsert',
  tags: { property: 'Tags', form: 'map' },
  makes: ({ Name }) => (typeof Name === 'string' ? { kind: 'parameter', name: Name } : undefined),
  iam: [
    { action: 'ssm:PutParameter', resource: parameters },
    { action: 'ssm:GetParameter', resource: parameters },
    { action: 'ssm:DescribeParameters', resource: '*' },
    { action: 'ssm:DeleteParameter', resource: parameters },
    { action: 'ssm:ListTagsForResource', resource: parameters },
    { action: 'ssm:AddTagsToResource', resource: parameters },
    { action: 'ssm:RemoveTagsFromResource', resource: parameters },
  ],
  identity: ({ Name }) => ({ Name }),
  identify: observed => ({ Name: textOf(observed.Name) }),
  owner: observed => tagMap(observed.Tags),
  *observe(identity) {
    const Name = nameOf(identity);
    const value = yield* absent(getParameter({ Name }));
    if (value?.Parameter === undefined) return undefined;
    const more = yield* metadataOf(Name);
    const tags = yield* absent(listTags({ ResourceType: 'Parameter', ResourceId: Name }));
    if (more === undefined || tags === undefined) return undefined;
    return { ...told(Name, value.Parameter), ...more, Tags: tagMap(tags.TagList) };
  },
  *create(properties, _name, _token, owner) {
    const Tags = withOwner(properties.Tags, owner);
    yield* putParameter({ ...properties, Tags: listOfTags(Tags) });
    const { Name } = properties;
    const value = yield* absent(getParameter({ Name }));
    if (value?.Parameter === undefined)
      throw new OamError('NotReady', `Parameter ${Name} was made and cannot be read yet`);
    return { Tier: 'Standard', ...properties, ...told(Name, value.Parameter), Tags };
  },
  *update(identity, desired, observed, diff, applied) {
    const Name = nameOf(identity);
    let next = observed;
    if (diff.some(name => name !== 'Tags')) {
      const { Tags: _, ...rest } = desired;
      // Said always: what is left out may stay as it was.
      const { Description = '', AllowedPattern = '' } = rest;
      yield* putParameter({ ...rest, Name, Description, AllowedPattern, Overwrite: true });
      next = { ...observed, ...rest, Name, Description, AllowedPattern };
    }
    if (diff.includes('Tags')) {
      const of = { ResourceType: 'Parameter', ResourceId: Name } as const;
      const tags = yield* retag(
        { desired: desired.Tags, observed: observed.Tags, applied },
        tags => addTags({ ...of, Tags: listOfTags(tags) }),
        TagKeys => removeTags({ ...of, TagKeys }),
      );
      next = { ...next, Tags: tags };
    }
    return next;
  },
  *delete(identity) {
    yield* gone(deleteParameter({ Name: nameOf(identity) }));
  },
  // There is no way back from Advanced: where the tier is not declared, it stays what it is.
  diff: (desired, applied, observed) =>
    differences(comparison, desired, applied, observed).filter(name => name !== 'Tier' || desired.Tier !== undefined),
});

function nameOf(identity: Json): string {
  return textOf(objectOf(identity).Name);
}

function told(Name: string, { Type, Value, ARN }: Plain<sdk.Parameter>): JsonObject {
  return { Name, Type: Type ?? 'String', Value: Value ?? '', Arn: ARN ?? '' };
}

function* metadataOf(name: string): Asks<JsonObject | undefined> {
  const found = yield* findIn(
    function* (NextToken) {
      const ParameterFilters = [{ Key: 'Name', Option: 'Equals', Values: [name] }];
      const { Parameters, NextToken: next } = yield* describeParameters({ ParameterFilters, NextToken });
      return { Items: Parameters ?? [], NextToken: next };
    },
    one => one.Name === name,
  );
  if (found === undefined) return undefined;
  const { Description = '', Tier = 'Standard', AllowedPattern = '' } = found;
  return {
    Tier,
    ...(Description === '' ? {} : { Description }),
    ...(AllowedPattern === '' ? {} : { AllowedPattern }),
  };
}
