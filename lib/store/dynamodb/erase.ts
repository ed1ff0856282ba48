/** Removing an object with everything that only it needs: one read of the keys, then as a rule one transaction. */
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Lease } from '../../ports.ts';
import type { ObjectKey } from '../desired.ts';
import { appPk, objectPk, sk } from '../keys.ts';
import { tombstoneLife, transactionItems } from '../limits.ts';
import { expiry, type Item, indexed, key, number, text, textAt } from './codec.ts';
import { conflict, fence, fenceLost, held } from './fence.ts';
import { names, query, type Refused, type Table, transact } from './requests.ts';

interface Parts {
  readonly table: Table;
  readonly now: () => number;
  readonly id: () => string;
}

export async function erase(parts: Parts, lease: Lease, sawGeneration: number): Promise<'erased' | 'superseded'> {
  const { table } = parts;
  const of: ObjectKey = { kind: 'Application', ...lease.app };
  const pk = appPk(lease.app);
  const unchanged = {
    condition: '#generation = :generation',
    attributes: ['generation'],
    values: { ':generation': number(sawGeneration) },
  };
  const remnants = await remnantsOf(table, pk);
  const stillHeld = fence(table, lease);
  const stillThere: TransactWriteItem = { ConditionCheck: conditional(table, pk, sk.spec, unchanged) };
  const refused =
    (await removeAll(table, [stillHeld, stillThere], remnants.slice(keptForLast))) ??
    (await transact(table, [
      { Delete: conditional(table, pk, sk.lease, held(lease)) },
      { Delete: conditional(table, pk, sk.spec, unchanged) },
      ...[sk.status, sk.wake, sk.run].map(one => ({ Delete: { TableName: table.name, Key: key(pk, one) } })),
      tombstone(parts, of),
      ...remnants.slice(0, keptForLast).map(one => ({ Delete: { TableName: table.name, Key: one } })),
    ]));
  if (refused === undefined) return 'erased';
  if (refused.reasons[0] === 'ConditionalCheckFailed') throw fenceLost(lease);
  if (refused.reasons[1] === 'ConditionalCheckFailed') return 'superseded';
  throw conflict(lease);
}

/** Removes a definition; answers how it was refused where its resourceVersion is another by now. */
export async function eraseDefinition(parts: Parts, of: ObjectKey, expected: string): Promise<Refused | undefined> {
  const { table } = parts;
  const pk = objectPk(of);
  const unchanged = {
    condition: '#resourceVersion = :expected',
    attributes: ['resourceVersion'],
    values: { ':expected': text(expected) },
  };
  const remnants = await remnantsOf(table, pk);
  const stillThere: TransactWriteItem = { ConditionCheck: conditional(table, pk, sk.spec, unchanged) };
  return (
    (await removeAll(table, [stillThere], remnants.slice(keptForLast))) ??
    (await transact(table, [
      { Delete: conditional(table, pk, sk.spec, unchanged) },
      tombstone(parts, of),
      ...remnants.slice(0, keptForLast).map(one => ({ Delete: { TableName: table.name, Key: one } })),
    ]))
  );
}

/** How many revisions and index entries fit into the last transaction beside the object's own items. */
const keptForLast = 90;

/** The keys of revisions and index entries. Rows are not among them: a retained one outlives its application. */
async function remnantsOf(table: Table, pk: string): Promise<Item[]> {
  const items = await query(table, {
    ConsistentRead: true,
    KeyConditionExpression: '#pk = :pk AND begins_with(#sk, :re)',
    ProjectionExpression: '#pk, #sk',
    ExpressionAttributeNames: names('pk', 'sk'),
    ExpressionAttributeValues: { ':pk': text(pk), ':re': text('RE') },
  });
  return items.flatMap(item => (/^RE[FV]#/.test(textAt(item, 'sk')) ? [key(pk, textAt(item, 'sk'))] : []));
}

/** What does not fit into the last transaction, each batch on the same conditions. */
async function removeAll(
  table: Table,
  conditions: readonly TransactWriteItem[],
  keys: readonly Item[],
): Promise<Refused | undefined> {
  const size = transactionItems - conditions.length;
  for (let i = 0; i < keys.length; i += size) {
    const batch = keys.slice(i, i + size).map(one => ({ Delete: { TableName: table.name, Key: one } }));
    const refused = await transact(table, [...conditions, ...batch]);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

function conditional(
  table: Table,
  pk: string,
  sortKey: string,
  on: { readonly condition: string; readonly attributes: readonly string[]; readonly values: Item },
): {
  TableName: string;
  Key: Item;
  ConditionExpression: string;
  ExpressionAttributeNames: Record<string, string>;
  ExpressionAttributeValues: Item;
} {
  return {
    TableName: table.name,
    Key: key(pk, sortKey),
    ConditionExpression: on.condition,
    ExpressionAttributeNames: names(...on.attributes),
    ExpressionAttributeValues: on.values,
  };
}

/** Tells those who watch that the object is gone, for 24 h. */
function tombstone({ table, now, id }: Parts, of: ObjectKey): TransactWriteItem {
  const resourceVersion = id();
  return {
    Put: {
      TableName: table.name,
      Item: {
        ...key(objectPk(of), sk.tombstone),
        ...indexed(of, resourceVersion),
        resourceVersion: text(resourceVersion),
        expires: expiry(now() + tombstoneLife),
      },
    },
  };
}
