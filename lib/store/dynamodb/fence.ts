/** The condition that makes a write the current holder's, and what is said where it is not. */
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { OamError } from '../../errors.ts';
import type { Lease } from '../../ports.ts';
import { appPk, sk } from '../keys.ts';
import { type Item, key, number, text } from './codec.ts';
import { names, type Table } from './requests.ts';

/** The lease item still says what this lease says. The owner too, because an erased lease item starts its fences anew. */
export function held(lease: Lease): {
  readonly condition: string;
  readonly attributes: readonly string[];
  readonly values: Item;
} {
  return {
    condition: '#owner = :owner AND #fence = :fence AND #clean = :no',
    attributes: ['owner', 'fence', 'clean'],
    values: { ':owner': text(lease.owner), ':fence': number(lease.fence), ':no': { BOOL: false } },
  };
}

export function fence(table: Table, lease: Lease): TransactWriteItem {
  const { condition, attributes, values } = held(lease);
  return {
    ConditionCheck: {
      TableName: table.name,
      Key: key(appPk(lease.app), sk.lease),
      ConditionExpression: condition,
      ExpressionAttributeNames: names(...attributes),
      ExpressionAttributeValues: values,
    },
  };
}

export function fenceLost(lease: Lease): OamError {
  return new OamError('Fenced', `Another reconcile took over ${lease.app.namespace}/${lease.app.name}`);
}

/** Two transactions on one item at a time: DynamoDB does one and refuses the other. */
export function conflict(lease: Lease): OamError {
  return new OamError(
    'Unavailable',
    `Another transaction is under way on ${lease.app.namespace}/${lease.app.name}; this one was not done`,
  );
}
