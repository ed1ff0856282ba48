/** Wakes and the listing for resync, in DynamoDB. */
import { setTimeout as pause } from 'node:timers/promises';
import {
  type AttributeValue,
  GetItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { OamError } from '../../errors.ts';
import type { AppKey, Wake } from '../../ports.ts';
import type { Agenda } from '../agenda.ts';
import { appPk, sk } from '../keys.ts';
import { key, number, textAt, wakeItem, wakeSets } from './codec.ts';
import { changedKeys, dueWakes } from './listing.ts';
import { failed, isConflict, isRefused, names, type Table } from './requests.ts';

/** Waits (ms) while a release is under way on the same wake. */
const pauses = [0, 20, 60, 150];

export function createAgenda(table: Table): Agenda {
  return {
    async storeWake(app, wake) {
      for (const wait of pauses) {
        if (wait > 0) await pause(wait);
        const put = await tried(() => putWake(table, app, wake), 'UpdateItem');
        if (typeof put === 'object') return true;
        // The one that stood a moment ago may be consumed by now: then ours is put after all.
        const marked = put === 'refused' ? await tried(() => markWake(table, app, wake), 'UpdateItem') : put;
        if (typeof marked === 'object') return textAt(marked.Attributes ?? {}, 'id') === wake.id;
      }
      throw new OamError('Unavailable', `The wake of ${app.namespace}/${app.name} is being changed by others`);
    },
    async stands(app, id) {
      try {
        const answer = await table.client.send(
          new GetItemCommand({ TableName: table.name, Key: key(appPk(app), sk.wake), ConsistentRead: true }),
        );
        return answer.Item !== undefined && textAt(answer.Item, 'id') === id;
      } catch (error) {
        throw failed(error, 'GetItem');
      }
    },
    due: (shard, now, page) => dueWakes(table, shard, now, page),
    async applications(page) {
      const { items, ...rest } = await changedKeys(table, 'Application', undefined, page);
      return { items: items.map(({ namespace, name }) => ({ namespace, name })), ...rest };
    },
  };
}

async function tried<T extends object>(request: () => Promise<T>, action: string): Promise<T | 'refused' | 'conflict'> {
  try {
    return await request();
  } catch (error) {
    if (isRefused(error)) return 'refused';
    if (isConflict(error)) return 'conflict';
    throw failed(error, action);
  }
}

/** In the place of a later one, whose message is void now; what that one asks for and is about goes with ours. */
function putWake(table: Table, app: AppKey, wake: Wake): Promise<UpdateItemCommandOutput> {
  const { pk, sk: sortKey, asks, about, ...scalars } = wakeItem(app, wake);
  const attributes = Object.keys(scalars);
  const sets = attributes.map(name => `#${name} = :${name}`).join(', ');
  const gathered = setsOf(wake);
  return table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: key(appPk(app), sk.wake),
      UpdateExpression: `SET ${sets}${gathered.length > 0 ? ` ADD ${additions(gathered)}` : ''}`,
      ConditionExpression: 'attribute_not_exists(#pk) OR #at > :at',
      ExpressionAttributeNames: names('pk', ...attributes, ...gathered.map(([name]) => name)),
      ExpressionAttributeValues: {
        ...Object.fromEntries(Object.entries(scalars).map(([name, value]) => [`:${name}`, value])),
        ...valuesOf(gathered),
      },
    }),
  );
}

function markWake(table: Table, app: AppKey, wake: Wake): Promise<UpdateItemCommandOutput> {
  const gathered = setsOf(wake);
  return table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: key(appPk(app), sk.wake),
      UpdateExpression: `ADD ${additions([['marks'], ...gathered])}`,
      // Where a later one took its place meanwhile, the mark is refused and ours is put after all.
      ConditionExpression: 'attribute_exists(#pk) AND #at <= :at',
      ExpressionAttributeNames: names('pk', 'at', 'marks', ...gathered.map(([name]) => name)),
      ExpressionAttributeValues: { ':marks': number(1), ':at': number(wake.at), ...valuesOf(gathered) },
      ReturnValues: 'ALL_NEW',
    }),
  );
}

type Gathered = readonly (readonly [name: string, value: AttributeValue])[];

/** What every wake adds to the one that stands. */
function setsOf(wake: Wake): Gathered {
  const { asks, about } = wakeSets(wake);
  return Object.entries({ asks, about }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
}

function additions(attributes: readonly (readonly [name: string, ...unknown[]])[]): string {
  return attributes.map(([name]) => `#${name} :${name}`).join(', ');
}

function valuesOf(gathered: Gathered): Record<string, AttributeValue> {
  return Object.fromEntries(gathered.map(([name, value]) => [`:${name}`, value]));
}
