/** Wakes and the listing for resync, in DynamoDB. */
import { setTimeout as pause } from 'node:timers/promises';
import { GetItemCommand, UpdateItemCommand, type UpdateItemCommandOutput } from '@aws-sdk/client-dynamodb';
import { OamError } from '../../errors.ts';
import { type AppKey, asksForMore, type Wake } from '../../ports.ts';
import type { Agenda } from '../agenda.ts';
import { appPk, sk } from '../keys.ts';
import { key, number, text, textAt, texts, wakeItem } from './codec.ts';
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

/** In the place of a later one, whose message is void now; what that one is about goes with ours. */
function putWake(table: Table, app: AppKey, wake: Wake): Promise<UpdateItemCommandOutput> {
  const { pk, sk: sortKey, about, ...scalars } = wakeItem(app, wake);
  const attributes = Object.keys(scalars);
  const sets = attributes.map(name => `#${name} = :${name}`).join(', ');
  return table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: key(appPk(app), sk.wake),
      UpdateExpression: `SET ${sets}${about === undefined ? '' : ' ADD #about :about'}`,
      ConditionExpression: 'attribute_not_exists(#pk) OR #at > :at',
      ExpressionAttributeNames: names('pk', ...attributes, ...(about === undefined ? [] : ['about'])),
      ExpressionAttributeValues: {
        ...Object.fromEntries(Object.entries(scalars).map(([name, value]) => [`:${name}`, value])),
        ...(about === undefined ? {} : { ':about': about }),
      },
    }),
  );
}

function markWake(table: Table, app: AppKey, wake: Wake): Promise<UpdateItemCommandOutput> {
  const asks = asksForMore(wake.because);
  const about = wake.about ?? [];
  const adds = about.length > 0 ? 'ADD #marks :one, #about :about' : 'ADD #marks :one';
  const attributes = ['pk', 'at', 'marks', ...(asks ? ['because'] : []), ...(about.length > 0 ? ['about'] : [])];
  return table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: key(appPk(app), sk.wake),
      UpdateExpression: asks ? `${adds} SET #because = :because` : adds,
      // Where a later one took its place meanwhile, the mark is refused and ours is put after all.
      ConditionExpression: 'attribute_exists(#pk) AND #at <= :at',
      ExpressionAttributeNames: names(...attributes),
      ExpressionAttributeValues: {
        ':one': number(1),
        ':at': number(wake.at),
        ...(asks ? { ':because': text(wake.because) } : {}),
        ...(about.length > 0 ? { ':about': texts(about) } : {}),
      },
      ReturnValues: 'ALL_NEW',
    }),
  );
}
