/** Messages in SQS: wakes as they are sent and read again, applications that go round once more, letters of those that were given up. */
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { isObject, type JsonObject, textOf } from '../json.ts';
import type { AppKey, Wake } from '../ports.ts';
import { longestDelay, type Signal } from './agenda.ts';

/** What a message says: which application, which wake it stands for (one with another id is out of date; none: an attempt that
 * threw goes round again), and how many attempts threw before. */
export interface Message {
  readonly app: AppKey;
  readonly wake: string | undefined;
  readonly attempt: number;
}

interface QueueOptions {
  readonly queueUrl: string;
  readonly now: () => number;
  readonly client?: SQSClient;
}

/** Sends the message so that it arrives when the wake is due; what is due later than SQS can delay (900 s) arrives early. */
export function createSqsSignal(options: QueueOptions): Signal {
  const send = sender(options.client);
  return (app, wake) => send(options.queueUrl, writeMessage(app, wake), wake.at - options.now());
}

export interface Rounds {
  /** Sends the application round again after `delayMs`. */
  again(message: Message, delayMs: number): Promise<void>;
  /** Puts a letter into the dead-letter queue, where an alarm sees it. */
  bury(letter: JsonObject): Promise<void>;
}

export function createSqsRounds(options: Omit<QueueOptions, 'now'> & { readonly deadLetterUrl: string }): Rounds {
  const send = sender(options.client);
  return {
    again: ({ app, attempt }, delayMs) => send(options.queueUrl, JSON.stringify({ ...app, attempt }), delayMs),
    bury: letter => send(options.deadLetterUrl, JSON.stringify(letter), 0),
  };
}

function writeMessage(app: AppKey, wake: Wake): string {
  return JSON.stringify({ namespace: app.namespace, name: app.name, id: wake.id });
}

/** Undefined where the body is no message of ours. */
export function readMessage(body: string): Message | undefined {
  try {
    const value: unknown = JSON.parse(body);
    if (!isObject(value)) return undefined;
    const [namespace, name, id] = [textOf(value.namespace), textOf(value.name), textOf(value.id)];
    if (namespace === '' || name === '') return undefined;
    const attempt = typeof value.attempt === 'number' ? value.attempt : 0;
    return { app: { namespace, name }, wake: id === '' ? undefined : id, attempt };
  } catch {
    return undefined;
  }
}

function sender(given: SQSClient | undefined): (url: string, body: string, delayMs: number) => Promise<void> {
  // To where every other request goes (AWS_ENDPOINT_URL), not to the host in the queue's URL.
  const client = given ?? new SQSClient({ maxAttempts: 2, useQueueUrlAsEndpoint: false });
  return async (QueueUrl, MessageBody, delayMs) => {
    const DelaySeconds = Math.ceil(Math.min(Math.max(delayMs, 0), longestDelay) / 1000);
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds }));
  };
}
