/** The driver of DynamoDB tables, call by call. */
import { describe, expect, it } from 'vitest';
import { table } from '../../../lib/aws/dynamodb/table.ts';
import { failureOf } from '../../../lib/aws/failure.ts';
import type { JsonObject } from '../../../lib/json.ts';
import { fault } from '../../doubles/aws.ts';
import { play } from '../script.ts';

const base = {
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
};
const identity = { TableName: 'orders' };
const Arn = 'arn:aws:dynamodb:us-east-1:1:table/orders';
const active: JsonObject = { ...base, ...identity, Arn, TableStatus: 'ACTIVE', Tags: [] };
const index = (name: string, of: string): JsonObject => ({
  IndexName: name,
  KeySchema: [{ AttributeName: of, KeyType: 'HASH' }],
  Projection: { ProjectionType: 'ALL' },
});
const described = (more: JsonObject = {}): JsonObject => ({
  TableDescription: { ...base, ...identity, TableArn: Arn, TableStatus: 'UPDATING', ...more },
});

describe('a table', () => {
  it('that is being made is asked for nothing that it cannot tell yet', () => {
    const { result } = play(table.observe(identity), [
      ['DescribeTable', { Table: { ...base, ...identity, TableArn: Arn, TableStatus: 'CREATING' } }],
      ['ListTagsOfResource', { Tags: [] }],
    ]);
    expect(table.health(result ?? {})).toMatchObject({ state: 'progressing' });
  });

  it('that is being deleted is absent', () => {
    const { result } = play(table.observe(identity), [
      ['DescribeTable', { Table: { ...identity, TableStatus: 'DELETING' } }],
    ]);
    expect(result).toBeUndefined();
  });

  it('changes one index at a time: what goes first, what comes in the next wave', () => {
    const AttributeDefinitions = [...base.AttributeDefinitions, { AttributeName: 'at', AttributeType: 'N' }];
    const desired = { ...base, AttributeDefinitions, GlobalSecondaryIndexes: [index('by-at', 'at')] };
    const observed = { ...active, AttributeDefinitions, GlobalSecondaryIndexes: [index('by-id', 'id')] };
    const diff = table.diff(desired, undefined, observed);
    expect(diff).toEqual(['GlobalSecondaryIndexes']);
    const first = play(table.update(identity, desired, observed, diff), [['UpdateTable', described()]]);
    expect(first.inputs[0]).toEqual({
      ...identity,
      GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'by-id' } }],
    });
    expect(table.diff(desired, undefined, first.result)).toContain('GlobalSecondaryIndexes');
    const second = play(table.update(identity, desired, active, ['GlobalSecondaryIndexes']), [
      ['UpdateTable', described()],
    ]);
    expect(second.inputs[0]).toEqual({
      ...identity,
      AttributeDefinitions,
      GlobalSecondaryIndexUpdates: [{ Create: index('by-at', 'at') }],
    });
  });

  it('whose index is still being built is not asked to change', () => {
    const building = { ...active, TableStatus: 'UPDATING' };
    play(table.update(identity, { ...base, TableClass: 'STANDARD_INFREQUENT_ACCESS' }, building, ['TableClass']), []);
    const { result } = play(table.observe(identity), [
      [
        'DescribeTable',
        {
          Table: {
            ...base,
            ...identity,
            TableArn: Arn,
            TableStatus: 'ACTIVE',
            GlobalSecondaryIndexes: [{ ...index('by-at', 'at'), IndexStatus: 'CREATING' }],
          },
        },
      ],
      ['ListTagsOfResource', { Tags: [] }],
    ]);
    expect(table.health(result ?? {})).toMatchObject({ state: 'progressing' });
  });

  it('ends its stream before it shows something else', () => {
    const desired = { ...base, StreamSpecification: { StreamViewType: 'KEYS_ONLY' } };
    const observed = { ...active, StreamSpecification: { StreamViewType: 'NEW_IMAGE' } };
    const off = play(table.update(identity, desired, observed, ['StreamSpecification']), [
      ['UpdateTable', described()],
    ]);
    expect(off.inputs[0]).toEqual({ ...identity, StreamSpecification: { StreamEnabled: false } });
    const on = play(table.update(identity, desired, active, ['StreamSpecification']), [['UpdateTable', described()]]);
    expect(on.inputs[0]).toEqual({
      ...identity,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
    });
  });

  it('lets items expire by another attribute in two steps, of which AWS takes one an hour', () => {
    const desired = { ...base, TimeToLiveSpecification: { AttributeName: 'until', Enabled: true } };
    const observed = { ...active, TimeToLiveSpecification: { AttributeName: 'old', Enabled: true } };
    const { inputs, result } = play(table.update(identity, desired, observed, ['TimeToLiveSpecification']), [
      ['UpdateTimeToLive'],
    ]);
    expect(inputs[0]).toEqual({
      ...identity,
      TimeToLiveSpecification: { AttributeName: 'old', Enabled: false },
    });
    expect(table.diff(desired, undefined, result)).toEqual(['TimeToLiveSpecification']);
    const refused = fault(
      'ValidationException',
      400,
      'Time to live has been modified multiple times within a fixed interval',
    );
    expect(failureOf(refused, { service: 'dynamodb', action: 'UpdateTimeToLive' })).toMatchObject({ code: 'NotReady' });
  });
});
