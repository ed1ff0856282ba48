/** AWS::SNS::Subscription. */
import type * as sdk from '@aws-sdk/client-sns';
import { canonical, type Json, type JsonObject, objectOf, textOf } from '../../json.ts';
import type { Asks } from '../../ports.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { type Comparison, differences, isNothing } from '../diff.ts';
import { absent, gone, soon } from '../missing.ts';
import { operation } from '../operation.ts';
import { findIn } from '../pages.ts';
import { resourceType } from '../resource-type.ts';
import { dictionary, flag, structure, text, type ValueOf, word } from '../schema.ts';
import { topics } from './topic.ts';

const service = 'sns';
const subscribe = operation<sdk.SubscribeCommand>(service, 'Subscribe');
const listSubscriptions = operation<sdk.ListSubscriptionsByTopicCommand>(service, 'ListSubscriptionsByTopic');
const getAttributes = operation<sdk.GetSubscriptionAttributesCommand>(service, 'GetSubscriptionAttributes');
const setAttributes = operation<sdk.SetSubscriptionAttributesCommand>(service, 'SetSubscriptionAttributes');
const unsubscribe = operation<sdk.UnsubscribeCommand>(service, 'Unsubscribe');

const schema = structure(
  {
    TopicArn: text({ minLength: 1 }),
    Protocol: word('email', 'https', 'lambda', 'sqs'),
    Endpoint: text({ minLength: 1 }),
    FilterPolicy: dictionary({}),
    FilterPolicyScope: word('MessageAttributes', 'MessageBody'),
    RawMessageDelivery: flag,
  },
  'Endpoint',
  'Protocol',
  'TopicArn',
);
type Properties = ValueOf<typeof schema>;

const usual: JsonObject = { FilterPolicyScope: 'MessageAttributes', RawMessageDelivery: false };
const comparison: Comparison = {
  defaults: usual,
  // Compared whole: what is not in it filters nothing.
  forms: { FilterPolicy: value => (isNothing(value) ? '' : canonical(value)) },
};

/**
 * Who gets what is published: found by topic, protocol and endpoint, which replace it.
 *
 * AWS is odd here: whoever reads an address has to confirm, so such a subscription is done as far as we can do it, waits for a human and says
 * so; until then it can neither be changed nor taken away (AWS forgets it after two days); settings are changed one at a time, and a filter is
 * checked against the scope that it has at that moment; it cannot be tagged.
 */
export const subscription: ResourceType = resourceType<Properties>({
  type: 'AWS::SNS::Subscription',
  schema,
  createOnly: ['Endpoint', 'Protocol', 'TopicArn'],
  attributes: ['Arn'],
  naming: 'upsert',
  iam: [
    { action: 'sns:Subscribe', resource: topics },
    { action: 'sns:ListSubscriptionsByTopic', resource: topics },
    // AWS knows no resource for these.
    { action: 'sns:GetSubscriptionAttributes', resource: '*' },
    { action: 'sns:SetSubscriptionAttributes', resource: '*' },
    { action: 'sns:Unsubscribe', resource: '*' },
  ],
  identity: properties => placeOf(properties),
  identify: observed => ({ ...placeOf(observed), Arn: textOf(observed.Arn) }),
  observe: look,
  *create(properties) {
    const { TopicArn, Protocol, Endpoint } = properties;
    const Attributes = attributesOf(properties);
    const answer = yield* soon(subscribe({ TopicArn, Protocol, Endpoint, Attributes, ReturnSubscriptionArn: true }));
    const Arn = arnIn(answer.SubscriptionArn);
    const PendingConfirmation = !confirmsItself(Protocol);
    return { ...usual, ...properties, Arn, PendingConfirmation };
  },
  *update(_identity, desired, observed, diff) {
    const SubscriptionArn = textOf(observed.Arn);
    const next: Record<string, Json> = { ...observed };
    const send = function* (AttributeName: string, value: Json): Asks<void> {
      const AttributeValue = typeof value === 'object' ? JSON.stringify(value) : String(value);
      yield* setAttributes({ SubscriptionArn, AttributeName, AttributeValue });
    };
    const { FilterPolicy = {}, FilterPolicyScope, RawMessageDelivery = false } = desired;
    if (diff.includes('FilterPolicyScope')) {
      const scope = FilterPolicyScope ?? 'MessageAttributes';
      // The old filter may not fit the new scope, nor the new filter the old one.
      if (!isNothing(observed.FilterPolicy)) yield* send('FilterPolicy', {});
      yield* send('FilterPolicyScope', scope);
      next.FilterPolicyScope = scope;
      next.FilterPolicy = {};
    }
    const differs = canonical(next.FilterPolicy ?? {}) !== canonical(FilterPolicy);
    if (differs && (diff.includes('FilterPolicy') || diff.includes('FilterPolicyScope'))) {
      yield* send('FilterPolicy', FilterPolicy);
      next.FilterPolicy = FilterPolicy;
    }
    if (diff.includes('RawMessageDelivery')) {
      yield* send('RawMessageDelivery', RawMessageDelivery);
      next.RawMessageDelivery = RawMessageDelivery;
    }
    return next;
  },
  *delete(identity) {
    const found = yield* look(identity);
    if (found === undefined || found.PendingConfirmation === true) return;
    yield* gone(unsubscribe({ SubscriptionArn: textOf(found.Arn) }));
  },
  // Without an ARN nothing can be read, nor changed: it comes with the confirmation.
  diff: (desired, applied, observed) => {
    if (observed.Arn === '') return [];
    // AWS keeps no scope of a filter that is not there.
    const names = differences(comparison, desired, applied, observed);
    return isNothing(desired.FilterPolicy) ? names.filter(name => name !== 'FilterPolicyScope') : names;
  },
  health: ({ PendingConfirmation, Endpoint }) => ({
    state: 'ready',
    message:
      PendingConfirmation === true
        ? `It waits for a confirmation: whoever reads ${textOf(Endpoint)} has to open the link that SNS sent there`
        : '',
  }),
});

function placeOf(value: JsonObject): JsonObject {
  const { TopicArn, Protocol, Endpoint } = value;
  return { TopicArn: textOf(TopicArn), Protocol: textOf(Protocol), Endpoint: textOf(Endpoint) };
}

function confirmsItself(protocol: string): boolean {
  return protocol === 'lambda' || protocol === 'sqs';
}

/** Where it waits for a confirmation, AWS writes words in place of the ARN. */
function arnIn(said: string | undefined): string {
  return said?.startsWith('arn:') === true ? said : '';
}

function attributesOf({ FilterPolicy, FilterPolicyScope, RawMessageDelivery }: Properties): Record<string, string> {
  return {
    ...(FilterPolicyScope === undefined ? {} : { FilterPolicyScope }),
    ...(FilterPolicy === undefined ? {} : { FilterPolicy: JSON.stringify(FilterPolicy) }),
    ...(RawMessageDelivery === undefined ? {} : { RawMessageDelivery: String(RawMessageDelivery) }),
  };
}

function* look(identity: Json): Asks<JsonObject | undefined> {
  const { Arn, ...place } = objectOf(identity);
  const known = textOf(Arn) === '' ? yield* search(objectOf(place)) : textOf(Arn);
  if (known === undefined) return undefined;
  if (known === '') return { ...place, Arn: '', PendingConfirmation: true };
  const found = yield* absent(getAttributes({ SubscriptionArn: known }));
  if (found === undefined) return undefined;
  const { PendingConfirmation, RawMessageDelivery, FilterPolicy, FilterPolicyScope } = found.Attributes ?? {};
  return {
    ...place,
    Arn: known,
    PendingConfirmation: PendingConfirmation === 'true',
    RawMessageDelivery: RawMessageDelivery === 'true',
    FilterPolicy: FilterPolicy === undefined || FilterPolicy === '' ? {} : JSON.parse(FilterPolicy),
    FilterPolicyScope: FilterPolicyScope ?? 'MessageAttributes',
  };
}

/** Its ARN; `''` where it waits for its confirmation, undefined where there is none. */
function* search({ TopicArn, Protocol, Endpoint }: JsonObject): Asks<string | undefined> {
  const found = yield* findIn(
    function* (NextToken) {
      const answer = yield* absent(listSubscriptions({ TopicArn: textOf(TopicArn), NextToken }));
      return answer && { Items: answer.Subscriptions, NextToken: answer.NextToken };
    },
    one => one.Protocol === Protocol && one.Endpoint === Endpoint,
  );
  return found === undefined ? undefined : arnIn(found.SubscriptionArn);
}
