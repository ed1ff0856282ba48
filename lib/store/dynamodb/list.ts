/** A page of stored objects with their status: keys from the index, values from the table. */
import type { JsonObject } from '../../json.ts';
import type { Page, PageOf } from '../agenda.ts';
import type { Listed, ObjectKind } from '../desired.ts';
import { objectPk, sk } from '../keys.ts';
import { definitionPart, desiredOf, type Item, key, textAt, unpack } from './codec.ts';
import { changedKeys } from './listing.ts';
import { batchGet, type Table } from './requests.ts';

/** A document and a status each, of the 100 keys that one request takes. */
const objectsARequest = 50;

export async function list(
  table: Table,
  kind: ObjectKind,
  namespace: string | undefined,
  page: PageOf,
): Promise<Page<Listed>> {
  const { items: keys, ...rest } = await changedKeys(table, kind, namespace, page);
  const found = new Map<string, Item>();
  for (let i = 0; i < keys.length; i += objectsARequest) {
    const wanted = keys
      .slice(i, i + objectsARequest)
      .flatMap(one => [key(objectPk(one), sk.spec), key(objectPk(one), sk.status)]);
    for (const item of await batchGet(table, wanted)) found.set(`${textAt(item, 'pk')} ${textAt(item, 'sk')}`, item);
  }
  const items = keys.flatMap(one => {
    const spec = found.get(`${objectPk(one)} ${sk.spec}`);
    const status = found.get(`${objectPk(one)} ${sk.status}`);
    if (spec === undefined) return [];
    const definition = definitionPart(spec);
    return [
      {
        key: one,
        desired: desiredOf(spec),
        status: status === undefined ? undefined : unpack<JsonObject>(status),
        ...(definition === undefined ? {} : { definition }),
      },
    ];
  });
  return { items, ...rest };
}
