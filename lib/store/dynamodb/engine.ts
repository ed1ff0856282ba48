/** The reconciler's side of the store, in DynamoDB: one request a method, each write on the condition of the lease. */
import { type TransactWriteItem, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { JsonObject } from '../../json.ts';
import type { AppRevision, EventRecord, Lease, Row, Store } from '../../ports.ts';
import { appPk, eventIds, eventSk, refSk, revisionSk, rowSk, sk, wakeSeen } from '../keys.ts';
import { checkDocument, checkTransaction, eventLife, fitStatus, revisionBytes } from '../limits.ts';
import { expiry, key, number, numberAt, pack, packText, text, wakeItem } from './codec.ts';
import { erase } from './erase.ts';
import { conflict, fence, fenceLost, held } from './fence.ts';
import { catalog, load } from './read.ts';
import { failed, isConflict, isRefused, names, type Table, transact } from './requests.ts';

export interface EngineParts {
  readonly table: Table;
  readonly now: () => number;
  readonly id: () => string;
  /** How long a lease lasts (ms). */
  readonly lease: number;
}

export function createEngine(parts: EngineParts): Store {
  const { table, now, id } = parts;

  async function fenced(lease: Lease, items: readonly TransactWriteItem[]): Promise<void> {
    const refused = await transact(table, [fence(table, lease), ...items]);
    if (refused === undefined) return;
    throw refused.reasons[0] === 'ConditionalCheckFailed' ? fenceLost(lease) : conflict(lease);
  }
  const put = (pk: string, sortKey: string, attributes: JsonItem): TransactWriteItem => ({
    Put: { TableName: table.name, Item: { ...key(pk, sortKey), ...attributes } },
  });
  const remove = (pk: string, sortKey: string): TransactWriteItem => ({
    Delete: { TableName: table.name, Key: key(pk, sortKey) },
  });
  const putRow = (pk: string, row: Row): TransactWriteItem => put(pk, rowSk(row.key), { body: pack(row) });

  return {
    async acquire(app, owner, at) {
      const until = at + parts.lease;
      try {
        const answer = await table.client.send(
          new UpdateItemCommand({
            TableName: table.name,
            Key: key(appPk(app), sk.lease),
            UpdateExpression: 'SET #owner = :owner, #until = :until, #clean = :no ADD #fence :one',
            ConditionExpression: 'attribute_not_exists(#pk) OR #clean = :yes OR #until <= :now',
            ExpressionAttributeNames: names('pk', 'owner', 'until', 'clean', 'fence'),
            ExpressionAttributeValues: {
              ':owner': text(owner),
              ':until': number(until),
              ':now': number(at),
              ':one': number(1),
              ':yes': { BOOL: true },
              ':no': { BOOL: false },
            },
            ReturnValues: 'ALL_OLD',
          }),
        );
        // The item as it was before; empty where there was none.
        const before = answer.Attributes ?? {};
        const fence = numberAt(before, 'fence') + 1;
        return { app: { ...app }, uid: '', owner, fence, until, clean: before.clean?.BOOL ?? fence === 1 };
      } catch (error) {
        // A transaction on the lease is its holder's.
        if (isRefused(error) || isConflict(error)) return 'held';
        throw failed(error, 'UpdateItem');
      }
    },

    load: app => load(table, app),
    catalog: (refs, target) => catalog(table, refs, target),

    async intend(lease, rows) {
      checkTransaction(
        'intend',
        rows.map(row => row.key),
      );
      const pk = appPk(lease.app);
      await fenced(
        lease,
        rows.map(row => putRow(pk, row)),
      );
    },

    async settle(lease, rows, gone) {
      checkTransaction('settle', [...rows.map(row => row.key), ...gone]);
      const pk = appPk(lease.app);
      await fenced(lease, [...rows.map(row => putRow(pk, row)), ...gone.map(one => remove(pk, rowSk(one)))]);
    },

    async revise(lease, revision: AppRevision, uses, drop) {
      const pk = appPk(lease.app);
      const json = JSON.stringify(revision);
      checkTransaction('revise', [`${revision.number}`, ...uses, ...drop.revisions.map(String), ...drop.uses]);
      checkDocument(`Revision ${revision.number} of ${lease.app.name}`, json, revision.document, revisionBytes);
      await fenced(lease, [
        put(pk, revisionSk(revision.number), { body: packText(json) }),
        ...uses.map(used => put(pk, refSk(used), { used: text(used) })),
        ...drop.revisions.map(one => remove(pk, revisionSk(one))),
        ...drop.uses.map(used => remove(pk, refSk(used))),
      ]);
    },

    async index(lease, add, gone) {
      const pk = appPk(lease.app);
      checkTransaction('index', [...add, ...gone]);
      await fenced(lease, [
        ...add.map(used => put(pk, refSk(used), { used: text(used) })),
        ...gone.map(used => remove(pk, refSk(used))),
      ]);
    },

    async report(lease, status: JsonObject, events: readonly EventRecord[]) {
      const pk = appPk(lease.app);
      const ids = eventIds(id(), events.length);
      checkTransaction('report', [sk.status, ...ids]);
      const expires = expiry(now() + eventLife);
      await fenced(lease, [
        put(pk, sk.status, { body: pack(fitStatus(status)) }),
        ...events.map((event, i) => put(pk, eventSk(ids[i] ?? ''), { body: pack(event), expires })),
      ]);
    },

    async release(lease, sawGeneration, sawWake, next) {
      const refused = await transact(table, [
        endLease(table, lease, sawGeneration),
        sawGeneration === 0 ? absent(table, lease, sk.spec) : sameGeneration(table, lease, sawGeneration),
        consume(table, lease, sawWake, next === undefined ? undefined : wakeItem(lease.app, next)),
      ]);
      if (refused === undefined) return 'released';
      if (refused.reasons[0] === 'ConditionalCheckFailed') throw fenceLost(lease);
      // A conflict too: somebody is writing the document or the wake at this moment.
      return 'superseded';
    },

    async abandon(lease, clean) {
      const { condition, attributes, values } = held(lease);
      try {
        await table.client.send(
          new UpdateItemCommand({
            TableName: table.name,
            Key: key(appPk(lease.app), sk.lease),
            UpdateExpression: 'SET #clean = :clean, #until = :until',
            ConditionExpression: condition,
            ExpressionAttributeNames: names(...attributes, 'until'),
            ExpressionAttributeValues: { ...values, ':clean': { BOOL: clean }, ':until': number(0) },
          }),
        );
      } catch (error) {
        throw isRefused(error) ? fenceLost(lease) : failed(error, 'UpdateItem');
      }
    },

    erase: (lease, sawGeneration) => erase(parts, lease, sawGeneration),
  };
}

type JsonItem = ReturnType<typeof key>;

/** Without a document nothing keeps the lease item alive: it goes, and a release asked twice finds none. */
function endLease(table: Table, lease: Lease, sawGeneration: number): TransactWriteItem {
  const at = { TableName: table.name, Key: key(appPk(lease.app), sk.lease) };
  const { condition, attributes, values } = held(lease);
  if (sawGeneration === 0)
    return {
      Delete: {
        ...at,
        ConditionExpression: `attribute_not_exists(#pk) OR (${condition})`,
        ExpressionAttributeNames: names('pk', ...attributes),
        ExpressionAttributeValues: values,
      },
    };
  return {
    Update: {
      ...at,
      UpdateExpression: 'SET #clean = :yes',
      ConditionExpression: condition,
      ExpressionAttributeNames: names(...attributes),
      ExpressionAttributeValues: { ...values, ':yes': { BOOL: true } },
    },
  };
}

function sameGeneration(table: Table, lease: Lease, generation: number): TransactWriteItem {
  return {
    ConditionCheck: {
      TableName: table.name,
      Key: key(appPk(lease.app), sk.spec),
      ConditionExpression: '#generation = :generation',
      ExpressionAttributeNames: names('generation'),
      ExpressionAttributeValues: { ':generation': number(generation) },
    },
  };
}

function absent(table: Table, lease: Lease, sortKey: string): TransactWriteItem {
  return {
    ConditionCheck: {
      TableName: table.name,
      Key: key(appPk(lease.app), sortKey),
      ConditionExpression: 'attribute_not_exists(#pk)',
      ExpressionAttributeNames: names('pk'),
    },
  };
}

/** Removes the wake that was seen, or puts the next one in its place; refused where another stands or this one was marked since. */
function consume(
  table: Table,
  lease: Lease,
  sawWake: string | undefined,
  next: JsonItem | undefined,
): TransactWriteItem {
  const seen = sawWake === undefined ? undefined : wakeSeen(sawWake);
  const condition = {
    ConditionExpression: `attribute_not_exists(#pk)${seen === undefined ? '' : ' OR (#id = :id AND #marks = :marks)'}`,
    ExpressionAttributeNames: seen === undefined ? names('pk') : names('pk', 'id', 'marks'),
    ...(seen === undefined
      ? {}
      : { ExpressionAttributeValues: { ':id': text(seen.id), ':marks': number(seen.marks) } }),
  };
  if (next !== undefined) return { Put: { TableName: table.name, Item: next, ...condition } };
  if (seen === undefined) return absent(table, lease, sk.wake);
  return { Delete: { TableName: table.name, Key: key(appPk(lease.app), sk.wake), ...condition } };
}
