/** The component `topic`: one message for all who subscribe (Amazon SNS). */
import type { JsonObject } from '../../../json.ts';
import { componentOf } from '../parts/component.ts';

const subscribers = 'parameter.?subscribe.orValue([])';

export const topic: JsonObject = componentOf('topic', 'Messages to all who subscribe (Amazon SNS)', 'resources', {
  parameters: {
    type: 'object',
    properties: {
      fifo: {
        type: 'boolean',
        default: false,
        description:
          'Messages of a group come in their order, to queues only; two with one text within 5 minutes are one',
      },
      subscribe: {
        type: 'array',
        uniqueItems: true,
        description: 'Queues of this application that get every message; a function subscribes by its trait trigger',
        items: { type: 'string', minLength: 1 },
      },
      raw: {
        type: 'boolean',
        default: true,
        description: "Queues get the message itself, not SNS's envelope around it",
      },
    },
  },
  resources: [
    {
      id: 'topic',
      type: 'AWS::SNS::Topic',
      properties: {
        FifoTopic: { $if: 'parameter.fifo', $value: true },
        ContentBasedDeduplication: { $if: 'parameter.fifo', $value: true },
      },
    },
    {
      // A queue has one policy: topics of one application share it, and each of them says all that subscribe to it.
      $for: `queue in ${subscribers}`,
      id: 'policy',
      scope: 'application',
      key: '${queue}',
      type: 'AWS::SQS::QueuePolicy',
      properties: {
        Queues: ['${components[queue].link.URL}'],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'sns.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: '${components[queue].source.arn}',
              Condition: {
                ArnEquals: {
                  'aws:SourceArn': [
                    {
                      $for: 'name in components.map(name, name)',
                      $if: 'queue in components[name].?source.?subscribers.orValue([])',
                      $value: '${components[name].source.arn}',
                    },
                  ],
                },
              },
            },
          ],
        },
      },
    },
    {
      $for: `queue in ${subscribers}`,
      id: 'subscription',
      key: '${queue}',
      type: 'AWS::SNS::Subscription',
      properties: {
        TopicArn: '${resources.topic.TopicArn}',
        Protocol: 'sqs',
        Endpoint: '${components[queue].source.arn}',
        RawMessageDelivery: '${parameter.raw}',
      },
    },
  ],
  link: { NAME: '${resources.topic.TopicName}', ARN: '${resources.topic.TopicArn}' },
  grants: { publish: { actions: '${iam.actions("sns", "publish")}', resources: ['${resources.topic.TopicArn}'] } },
  source: {
    kind: 'topic',
    arn: '${resources.topic.TopicArn}',
    fifo: '${parameter.fifo}',
    subscribers: `\${${subscribers}}`,
  },
  validations: [
    {
      if: `${subscribers}.exists(name, components[?name].?source.?kind.orValue("") != "queue")`,
      pointer: '/subscribe',
      code: 'UnknownComponent',
      message: `\${${subscribers}.filter(name, components[?name].?source.?kind.orValue("") != "queue").join(", ")} is not a queue of this application`,
    },
    {
      if: `!parameter.fifo && ${subscribers}.exists(name, components[?name].?source.?fifo.orValue(false))`,
      pointer: '/subscribe',
      code: 'InvalidParameter',
      message: 'A fifo queue cannot subscribe to this topic, which knows no order',
      hint: 'fifo: true for the topic too, or a queue without it',
    },
  ],
});
