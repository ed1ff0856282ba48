/** Walking the listings: stored objects by change, wakes by the time they are due. */
import type { AppKey } from '../../ports.ts';
import type { Page, PageOf, WakeListed } from '../agenda.ts';
import type { ObjectKey, ObjectKind } from '../desired.ts';
import { appOfPk, cursorOf, objectOfPk, scopeOf, sk, sortKeyOf } from '../keys.ts';
import { type Item, key, number, numberAt, text, textAt, wakeOf } from './codec.ts';
import { names, query, type Table } from './requests.ts';

/** Keys of the objects of a kind, the newest change last. The index follows the table within moments, so a key's object may be gone. */
export async function changedKeys(
  table: Table,
  kind: ObjectKind,
  namespace: string | undefined,
  page: PageOf,
): Promise<Page<ObjectKey>> {
  const hash = namespace === undefined ? 'kind' : 'scope';
  const found = await query(
    table,
    {
      IndexName: namespace === undefined ? 'kinds' : 'changed',
      KeyConditionExpression: `#hash = :hash${page.cursor === undefined ? '' : ' AND #changed > :after'}`,
      ExpressionAttributeNames: { '#hash': hash, ...(page.cursor === undefined ? {} : names('changed')) },
      ExpressionAttributeValues: {
        ':hash': text(namespace === undefined ? kind : scopeOf(kind, namespace)),
        ...(page.cursor === undefined ? {} : { ':after': text(sortKeyOf(page.cursor)) }),
      },
      Limit: page.limit + 1,
    },
    items => items.filter(isDocument).length > page.limit,
  );
  const documents = found.filter(isDocument);
  const taken = documents.slice(0, page.limit);
  const last = taken.at(-1);
  return {
    items: taken.flatMap(item => objectOfPk(textAt(item, 'pk')) ?? []),
    ...(last !== undefined && documents.length > taken.length ? { cursor: cursorOf(textAt(last, 'changed')) } : {}),
  };
}

/** Tombstones stand in the same indexes. */
function isDocument(item: Item): boolean {
  return textAt(item, 'sk') === sk.spec;
}

/** Wakes of a shard that are due. */
export async function dueWakes(table: Table, shard: string, now: number, page: PageOf): Promise<Page<WakeListed>> {
  const start = page.cursor === undefined ? undefined : startOf(shard, page.cursor);
  const found = await query(
    table,
    {
      IndexName: 'due',
      KeyConditionExpression: '#shard = :shard AND #at <= :now',
      ExpressionAttributeNames: names('shard', 'at'),
      ExpressionAttributeValues: { ':shard': text(shard), ':now': number(now) },
      Limit: page.limit + 1,
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    },
    items => items.length > page.limit,
  );
  const taken = found.slice(0, page.limit);
  const last = taken.at(-1);
  return {
    items: taken.flatMap(item => {
      const app = appOfPk(textAt(item, 'pk'));
      return app === undefined ? [] : [{ app, wake: wakeOf(item) }];
    }),
    ...(last !== undefined && found.length > taken.length
      ? { cursor: cursorOf(`${numberAt(last, 'at')}#${textAt(last, 'pk')}`) }
      : {}),
  };
}

/** Two wakes may be due at the same millisecond, so this cursor is a place in the index and not a value of its sort key. */
function startOf(shard: string, cursor: string): Item {
  const place = sortKeyOf(cursor);
  const cut = place.indexOf('#');
  return { ...key(place.slice(cut + 1), sk.wake), shard: text(shard), at: number(Number(place.slice(0, cut))) };
}

/** Applications that use something, in the order of their names. */
export async function usersOf(table: Table, used: string, limit: number): Promise<AppKey[]> {
  const found = await query(
    table,
    {
      IndexName: 'inverted',
      KeyConditionExpression: '#used = :used',
      ExpressionAttributeNames: names('used'),
      ExpressionAttributeValues: { ':used': text(used) },
      Limit: limit,
    },
    items => items.length >= limit,
  );
  return found.slice(0, limit).flatMap(item => appOfPk(textAt(item, 'pk')) ?? []);
}
