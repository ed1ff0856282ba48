/** What a trigger takes from: a component that says its `source`, or an ARN; in the same words, whatever it is. */
import type { JsonObject } from '../../../json.ts';

const kinds = '{"sqs": "queue", "dynamodb": "stream", "kinesis": "stream", "s3": "bucket", "sns": "topic"}';

export const sourceLets: readonly JsonObject[] = [
  { outside: '${parameter.from.startsWith("arn:")}' },
  { service: '${outside ? parameter.from.split(":")[2] : ""}' },
  { other: '${components[?parameter.from].orValue({})}' },
  { own: '${other.?source.orValue({})}' },
  { kind: `\${outside ? ${kinds}[?service].orValue("") : own.?kind.orValue("")}` },
  // In a list, which is empty where there is none: a late value is passed on, not computed with.
  {
    arns: [
      { $if: 'outside', $value: '${parameter.from}' },
      { $if: '!outside && has(own.arn)', $value: '${own.?arn}' },
    ],
  },
  { fifo: '${outside ? parameter.from.endsWith(".fifo") : own.?fifo.orValue(false)}' },
  { polled: '${kind in ["queue", "stream"]}' },
  { grant: '${"trigger-" + parameter.from}' },
  { aside: '${components[?parameter.?failed.orValue("")].orValue({})}' },
  { asideGrant: '${"failed-" + parameter.?failed.orValue("")}' },
];

/** Lambda polls queues and streams as the function itself. */
export const sourceGrants: readonly JsonObject[] = [
  {
    $if: 'polled && size(arns) > 0',
    id: '${grant}',
    actions: '${outside ? iam.actions(service, "consume") : other.grants.consume.actions}',
    resources: ['${arns[0]}'],
  },
  {
    $if: 'has(parameter.failed)',
    id: '${asideGrant}',
    actions: '${aside.grants.send.actions}',
    resources: '${aside.grants.send.resources}',
  },
];

/** A parameter that only some kinds of sources know. */
export const only = (name: string, known: readonly string[], hint?: string): JsonObject => ({
  if: `has(parameter.${name}) && kind != "" && !(kind in ${JSON.stringify(known)})`,
  pointer: `/${name}`,
  code: 'NotForSource',
  message: `${name} is for a ${known.join(' or a ')}, and \${parameter.from} is a \${kind}`,
  ...(hint === undefined ? {} : { hint }),
});

export const sourceValidations: readonly JsonObject[] = [
  {
    if: '!outside && size(other) == 0',
    pointer: '/from',
    code: 'UnknownComponent',
    message: '${parameter.from} is not a component of this application: ${components.map(name, name).join(", ")}',
    hint: 'Or the ARN of a queue, a stream, a bucket or a topic',
  },
  {
    if: '(outside || size(other) > 0) && kind == ""',
    pointer: '/from',
    code: 'NotForSource',
    message: 'Nothing comes from ${parameter.from} that could call a function',
    hint: 'A trigger takes from a queue, a table with a stream, a bucket or a topic',
  },
  {
    if: 'kind == "stream" && size(arns) == 0',
    pointer: '/from',
    code: 'StreamOff',
    message: 'The stream of ${parameter.from} is off: nobody is told of its changes',
    hint: 'stream: new, in the properties of the table',
  },
  {
    if: 'kind == "topic" && fifo',
    pointer: '/from',
    code: 'NotForSource',
    message: 'Functions cannot subscribe to ${parameter.from}, which keeps an order',
    hint: 'A fifo queue that subscribes to it, and a trigger from that queue',
  },
  {
    if: 'kind == "bucket" && size(arns) == 0',
    pointer: '/from',
    code: 'EventsOff',
    message: 'The events of ${parameter.from} are off: nobody is told of its objects',
    hint: 'events: true, in the properties of the bucket',
  },
  {
    if: 'has(parameter.failed) && (aside.?source.?kind.orValue("") != "queue" || aside.?source.?fifo.orValue(false))',
    pointer: '/failed',
    code: 'NotForSource',
    message: '${parameter.failed} is not a queue of this application that takes messages in any order',
    hint: 'A component of type queue',
  },
  {
    if: 'outside && (parameter.from.contains("*") || parameter.from.contains("?") || service == "s3" && parameter.from.contains("/"))',
    pointer: '/from',
    code: 'InvalidParameter',
    message: '${parameter.from} names several sources or a part of one: a trigger takes from one as a whole',
    hint: 'Of a bucket say arn:aws:s3:::<name>, and its parts by prefix and suffix',
  },
  {
    if: 'service == "dynamodb" && !parameter.from.contains("/stream/")',
    pointer: '/from',
    code: 'InvalidParameter',
    message: 'This is the ARN of a table; a trigger takes from its stream',
    hint: 'arn:aws:dynamodb:...:table/<name>/stream/<time>',
  },
];
