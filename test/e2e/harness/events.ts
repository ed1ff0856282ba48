/** Events of AWS that the emulator does not emit, handed to the events function as AWS documents them. */
import { DescribeRuleCommand, EventBridgeClient, TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { expect } from 'vitest';
import type { Root } from './service-listings.ts';

/** An event as AWS sends it, which the deployed rule lets through. */
export async function deliver(root: Root, rule: string, event: object): Promise<void> {
  const whole = {
    version: '0',
    id: '17793124-05d4-b198-2fde-7ededc63b103',
    account: '000000000000',
    time: new Date().toISOString(),
    region: 'us-east-1',
    resources: [],
    ...event,
  };
  const bus = new EventBridgeClient(root);
  const { EventPattern } = await bus.send(new DescribeRuleCommand({ Name: `lateen-e2e-${rule}` }));
  const { Result } = await bus.send(new TestEventPatternCommand({ EventPattern, Event: JSON.stringify(whole) }));
  expect(Result, `${rule} ${EventPattern}`).toBe(true);
  const Payload = JSON.stringify(whole);
  const ran = await new LambdaClient(root).send(new InvokeCommand({ FunctionName: 'lateen-e2e-events', Payload }));
  expect(ran.FunctionError, Buffer.from(ran.Payload ?? []).toString()).toBeUndefined();
}

/** A push to ECR: https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html */
export function pushed(repository: string, tag: string, digest: string): object {
  const names = { 'repository-name': repository, 'image-tag': tag, 'image-digest': digest };
  return {
    'detail-type': 'ECR Image Action',
    source: 'aws.ecr',
    detail: { result: 'SUCCESS', 'action-type': 'PUSH', ...names },
  };
}
