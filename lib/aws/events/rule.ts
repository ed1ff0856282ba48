/** AWS::Events::Rule: what of an event bus goes where. */
import type * as sdk from '@aws-sdk/client-eventbridge';
import { OamError } from '../../errors.ts';
import { type Json, type JsonObject, objectOf, textOf, trusted } from '../../json.ts';
import type { Asks } from '../../ports.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asSet, asTags, type Comparison, differences } from '../diff.ts';
import { absent, gone, soon } from '../missing.ts';
import { operation, type Plain } from '../operation.ts';
import { tagList as listOfTags, retag, tagMap, withOwner } from '../ownership.ts';
import { said } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { dictionary, integer, list, structure, tagList, text, type ValueOf, word } from '../schema.ts';

const service = 'eventbridge';
const putRule = operation<sdk.PutRuleCommand>(service, 'PutRule');
const describeRule = operation<sdk.DescribeRuleCommand>(service, 'DescribeRule');
const deleteRule = operation<sdk.DeleteRuleCommand>(service, 'DeleteRule');
const putTargets = operation<sdk.PutTargetsCommand>(service, 'PutTargets');
const listTargets = operation<sdk.ListTargetsByRuleCommand>(service, 'ListTargetsByRule');
const removeTargets = operation<sdk.RemoveTargetsCommand>(service, 'RemoveTargets');
const listTags = operation<sdk.ListTagsForResourceCommand>(service, 'ListTagsForResource');
const tagResource = operation<sdk.TagResourceCommand>(service, 'TagResource');
const untagResource = operation<sdk.UntagResourceCommand>(service, 'UntagResource');

const schema = structure(
  {
    Name: text({ minLength: 1, maxLength: 64 }),
    EventBusName: text({ minLength: 1, maxLength: 256 }),
    EventPattern: dictionary({}),
    Description: text({ maxLength: 512 }),
    State: word('ENABLED', 'DISABLED'),
    Targets: list(
      structure(
        {
          Id: text({ minLength: 1, maxLength: 64 }),
          Arn: text({ minLength: 1 }),
          Input: text({ maxLength: 8192 }),
          InputPath: text({ maxLength: 256 }),
          DeadLetterConfig: structure({ Arn: text() }),
          RetryPolicy: structure({
            MaximumEventAgeInSeconds: integer(60, 86_400),
            MaximumRetryAttempts: integer(0, 185),
          }),
        },
        'Id',
        'Arn',
      ),
    ),
    Tags: tagList,
  },
  'EventPattern',
);
type Properties = ValueOf<typeof schema>;

const comparison: Comparison = {
  defaults: { State: 'ENABLED', EventBusName: 'default' },
  forms: { Targets: asSet, Tags: asTags },
};

const rules = [
  'arn:${partition}:events:${region}:${account}:rule/${prefix}*',
  'arn:${partition}:events:${region}:${account}:rule/*/${prefix}*',
];

/**
 * What of an event bus goes where. Name and EventBusName replace it.
 *
 * AWS is odd here: PutRule creates or overwrites the whole rule and forgets what it is not told, but takes tags only when it creates;
 * targets are an API of their own that answers which of them failed, and a rule that has any cannot be deleted; deleting one that is
 * not there succeeds.
 */
export const rule: ResourceType = resourceType<Properties>({
  type: 'AWS::Events::Rule',
  schema,
  createOnly: ['Name', 'EventBusName'],
  attributes: ['Arn', 'RuleName'],
  naming: 'upsert',
  name: { property: 'Name', limit: 64 },
  tags: { property: 'Tags', form: 'list' },
  iam: [
    'PutRule',
    'DescribeRule',
    'DeleteRule',
    'PutTargets',
    'ListTargetsByRule',
    'RemoveTargets',
    'ListTagsForResource',
    'TagResource',
    'UntagResource',
  ].map(action => ({ action: `events:${action}`, resource: rules })),
  identity: ({ Name, EventBusName }, name) => idOf({ Name: Name ?? name, EventBusName: EventBusName ?? 'default' }),
  identify: observed => idOf(observed),
  owner: observed => tagMap(observed.Tags),
  *observe(identity) {
    const { Name, EventBusName } = idOf(identity);
    const found = yield* absent(describeRule({ Name, EventBusName }));
    if (found === undefined) return undefined;
    const targets = yield* absent(targetsOf(identity));
    const tags = targets && (yield* absent(listTags({ ResourceARN: found.Arn })));
    if (targets === undefined || tags === undefined) return undefined;
    const { EventPattern, ...rest } = found;
    return {
      ...said(schema, trusted(rest)),
      ...idOf(identity),
      ...(EventPattern === undefined ? {} : { EventPattern: JSON.parse(EventPattern) }),
      Targets: targets,
      Tags: listOfTags(tags.Tags),
      RuleName: Name,
      Arn: found.Arn ?? '',
    };
  },
  *create(properties, name, _token, owner) {
    const Tags = listOfTags(withOwner(properties.Tags, owner));
    const place = idOf({ Name: properties.Name ?? name, EventBusName: properties.EventBusName ?? 'default' });
    const { RuleArn } = yield* putRule({ ...ruleOf(properties), ...place, Tags });
    yield* soon(retarget(place, properties.Targets, undefined));
    return { State: 'ENABLED', ...properties, ...place, Tags, RuleName: place.Name, Arn: RuleArn ?? '' };
  },
  *update(identity, desired, observed, diff, applied) {
    const place = idOf(identity);
    let next = observed;
    if (diff.some(name => name !== 'Tags' && name !== 'Targets')) {
      const { Description: _, ...rest } = next;
      yield* putRule({ ...ruleOf(desired), ...place });
      const { Targets: __, Tags: ___, ...own } = desired;
      next = { ...rest, State: 'ENABLED', ...own, ...place };
    }
    if (diff.includes('Targets')) {
      yield* retarget(place, desired.Targets, observed.Targets);
      next = { ...next, Targets: desired.Targets ?? [] };
    }
    if (diff.includes('Tags')) {
      const ResourceARN = textOf(observed.Arn);
      const tags = yield* retag(
        { desired: desired.Tags, observed: observed.Tags, applied },
        tags => tagResource({ ResourceARN, Tags: listOfTags(tags) }),
        TagKeys => untagResource({ ResourceARN, TagKeys }),
      );
      next = { ...next, Tags: listOfTags(tags) };
    }
    return next;
  },
  *delete(identity) {
    const place = idOf(identity);
    const targets = (yield* absent(targetsOf(identity))) ?? [];
    if (targets.length > 0) yield* gone(retarget(place, [], targets));
    yield* gone(deleteRule(place));
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, observed),
});

interface Place {
  readonly Name: string;
  readonly EventBusName: string;
}

function idOf(value: Json): Place & JsonObject {
  const { Name, EventBusName } = objectOf(value);
  return { Name: textOf(Name), EventBusName: textOf(EventBusName) };
}

function ruleOf({ EventPattern, Description, State = 'ENABLED' }: Properties): {
  readonly EventPattern: string;
  readonly State: 'ENABLED' | 'DISABLED';
  readonly Description: string | undefined;
} {
  return { EventPattern: JSON.stringify(EventPattern), State, Description };
}

function* targetsOf(identity: Json): Asks<readonly JsonObject[]> {
  const { Name: Rule, EventBusName } = idOf(identity);
  const found: JsonObject[] = [];
  let NextToken: string | undefined;
  do {
    const answer = yield* listTargets({ Rule, EventBusName, NextToken });
    found.push(...trusted<JsonObject[]>(answer.Targets ?? []));
    NextToken = answer.NextToken;
  } while (NextToken !== undefined && NextToken !== '');
  return found;
}

/** Sends the targets, and takes those away that are there and no longer wanted. */
function* retarget(
  { Name: Rule, EventBusName }: Place,
  wanted: Properties['Targets'] = [],
  there: Json | undefined,
): Asks<void> {
  if (wanted.length > 0) {
    const answer = yield* putTargets({ Rule, EventBusName, Targets: trusted<sdk.Target[]>(wanted) });
    refuseFailed(answer.FailedEntries);
  }
  const kept = new Set(wanted.map(({ Id }) => Id));
  const Ids = trusted<readonly JsonObject[]>(there ?? [])
    .map(({ Id }) => textOf(Id))
    .filter(id => !kept.has(id));
  if (Ids.length === 0) return;
  const answer = yield* removeTargets({ Rule, EventBusName, Ids });
  refuseFailed(answer.FailedEntries);
}

type Failed = Plain<sdk.PutTargetsResultEntry>;

function refuseFailed(entries: readonly Failed[] | undefined): void {
  const [failed] = entries ?? [];
  if (failed === undefined) return;
  const { TargetId = '', ErrorCode = '', ErrorMessage = '' } = failed;
  const code = /^Concurrent/.test(ErrorCode) ? 'NotReady' : /^Throttl/.test(ErrorCode) ? 'Throttled' : 'Rejected';
  throw new OamError(code, `eventbridge: target ${TargetId}: ${ErrorMessage || ErrorCode}`, { awsName: ErrorCode });
}
