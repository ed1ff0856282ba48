import { describe, expect, it } from 'vitest';
import { eventSourceMapping } from '../../../lib/aws/lambda/event-source-mapping.ts';
import type { JsonObject } from '../../../lib/json.ts';
import { fault } from '../../doubles/aws.ts';
import { play } from '../script.ts';

const arn = 'arn:aws:lambda:us-east-1:123456789012:function:f:live';
const desired = { EventSourceArn: 'arn:aws:sqs:us-east-1:123456789012:q', FunctionName: arn };
const answer = (State: string, rest: JsonObject = {}): JsonObject => ({
  UUID: 'm-1',
  FunctionArn: arn,
  EventSourceArn: desired.EventSourceArn,
  BatchSize: 10,
  State,
  StateTransitionReason: 'USER_INITIATED',
  ...rest,
});
const look = (State: string, rest: JsonObject = {}) =>
  play(eventSourceMapping.observe({ Id: 'm-1' }), [
    ['GetEventSourceMapping', answer(State, rest)],
    ['ListTags', { Tags: { k: 'v' } }],
  ]).result ?? {};

describe('an event source mapping', () => {
  it('comes alive in its own time', () => {
    for (const state of ['Creating', 'Enabling', 'Updating', 'Disabling'])
      expect(eventSourceMapping.health(look(state))).toMatchObject({ state: 'progressing' });
    expect(eventSourceMapping.health(look('Enabled'))).toEqual({ state: 'ready', message: '' });
    expect(look('Disabled')).toMatchObject({ Enabled: false });
  });

  it('has failed where Lambda cannot poll, and not where a function throws', () => {
    const problem = (LastProcessingResult: string) =>
      eventSourceMapping.health(look('Enabled', { LastProcessingResult })).state;
    expect(problem('PROBLEM: Lambda does not have permissions to access the source')).toBe('failed');
    expect(problem('PROBLEM: Function call failed')).toBe('ready');
    expect(problem('OK')).toBe('ready');
  });

  it('is gone as soon as it is being deleted, and not found then', () => {
    const { result } = play(eventSourceMapping.observe({ Id: 'm-1' }), [['GetEventSourceMapping', answer('Deleting')]]);
    expect(result).toBeUndefined();
    const find = (...pages: JsonObject[]) =>
      play(
        eventSourceMapping.find(desired, 'token'),
        pages.map(page => ['ListEventSourceMappings', page] as const),
      );
    expect(find({ EventSourceMappings: [answer('Deleting')] }).result).toBeUndefined();
    const { result: found, inputs } = find(
      { EventSourceMappings: [answer('Enabled', { FunctionArn: `${arn}-other` })], NextMarker: 'n' },
      { EventSourceMappings: [answer('Creating')] },
    );
    expect(found).toEqual({ Id: 'm-1' });
    expect(inputs[1]).toEqual({ ...desired, Marker: 'n' });
  });

  it('waits while AWS is at work on it, and for the rights of its function', () => {
    const update = (refusal: Error) => () =>
      play(eventSourceMapping.update({ Id: 'm-1' }, { ...desired, BatchSize: 5 }, look('Enabled'), ['BatchSize']), [
        ['UpdateEventSourceMapping', refusal],
      ]);
    const retried = expect.objectContaining({ code: 'NotReady', retry: true });
    expect(update(fault('ResourceInUseException', 400, 'in use'))).toThrow(retried);
    const noRights = 'The provided execution role does not have permissions to call ReceiveMessage on SQS';
    expect(update(fault('InvalidParameterValueException', 400, noRights))).toThrow(retried);
    const short = 'Queue visibility timeout: 30 seconds is less than Function timeout: 60 seconds';
    expect(update(fault('InvalidParameterValueException', 400, short))).toThrow(
      expect.objectContaining({ code: 'Rejected' }),
    );
  });

  it('is reset to what AWS does by itself: ten of a queue, a hundred of a stream', () => {
    const reset = (EventSourceArn: string) =>
      play(
        eventSourceMapping.update(
          { Id: 'm-1' },
          { ...desired, EventSourceArn },
          { ...look('Enabled'), EventSourceArn, BatchSize: 5 },
          ['BatchSize', 'DestinationConfig', 'FilterCriteria'],
        ),
        [['UpdateEventSourceMapping', answer('Updating')]],
      ).inputs[0];
    const empty = { DestinationConfig: { OnFailure: { Destination: '' } }, FilterCriteria: {} };
    expect(reset(desired.EventSourceArn)).toEqual({ UUID: 'm-1', BatchSize: 10, ...empty });
    expect(reset('arn:aws:dynamodb:us-east-1:1:table/t/stream/s')).toEqual({ UUID: 'm-1', BatchSize: 100, ...empty });
  });

  it('has the tags under its ARN, which older answers do not say', () => {
    const { inputs } = play(eventSourceMapping.observe({ Id: 'm-1' }), [
      ['GetEventSourceMapping', answer('Enabled')],
      ['ListTags', {}],
    ]);
    expect(inputs[1]).toEqual({ Resource: 'arn:aws:lambda:us-east-1:123456789012:event-source-mapping:m-1' });
  });
});
