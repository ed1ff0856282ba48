/** AWS::SQS::QueuePolicy: who may send to a queue, in the queue's own words. */
import type * as sdk from '@aws-sdk/client-sqs';
import { isList, type Json, listOf, objectOf, textOf } from '../../json.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asPolicy, type Comparison, differences } from '../diff.ts';
import { absent, gone, soon } from '../missing.ts';
import { operation } from '../operation.ts';
import { resourceType } from '../resource-type.ts';
import { list, policy, structure, text, type ValueOf } from '../schema.ts';

const service = 'sqs';
const getAttributes = operation<sdk.GetQueueAttributesCommand>(service, 'GetQueueAttributes');
const setAttributes = operation<sdk.SetQueueAttributesCommand>(service, 'SetQueueAttributes');

const schema = structure(
  { Queues: { ...list(text({ minLength: 1 })), minItems: 1, maxItems: 1 }, PolicyDocument: policy },
  'Queues',
  'PolicyDocument',
);
type Properties = ValueOf<typeof schema>;

const comparison: Comparison = { forms: { PolicyDocument: asPolicy } };
const queues = 'arn:${partition}:sqs:${region}:${account}:${prefix}*';

/**
 * The policy of one queue, named by its URL. Queues replaces it: AWS has one policy a queue, and so has this one queue.
 * It is a setting of its queue: gone with it, overwritten without a question, and nothing that could be tagged.
 */
export const queuePolicy: ResourceType = resourceType<Properties>({
  type: 'AWS::SQS::QueuePolicy',
  schema,
  createOnly: ['Queues'],
  attributes: ['Id'],
  naming: 'upsert',
  iam: [
    { action: 'sqs:GetQueueAttributes', resource: queues },
    { action: 'sqs:SetQueueAttributes', resource: queues },
  ],
  identity: ({ Queues }) => ({ QueueUrl: Queues[0] ?? '' }),
  identify: ({ Queues }) => ({ QueueUrl: isList(Queues) ? textOf(Queues[0]) : '' }),
  *observe(identity) {
    const QueueUrl = urlOf(identity);
    const found = yield* absent(getAttributes({ QueueUrl, AttributeNames: ['Policy'] }));
    const stated = found?.Attributes?.Policy ?? '';
    if (stated === '') return undefined;
    const document: Json = JSON.parse(stated);
    // Nothing allowed is what a policy without statements says, and what removing one leaves on some queues.
    if (listOf(objectOf(document).Statement).length === 0) return undefined;
    return { Id: QueueUrl, Queues: [QueueUrl], PolicyDocument: document };
  },
  *create({ Queues, PolicyDocument }) {
    const QueueUrl = Queues[0] ?? '';
    yield* soon(setAttributes({ QueueUrl, Attributes: { Policy: JSON.stringify(PolicyDocument) } }));
    return { Id: QueueUrl, Queues, PolicyDocument };
  },
  *update(identity, { PolicyDocument }, observed, diff) {
    if (diff.length === 0) return observed;
    yield* setAttributes({ QueueUrl: urlOf(identity), Attributes: { Policy: JSON.stringify(PolicyDocument) } });
    return { ...observed, PolicyDocument };
  },
  *delete(identity) {
    yield* gone(setAttributes({ QueueUrl: urlOf(identity), Attributes: { Policy: '' } }));
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, observed),
});

function urlOf(identity: Json): string {
  return textOf(objectOf(identity).QueueUrl);
}
