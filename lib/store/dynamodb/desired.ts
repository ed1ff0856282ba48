/** The API's side of the store, in DynamoDB. */
import { GetItemCommand, PutItemCommand, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { equal, type JsonObject } from '../../json.ts';
import type { AppRevision, EventRecord, StoredDefinition } from '../../ports.ts';
import type { Access, DesiredStore } from '../desired.ts';
import {
  accessPk,
  appPk,
  cursorOf,
  environmentPk,
  eventSk,
  objectPk,
  revisionSk,
  sk,
  sortKeyOf,
  tailOf,
} from '../keys.ts';
import { checkTransaction } from '../limits.ts';
import { changedMeanwhile } from '../transaction.ts';
import { definitionPart, desiredOf, key, numberAt, pack, text, textAt, unpack } from './codec.ts';
import { eraseDefinition } from './erase.ts';
import { list } from './list.ts';
import { usersOf } from './listing.ts';
import { catalog, load, present } from './read.ts';
import { batchGet, failed, isRefused, names, query, type Table, transact } from './requests.ts';
import { write } from './write.ts';

export interface DesiredParts {
  readonly table: Table;
  readonly now: () => number;
  readonly id: () => string;
}

export function createDesired(parts: DesiredParts): Omit<DesiredStore, 'wake'> {
  const { table, now } = parts;
  return {
    async get(keys) {
      checkTransaction('get', keys.map(objectPk));
      const items = await batchGet(
        table,
        keys.map(one => key(objectPk(one), sk.spec)),
      );
      const found = new Map(items.map(item => [textAt(item, 'pk'), item]));
      return keys.flatMap(one => {
        const item = found.get(objectPk(one));
        if (item === undefined) return [];
        const definition = definitionPart(item);
        const { kind, namespace, name } = one;
        const desired = desiredOf(item);
        return [{ key: { kind, namespace, name }, desired, ...(definition === undefined ? {} : { definition }) }];
      });
    },

    write: writes => write(parts, writes),
    list: (kind, namespace, page) => list(table, kind, namespace, page),
    view: app => load(table, app),
    present: app => present(table, app),
    catalog: (refs, target) => catalog(table, refs, target),

    async definitionRevisions(ref) {
      const items = await query(table, {
        ConsistentRead: true,
        KeyConditionExpression: '#pk = :pk AND begins_with(#sk, :rev)',
        ExpressionAttributeNames: names('pk', 'sk'),
        ExpressionAttributeValues: { ':pk': text(objectPk(ref)), ':rev': text('REV#') },
      });
      return items.map(item => unpack<StoredDefinition>(item));
    },

    async removeDefinition(ref, expected) {
      const refused = await eraseDefinition(parts, ref, expected);
      if (refused !== undefined) throw changedMeanwhile(ref, !refused.reasons.includes('ConditionalCheckFailed'));
    },

    users: (used, limit) => usersOf(table, used, limit),

    async events(app, page) {
      const before = page.cursor === undefined ? '~' : sortKeyOf(page.cursor);
      // Expired events go some hours late: they are the oldest, so they are the last.
      const oldest = Math.ceil(now() / 1000);
      const items = await query(
        table,
        {
          KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :first AND :before',
          ExpressionAttributeNames: names('pk', 'sk'),
          ExpressionAttributeValues: {
            ':pk': text(appPk(app)),
            ':first': text(eventSk('')),
            ':before': text(eventSk(before)),
          },
          ScanIndexForward: false,
          // One more than a page, and the cursor's own.
          Limit: page.limit + 2,
        },
        found => found.length > page.limit + 1,
      );
      const live = items.filter(item => numberAt(item, 'expires') > oldest && textAt(item, 'sk') !== eventSk(before));
      const taken = live.slice(0, page.limit).map(item => ({
        ...unpack<EventRecord>(item),
        id: tailOf(textAt(item, 'sk')),
      }));
      const last = taken.at(-1);
      return {
        items: taken,
        ...(last !== undefined && live.length > taken.length ? { cursor: cursorOf(last.id) } : {}),
      };
    },

    async revision(app, number) {
      try {
        const { Item: item } = await table.client.send(
          new GetItemCommand({
            TableName: table.name,
            Key: key(appPk(app), revisionSk(number)),
            ConsistentRead: true,
          }),
        );
        return item === undefined ? undefined : unpack<AppRevision>(item);
      } catch (error) {
        throw failed(error, 'GetItem');
      }
    },

    async access() {
      const items = await query(table, {
        ConsistentRead: true,
        KeyConditionExpression: '#pk = :pk',
        ExpressionAttributeNames: names('pk'),
        ExpressionAttributeValues: { ':pk': text(accessPk) },
      });
      return items.map(item => unpack<Access>(item));
    },

    async install({ environment, access }) {
      checkTransaction('install', ['environment', ...access.map(one => one.principal)]);
      const put = (pk: string, sortKey: string, body: JsonObject | Access): TransactWriteItem => ({
        Put: { TableName: table.name, Item: { ...key(pk, sortKey), body: pack(body) } },
      });
      const refused = await transact(table, [
        put(environmentPk(environment.target), sk.environment, environment.facts),
        ...access.map(one => put(accessPk, one.principal, one)),
      ]);
      if (refused !== undefined) throw failed(new Error('another install is under way'), 'TransactWriteItems');
    },

    changeEnvironment: (target, before, facts) => changeEnvironment(table, environmentPk(target), before, facts),
  };
}

/** On the condition of the bytes that were read, which may be deflated: what they say is compared here. */
async function changeEnvironment(table: Table, pk: string, before: JsonObject, facts: JsonObject): Promise<boolean> {
  const at = { TableName: table.name, Key: key(pk, sk.environment) };
  try {
    const { Item: item = {} } = await table.client.send(new GetItemCommand({ ...at, ConsistentRead: true }));
    if (item.body === undefined || !equal(unpack<JsonObject>(item), before)) return false;
    await table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: { ...at.Key, body: pack(facts) },
        ConditionExpression: '#body = :before',
        ExpressionAttributeNames: names('body'),
        ExpressionAttributeValues: { ':before': item.body },
      }),
    );
    return true;
  } catch (error) {
    if (isRefused(error)) return false;
    throw failed(error, 'PutItem');
  }
}
