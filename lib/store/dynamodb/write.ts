/** Storing what users want: all documents of a request in one transaction, each on the condition that it is what was read. */
import { setTimeout as pause } from 'node:timers/promises';
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { OamError } from '../../errors.ts';
import type { StoredDefinition } from '../../ports.ts';
import type { ObjectKey, Write } from '../desired.ts';
import { eventSk, objectPk, revisionSk, sk } from '../keys.ts';
import { checkDocument, eventLife } from '../limits.ts';
import { changedMeanwhile, checkWrites, nameOf } from '../transaction.ts';
import { desiredItem, expiry, key, pack, text } from './codec.ts';
import { names, type Table, transact } from './requests.ts';

interface Parts {
  readonly table: Table;
  readonly now: () => number;
  readonly id: () => string;
}

/** Waits (ms) while a wave's release is under way on one of the documents: it only reads them, so nothing has changed. */
const pauses = [0, 20, 60, 150];

export async function write(parts: Parts, writes: readonly Write[]): Promise<void> {
  checkWrites(writes);
  for (const { key: of, desired } of writes)
    checkDocument(nameOf(of), JSON.stringify(desired.document), desired.document);
  if (writes.length === 0) return;
  const items = writes.flatMap(one => itemsOf(parts, one));
  let blocked: ObjectKey | undefined;
  for (const wait of pauses) {
    if (wait > 0) await pause(wait);
    const refused = await transact(
      parts.table,
      items.map(({ item }) => item),
    );
    if (refused === undefined) return;
    const changed = items[refused.reasons.indexOf('ConditionalCheckFailed')];
    if (changed !== undefined) throw changedMeanwhile(changed.of, false);
    blocked = items[refused.reasons.indexOf('TransactionConflict')]?.of;
  }
  if (blocked === undefined) throw new OamError('Unavailable', 'The documents are being changed by others');
  throw changedMeanwhile(blocked, true);
}

function itemsOf(
  { table, now, id }: Parts,
  { key: of, expected, desired, definition, event }: Write,
): { readonly of: ObjectKey; readonly item: TransactWriteItem }[] {
  const pk = objectPk(of);
  const puts: TransactWriteItem[] = [
    {
      Put: {
        TableName: table.name,
        Item: { ...key(pk, sk.spec), ...desiredItem(of, desired, definition) },
        ...(expected === undefined
          ? { ConditionExpression: 'attribute_not_exists(#pk)', ExpressionAttributeNames: names('pk') }
          : {
              ConditionExpression: '#resourceVersion = :expected',
              ExpressionAttributeNames: names('resourceVersion'),
              ExpressionAttributeValues: { ':expected': text(expected) },
            }),
      },
    },
  ];
  if (definition !== undefined && of.kind !== 'Application') {
    const { namespace, name, kind } = of;
    const stored: StoredDefinition = { kind, namespace, name, ...definition, document: desired.document };
    puts.push({
      Put: { TableName: table.name, Item: { ...key(pk, revisionSk(definition.revision)), body: pack(stored) } },
    });
  }
  if (event !== undefined)
    puts.push({
      Put: {
        TableName: table.name,
        Item: { ...key(pk, eventSk(id())), body: pack(event), expires: expiry(now() + eventLife) },
      },
    });
  return puts.map(item => ({ of, item }));
}
