/** What the DynamoDB adapter sends and how it takes refusals that no emulator gives: conflicts, throttles, broken connections. */
import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { type JsonObject, objectOf, textOf, trusted } from '../../lib/json.ts';
import type { Lease } from '../../lib/ports.ts';
import { createDynamoStore } from '../../lib/store/dynamodb.ts';
import { creation, event, row } from '../contract/store/bench.ts';

const app = { namespace: 'default', name: 'shop' };
const lease: Lease = { app, uid: '', owner: 'o', fence: 4, until: 0, clean: true };
const wake = { id: 'w', at: 5, because: 'a test' };
const now = Date.UTC(2026, 0, 1);

type Answer = JsonObject | Error;

/** A store whose requests get these answers in turn (the last one for ever), and what it sent. */
function storeWith(...answers: readonly Answer[]) {
  const sent: { readonly action: string; readonly input: JsonObject }[] = [];
  const client = trusted<DynamoDBClient>({
    send: async (command: { constructor: { name: string }; input: JsonObject }) => {
      const answer = answers[Math.min(sent.length, answers.length - 1)] ?? {};
      sent.push({ action: command.constructor.name.replace('Command', ''), input: command.input });
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  return { sent, store: createDynamoStore({ client, table: 'table', now: () => now, id: () => 'ID' }) };
}

function awsError(name: string, detail: object = {}): Error {
  return Object.assign(new Error(`${name} said AWS`), { name, ...detail });
}

/** A cancelled transaction, with the reason of each item. */
function canceled(...codes: readonly string[]): Error {
  return awsError('TransactionCanceledException', { CancellationReasons: codes.map(Code => ({ Code })) });
}

function itemsOf(sent: readonly { readonly input: JsonObject }[]): TransactWriteItem[] {
  return sent.flatMap(one => trusted<TransactWriteItem[]>(one.input.TransactItems ?? []));
}

describe('writes of a holder', () => {
  const methods = (store: ReturnType<typeof storeWith>['store']) => ({
    intend: () => store.intend(lease, [row('a')]),
    settle: () => store.settle(lease, [row('a')], ['b']),
    report: () => store.report(lease, {}, [event('A')]),
  });

  for (const method of ['intend', 'settle', 'report'] as const) {
    test(`${method}: a lost fence is Fenced`, async () => {
      const { store } = storeWith(canceled('ConditionalCheckFailed', 'None', 'None'));
      await expect(methods(store)[method]()).rejects.toMatchObject({ code: 'Fenced' });
    });

    test(`${method}: a conflict is Unavailable, not Fenced`, async () => {
      const { store } = storeWith(canceled('TransactionConflict', 'None', 'None'));
      await expect(methods(store)[method]()).rejects.toMatchObject({ code: 'Unavailable', retry: true });
    });

    test(`${method}: a throttled table is Throttled`, async () => {
      const { store } = storeWith(canceled('None', 'ThrottlingError', 'None'));
      await expect(methods(store)[method]()).rejects.toMatchObject({ code: 'Throttled', retry: true });
    });
  }

  test('the first item of each is the condition on holder and fence', async () => {
    const { store, sent } = storeWith({});
    await store.intend(lease, [row('a')]);
    const [check] = itemsOf(sent);
    expect(check?.ConditionCheck).toMatchObject({
      Key: { pk: { S: 'Application#default/shop' }, sk: { S: 'LEASE' } },
      ConditionExpression: '#owner = :owner AND #fence = :fence AND #clean = :no',
      ExpressionAttributeValues: { ':owner': { S: 'o' }, ':fence': { N: '4' }, ':no': { BOOL: false } },
    });
  });

  test('events expire after 30 days, in seconds', async () => {
    const { store, sent } = storeWith({});
    await store.report(lease, {}, [event('A')]);
    const item = itemsOf(sent).at(-1)?.Put?.Item;
    expect(item?.expires).toEqual({ N: String(now / 1000 + 30 * 24 * 3600) });
    expect(item?.sk).toEqual({ S: 'EVENT#ID' });
  });

  test('an erased application leaves a tombstone for 24 h, in the listings by change', async () => {
    const { store, sent } = storeWith({});
    expect(await store.erase(lease, 1)).toBe('erased');
    const stone = itemsOf(sent).find(one => one.Put?.Item?.sk?.S === 'TOMBSTONE');
    expect(stone?.Put?.Item).toMatchObject({
      pk: { S: 'Application#default/shop' },
      kind: { S: 'Application' },
      scope: { S: 'Application#default' },
      changed: { S: 'ID#default/shop' },
      expires: { N: String(now / 1000 + 24 * 3600) },
    });
  });
});

describe('acquire', () => {
  test('is held while a transaction of the holder is under way', async () => {
    const { store } = storeWith(awsError('TransactionConflictException'));
    expect(await store.acquire(app, 'o', now)).toBe('held');
  });

  test('says so when the table is not there', async () => {
    const { store } = storeWith(awsError('ResourceNotFoundException'));
    await expect(store.acquire(app, 'o', now)).rejects.toMatchObject({ code: 'Missing' });
  });

  test('is Unavailable when the connection breaks', async () => {
    const { store } = storeWith(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
    await expect(store.acquire(app, 'o', now)).rejects.toMatchObject({ code: 'Unavailable', retry: true });
  });
});

describe('release', () => {
  test.each([
    ['document', canceled('None', 'TransactionConflict', 'None')],
    ['wake', canceled('None', 'None', 'TransactionConflict')],
  ])('a %s that is being written supersedes it', async (_what, refusal) => {
    expect(await storeWith(refusal).store.release(lease, 1, undefined)).toBe('superseded');
  });

  test('a throttled table is no answer', async () => {
    const { store } = storeWith(canceled('None', 'None', 'ThrottlingError'));
    await expect(store.release(lease, 1, undefined)).rejects.toMatchObject({ code: 'Throttled' });
  });
});

describe('wakes', () => {
  const unlessEarlier = 'attribute_not_exists(#pk) OR #at > :at';

  test('are stored again when a release was under way', async () => {
    const { store, sent } = storeWith(awsError('TransactionConflictException'), {});
    expect(await store.storeWake(app, wake)).toBe(true);
    expect(sent.map(one => one.input.ConditionExpression)).toEqual([unlessEarlier, unlessEarlier]);
  });

  test('are put after all when the one that stood was consumed before it could be marked', async () => {
    const refusal = awsError('ConditionalCheckFailedException');
    const { store, sent } = storeWith(refusal, refusal, {});
    expect(await store.storeWake(app, wake)).toBe(true);
    expect(sent.map(one => one.input.ConditionExpression === unlessEarlier)).toEqual([true, false, true]);
    // A later wake that took its place is not the one that stood: marking that one would leave nobody to come now.
    expect(sent[1]?.input).toMatchObject({
      ConditionExpression: 'attribute_exists(#pk) AND #at <= :at',
      ExpressionAttributeValues: { ':at': { N: '5' } },
    });
  });

  test('give up after a few tries', async () => {
    const { store } = storeWith(awsError('TransactionConflictException'));
    await expect(store.storeWake(app, wake)).rejects.toMatchObject({ code: 'Unavailable', retry: true });
  });
});

describe('write', () => {
  test('is repeated while a release only looks at the document', async () => {
    const { store, sent } = storeWith(canceled('TransactionConflict'), {});
    await store.write([creation(app)]);
    expect(sent).toHaveLength(2);
  });

  test('a lasting conflict names the object and may be tried again', async () => {
    const { store } = storeWith(canceled('None', 'TransactionConflict'));
    const writing = store.write([creation({ ...app, name: 'a' }), creation({ ...app, name: 'b' })]);
    const message = expect.stringContaining('Application default/b');
    await expect(writing).rejects.toMatchObject({ code: 'Conflict', retry: true, message });
  });

  test('a failed condition is not repeated', async () => {
    const { store, sent } = storeWith(canceled('ConditionalCheckFailed'));
    await expect(store.write([creation(app)])).rejects.toMatchObject({ code: 'Conflict', retry: false });
    expect(sent).toHaveLength(1);
  });
});

describe('reads', () => {
  test('keys that did not fit into one answer are asked for again', async () => {
    const key = { pk: { S: 'ENV#local' }, sk: { S: 'ENV' } };
    const rest = { Responses: { table: [] }, UnprocessedKeys: { table: { Keys: [key] } } };
    const first = { ...rest, Responses: { table: [{ pk: { S: 'x' }, sk: { S: 'y' } }] } };
    const item = { ...key, body: { S: '{"region":"r"}' } };
    const { store, sent } = storeWith(first, { Responses: { table: [item] } });
    expect((await store.catalog([], 'local')).environment).toEqual({ region: 'r' });
    expect(objectOf(objectOf(sent[1]?.input.RequestItems).table).Keys).toEqual([key]);
    await expect(storeWith(rest).store.catalog([], 'local')).rejects.toMatchObject({ code: 'Throttled' });
  });

  test('what is there now is read without revisions and index entries', async () => {
    const { store, sent } = storeWith({ Items: [] });
    await store.present(app);
    const ranges = sent.map(({ input }) => objectOf(input.ExpressionAttributeValues));
    const isRead = (sortKey: string): boolean =>
      ranges.some(
        range => textOf(objectOf(range[':first']).S) <= sortKey && sortKey <= textOf(objectOf(range[':last']).S),
      );
    const keys = ['EVENT#01', 'LEASE', 'REF#blob#1', 'RES#local/web/-/a#1', 'REV#0000000001', 'SPEC', 'STATUS', 'WAKE'];
    expect(keys.filter(isRead)).toEqual(['RES#local/web/-/a#1', 'SPEC', 'STATUS', 'WAKE']);
  });

  test('what nobody asks for any more comes with the status that says so, whenever a wave ends', async () => {
    // A query is no snapshot: it reads item by item, and a wave reports and releases in between.
    const count = (await readBeside(Number.POSITIVE_INFINITY)).looked;
    expect(count).toBeGreaterThanOrEqual(3);
    for (let end = 0; end <= count; end++) {
      const { found } = await readBeside(end);
      const open = found.wake?.asks !== undefined;
      expect([end, open || found.status?.phase === 'new']).toEqual([end, true]);
    }
  });

  test('an item that is too large is refused in our words', async () => {
    const { store } = storeWith(awsError('ValidationException', { message: 'Item size has exceeded the limit' }));
    await expect(store.storeWake(app, wake)).rejects.toMatchObject({ code: 'TooLarge' });
  });
});

/** What `present` finds where a wave ends after this many items were looked at. */
async function readBeside(end: number) {
  const body = (value: JsonObject) => ({ body: { S: JSON.stringify(value) } });
  const table: Record<string, JsonObject> = {
    'RES#local/web/-/a#1': body({ key: 'a' }),
    SPEC: body({}),
    STATUS: body({ phase: 'old' }),
    WAKE: { id: { S: 'w' }, asks: { SS: ['redeploy'] } },
  };
  let looked = 0;
  const client = trusted<DynamoDBClient>({
    send: async ({ input }: { input: JsonObject }) => {
      const range = objectOf(input.ExpressionAttributeValues);
      const Items: JsonObject[] = [];
      for (const sk of Object.keys(table)) {
        if (sk < textOf(objectOf(range[':first']).S) || sk > textOf(objectOf(range[':last']).S)) continue;
        await Promise.resolve();
        if (looked++ === end) {
          table.STATUS = body({ phase: 'new' });
          table.WAKE = { id: { S: 'w' } };
        }
        Items.push({ sk: { S: sk }, ...table[sk] });
      }
      return { Items };
    },
  });
  const store = createDynamoStore({ client, table: 'table', now: () => now, id: () => 'ID' });
  return { found: await store.present(app), looked };
}
