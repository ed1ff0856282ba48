/** The drivers of SNS topics and subscriptions, call by call. */
import { describe, expect, it } from 'vitest';
import { subscription } from '../../../lib/aws/sns/subscription.ts';
import { topic } from '../../../lib/aws/sns/topic.ts';
import { fault } from '../../doubles/aws.ts';
import { play } from '../script.ts';

const TopicArn = 'arn:aws:sns:us-east-1:1:news';
const other = `${TopicArn}-of-others`;

describe('a topic', () => {
  it('whose ARN is not known is looked for among all, page after page, by its whole name', () => {
    const { result, inputs } = play(topic.observe({ TopicName: 'news' }), [
      ['ListTopics', { Topics: [{ TopicArn: other }], NextToken: 'more' }],
      ['ListTopics', { Topics: [{ TopicArn: 'arn:aws:sns:us-east-1:1:old-news' }, { TopicArn }] }],
      ['GetTopicAttributes', { Attributes: { TopicArn, DisplayName: 'News' } }],
      ['ListTagsForResource', { Tags: [{ Key: 'a', Value: '1' }] }],
    ]);
    expect(inputs[1]).toEqual({ NextToken: 'more' });
    expect(result).toMatchObject({ TopicArn, TopicName: 'news', DisplayName: 'News', FifoTopic: false });
  });

  it('is changed one setting at a time', () => {
    const observed = { TopicArn, TopicName: 'news', DisplayName: 'News', KmsMasterKeyId: 'alias/own', Tags: [] };
    const { inputs } = play(
      topic.update({}, { DisplayName: 'More' }, observed, ['DisplayName', 'KmsMasterKeyId'], observed),
      [['SetTopicAttributes'], ['SetTopicAttributes']],
    );
    expect(inputs).toEqual([
      { TopicArn, AttributeName: 'DisplayName', AttributeValue: 'More' },
      { TopicArn, AttributeName: 'KmsMasterKeyId', AttributeValue: '' },
    ]);
  });
});

describe('a subscription', () => {
  const mail = { TopicArn, Protocol: 'email', Endpoint: 'me@example.com' };
  const queue = { TopicArn, Protocol: 'sqs', Endpoint: 'arn:aws:sqs:us-east-1:1:jobs' };
  const Arn = `${TopicArn}:1`;

  it('of an address is done, and says that somebody has to confirm it', () => {
    const { result } = play(subscription.create(mail, '', 't', {}), [
      ['Subscribe', { SubscriptionArn: 'pending confirmation' }],
    ]);
    expect(subscription.health(result)).toMatchObject({
      state: 'ready',
      message: expect.stringContaining('me@example.com'),
    });
    expect(subscription.identify(result)).toEqual({ ...mail, Arn: '' });
  });

  it('that waits for its confirmation can neither be changed nor taken away', () => {
    const listed = { Subscriptions: [{ ...mail, SubscriptionArn: 'PendingConfirmation' }] };
    const { result } = play(subscription.observe(mail), [['ListSubscriptionsByTopic', listed]]);
    expect(subscription.diff({ ...mail, RawMessageDelivery: true }, undefined, result ?? {})).toEqual([]);
    play(subscription.delete(mail), [['ListSubscriptionsByTopic', listed]]);
  });

  it('is ready without a word where nobody has to confirm it', () => {
    const { result } = play(subscription.create(queue, '', 't', {}), [['Subscribe', { SubscriptionArn: Arn }]]);
    expect(subscription.health(result)).toEqual({ state: 'ready', message: '' });
  });

  it('whose filter looks elsewhere loses its filter first, since AWS checks the one by the other', () => {
    const observed = { ...queue, Arn, FilterPolicy: { a: { b: ['c'] } }, FilterPolicyScope: 'MessageBody' };
    const { inputs, result } = play(
      subscription.update({}, { ...queue, FilterPolicy: { a: ['c'] } }, observed, [
        'FilterPolicy',
        'FilterPolicyScope',
      ]),
      [['SetSubscriptionAttributes'], ['SetSubscriptionAttributes'], ['SetSubscriptionAttributes']],
    );
    expect(inputs.map(({ AttributeName, AttributeValue }) => [AttributeName, AttributeValue])).toEqual([
      ['FilterPolicy', '{}'],
      ['FilterPolicyScope', 'MessageAttributes'],
      ['FilterPolicy', '{"a":["c"]}'],
    ]);
    expect(result).toMatchObject({ FilterPolicy: { a: ['c'] }, FilterPolicyScope: 'MessageAttributes' });
  });

  it('has no scope where it has no filter', () => {
    const { result } = play(subscription.observe({ ...queue, Arn }), [
      ['GetSubscriptionAttributes', { Attributes: { RawMessageDelivery: 'false', PendingConfirmation: 'false' } }],
    ]);
    expect(subscription.diff({ ...queue, FilterPolicyScope: 'MessageBody' }, undefined, result ?? {})).toEqual([]);
  });

  it('of a topic that is gone is gone with it', () => {
    const { result } = play(subscription.observe(queue), [
      ['ListSubscriptionsByTopic', fault('NotFoundException', 404, 'Topic does not exist')],
    ]);
    expect(result).toBeUndefined();
  });
});
