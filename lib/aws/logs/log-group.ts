/** AWS::Logs::LogGroup. */
import type * as sdk from '@aws-sdk/client-cloudwatch-logs';
import { type Json, type JsonObject, objectOf, textOf } from '../../json.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asTags, differences } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation } from '../operation.ts';
import { tagList as listOfTags, retag, tagMap, withOwner } from '../ownership.ts';
import { resourceType } from '../resource-type.ts';
import { structure, tagList, text, type ValueOf, word } from '../schema.ts';

const service = 'cloudwatch-logs';
const createLogGroup = operation<sdk.CreateLogGroupCommand>(service, 'CreateLogGroup');
const describeLogGroups = operation<sdk.DescribeLogGroupsCommand>(service, 'DescribeLogGroups');
const deleteLogGroup = operation<sdk.DeleteLogGroupCommand>(service, 'DeleteLogGroup');
const putRetention = operation<sdk.PutRetentionPolicyCommand>(service, 'PutRetentionPolicy');
const deleteRetention = operation<sdk.DeleteRetentionPolicyCommand>(service, 'DeleteRetentionPolicy');
const listTags = operation<sdk.ListTagsForResourceCommand>(service, 'ListTagsForResource');
const tagResource = operation<sdk.TagResourceCommand>(service, 'TagResource');
const untagResource = operation<sdk.UntagResourceCommand>(service, 'UntagResource');

const schema = structure({
  LogGroupName: text({ minLength: 1, maxLength: 512 }),
  LogGroupClass: word('STANDARD', 'INFREQUENT_ACCESS'),
  RetentionInDays: {
    type: 'integer',
    enum: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
  },
  Tags: tagList,
});
type Properties = ValueOf<typeof schema>;

const group = 'arn:${partition}:logs:${region}:${account}:log-group:${prefix}*';

/**
 * A log group. LogGroupName and LogGroupClass replace it.
 *
 * AWS is odd here: retention cannot be said at creation, so a group with one takes two calls; creation answers nothing, so the ARN is known
 * only after a look (which is why it is no attribute: `arn:...:log-group:${LogGroupName}` says the same); a group is described by prefix only.
 */
export const logGroup: ResourceType = resourceType<Properties>({
  type: 'AWS::Logs::LogGroup',
  schema,
  createOnly: ['LogGroupName', 'LogGroupClass'],
  attributes: ['LogGroupName'],
  naming: 'ours',
  name: { property: 'LogGroupName', limit: 512 },
  tags: { property: 'Tags', form: 'list' },
  iam: [
    { action: 'logs:CreateLogGroup', resource: group },
    { action: 'logs:DescribeLogGroups', resource: 'arn:${partition}:logs:${region}:${account}:log-group:*' },
    { action: 'logs:DeleteLogGroup', resource: group },
    { action: 'logs:PutRetentionPolicy', resource: group },
    { action: 'logs:DeleteRetentionPolicy', resource: group },
    { action: 'logs:ListTagsForResource', resource: group },
    { action: 'logs:TagResource', resource: group },
    { action: 'logs:UntagResource', resource: group },
  ],
  identity: (properties, name) => ({ LogGroupName: properties.LogGroupName ?? name }),
  identify: observed => ({ LogGroupName: textOf(observed.LogGroupName) }),
  owner: observed => tagMap(observed.Tags),
  *observe(identity) {
    const name = nameOf(identity);
    const { logGroups } = yield* describeLogGroups({ logGroupNamePrefix: name });
    const found = logGroups?.find(one => one.logGroupName === name);
    if (found === undefined) return undefined;
    const arn = found.logGroupArn ?? textOf(found.arn).replace(/:\*$/, '');
    const answer = yield* absent(listTags({ resourceArn: arn }));
    if (answer === undefined) return undefined;
    return {
      LogGroupName: name,
      LogGroupClass: found.logGroupClass ?? 'STANDARD',
      ...(found.retentionInDays === undefined ? {} : { RetentionInDays: found.retentionInDays }),
      Tags: listOfTags(answer.tags),
      Arn: arn,
    };
  },
  *create(properties, name, _token, owner) {
    const { LogGroupName: logGroupName = name, LogGroupClass: logGroupClass, RetentionInDays } = properties;
    const tags = withOwner(properties.Tags, owner);
    yield* createLogGroup({ logGroupName, logGroupClass, tags });
    if (RetentionInDays !== undefined) yield* putRetention({ logGroupName, retentionInDays: RetentionInDays });
    return { ...properties, LogGroupName: logGroupName, Tags: listOfTags(tags) };
  },
  *update(identity, desired, observed, diff, applied) {
    const logGroupName = nameOf(identity);
    const { RetentionInDays: _, ...after } = observed;
    let next: JsonObject = observed;
    if (diff.includes('RetentionInDays')) {
      const { RetentionInDays } = desired;
      if (RetentionInDays === undefined) yield* deleteRetention({ logGroupName });
      else yield* putRetention({ logGroupName, retentionInDays: RetentionInDays });
      next = { ...after, ...(RetentionInDays === undefined ? {} : { RetentionInDays }) };
    }
    if (diff.includes('Tags')) {
      const resourceArn = textOf(observed.Arn);
      const tags = yield* retag(
        { desired: desired.Tags, observed: observed.Tags, applied },
        tags => tagResource({ resourceArn, tags }),
        tagKeys => untagResource({ resourceArn, tagKeys }),
      );
      next = { ...next, Tags: listOfTags(tags) };
    }
    return next;
  },
  *delete(identity) {
    yield* gone(deleteLogGroup({ logGroupName: nameOf(identity) }));
  },
  diff: (desired, applied, observed) =>
    differences({ defaults: { LogGroupClass: 'STANDARD' }, forms: { Tags: asTags } }, desired, applied, observed),
});

function nameOf(identity: Json): string {
  return textOf(objectOf(identity).LogGroupName);
}
