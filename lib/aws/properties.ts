/** Properties out of answers and into requests. */
import { type Json, type JsonObject, objectOf } from '../json.ts';
import { isNothing } from './diff.ts';

/** The properties of the schema that the answer says something about. */
export function said(schema: { readonly properties: object }, answer: JsonObject): Record<string, Json> {
  const picked: Record<string, Json> = {};
  for (const name of Object.keys(schema.properties)) {
    const value = answer[name];
    if (value !== undefined && !isNothing(value)) picked[name] = value;
  }
  return picked;
}

/** What an update has to send: the changed properties as desired, or as AWS has them by itself where they are no longer declared. */
export function reset(changed: readonly string[], desired: JsonObject, usual: JsonObject): JsonObject {
  const sent: Record<string, Json> = {};
  for (const name of changed) {
    const value = desired[name] ?? usual[name];
    if (value !== undefined) sent[name] = value;
  }
  return sent;
}

/** An object of settings with those it does not name as AWS has them by itself: for APIs that merge what they are sent. */
export function completed(value: Json | undefined, usual: Json | undefined): JsonObject {
  return { ...objectOf(usual), ...objectOf(value) };
}
