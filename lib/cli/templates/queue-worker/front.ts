/** Takes a job by HTTP and leaves it in the queue. */
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

interface Request {
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

const sqs = new SQSClient();

export const handler = async ({ body = '', isBase64Encoded = false }: Request): Promise<object> => {
  const MessageBody = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString();
  if (MessageBody === '') return { statusCode: 400, body: 'Send a job\n' };
  await sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody }));
  return { statusCode: 202, body: 'Queued\n' };
};
