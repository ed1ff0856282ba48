/** A whole list, page by page. */
import { type JsonObject, listOf, objectOf, textOf } from '../json.ts';
import type { Client } from './client.ts';

export interface List extends JsonObject {
  readonly items: readonly JsonObject[];
}

/** Follows `metadata.continue`; the answer has no cursor left. */
export async function listAll(client: Client, path: string): Promise<List> {
  const items: JsonObject[] = [];
  let head: JsonObject = {};
  let cursor = '';
  do {
    const query = cursor === '' ? '' : `?${new URLSearchParams({ continue: cursor })}`;
    const page = await client.request('GET', path + query);
    items.push(...listOf(page.items).map(objectOf));
    const { continue: next, ...metadata } = objectOf(page.metadata);
    head = { apiVersion: page.apiVersion ?? '', kind: page.kind ?? '', metadata };
    cursor = textOf(next);
  } while (cursor !== '');
  return { ...head, items };
}
