/** Requests to the table: pages followed, refusals of transactions told item by item, everything else an OamError. */
import {
  BatchGetItemCommand,
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { failureOf } from '../../aws/failure.ts';
import { OamError } from '../../errors.ts';
import { isObject } from '../../json.ts';
import type { Item } from './codec.ts';

export interface Table {
  readonly client: DynamoDBClient;
  readonly name: string;
}

/** Why a transaction was refused, one word an item: None, ConditionalCheckFailed, TransactionConflict, ... */
export interface Refused {
  readonly reasons: readonly string[];
}

/** `#name` for each attribute of an expression: many of ours are reserved words. */
export function names(...of: readonly string[]): Record<string, string> {
  return Object.fromEntries(of.map(name => [`#${name}`, name]));
}

/** Whether DynamoDB refused the condition of a single write. */
export function isRefused(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConditionalCheckFailedException';
}

/** Whether a transaction on the same item was under way: the request may succeed a moment later. */
export function isConflict(error: unknown): boolean {
  return (
    error instanceof Error && /^(TransactionConflict|TransactionInProgress|ReplicatedWriteConflict)/.test(error.name)
  );
}

/** Anything the SDK threw, as an OamError. */
export function failed(error: unknown, action: string): OamError {
  if (isConflict(error))
    return new OamError('Unavailable', `DynamoDB ${action}: another transaction is under way on the same item`, {
      cause: error,
    });
  if (error instanceof Error && error.name === 'ValidationException') {
    const large = /item size|maximum allowed size/i.test(error.message);
    return new OamError(large ? 'TooLarge' : 'Internal', `DynamoDB ${action}: ${error.message}`, { cause: error });
  }
  return failureOf(error, { service: 'dynamodb', action });
}

/** All or nothing. Answers `Refused` where a condition failed or another transaction was under way, undefined where it was done. */
export async function transact(table: Table, items: readonly TransactWriteItem[]): Promise<Refused | undefined> {
  try {
    await table.client.send(new TransactWriteItemsCommand({ TransactItems: [...items] }));
    return undefined;
  } catch (error) {
    const reasons = reasonsOf(error);
    if (reasons.includes('ConditionalCheckFailed') || reasons.includes('TransactionConflict')) return { reasons };
    const throttled = reasons.some(reason => /Throttl|ThroughputExceeded/.test(reason));
    if (throttled)
      throw new OamError('Throttled', 'DynamoDB TransactWriteItems: the table is throttled', { cause: error });
    throw failed(error, 'TransactWriteItems');
  }
}

function reasonsOf(error: unknown): readonly string[] {
  // By name as well: an error of another copy of the SDK is no instance of this class.
  const canceled =
    error instanceof TransactionCanceledException ||
    (error instanceof Error && error.name === 'TransactionCanceledException');
  if (!canceled || !isObject(error) || !Array.isArray(error.CancellationReasons)) return [];
  return error.CancellationReasons.map(reason => (isObject(reason) ? String(reason.Code ?? 'None') : 'None'));
}

/** All items of a query, page by page. `enough` ends it early. */
export async function query(
  table: Table,
  input: Omit<QueryCommandInput, 'TableName'>,
  enough: (items: readonly Item[]) => boolean = () => false,
): Promise<Item[]> {
  const items: Item[] = [];
  let start: Item | undefined = input.ExclusiveStartKey;
  do {
    try {
      const page = await table.client.send(
        new QueryCommand({ ...input, TableName: table.name, ExclusiveStartKey: start }),
      );
      items.push(...(page.Items ?? []));
      start = page.LastEvaluatedKey;
    } catch (error) {
      throw failed(error, 'Query');
    }
  } while (start !== undefined && !enough(items));
  return items;
}

/** The items that exist among the keys (at most 100, each once), read consistently, in no order. */
export async function batchGet(table: Table, keys: readonly Item[]): Promise<Item[]> {
  const items: Item[] = [];
  let wanted: readonly Item[] = keys;
  // An answer holds 16 MB: what did not fit is asked for again. A table that gives nothing at all is throttled.
  while (wanted.length > 0) {
    try {
      const answer = await table.client.send(
        new BatchGetItemCommand({ RequestItems: { [table.name]: { Keys: [...wanted], ConsistentRead: true } } }),
      );
      const got = answer.Responses?.[table.name] ?? [];
      items.push(...got);
      wanted = answer.UnprocessedKeys?.[table.name]?.Keys ?? [];
      if (got.length === 0 && wanted.length > 0)
        throw new OamError('Throttled', 'DynamoDB BatchGetItem: the table is throttled');
    } catch (error) {
      throw failed(error, 'BatchGetItem');
    }
  }
  return items;
}
