/** Attributes of load balancers and target groups: a list of texts by key, of which only what is declared is ours. */
import { isObject, type Json, type JsonObject, listOf, objectOf, textOf } from '../../json.ts';
import { list, structure, text } from '../schema.ts';

/** Those that AWS has a value for where nothing is said: one that is no longer declared goes back to it. */
export function attributeList(usual: Readonly<Record<string, string>>): JsonObject {
  return list(structure({ Key: { type: 'string', enum: Object.keys(usual) }, Value: text() }, 'Key', 'Value'));
}

/** By key: what is compared. */
export function attributeMap(value: Json | undefined): JsonObject {
  return Object.fromEntries(
    listOf(value)
      .filter(isObject)
      .map(one => [textOf(one.Key), textOf(one.Value)]),
  );
}

/** What AWS says of all attributes: only those that are declared now or were applied are compared. */
export function attributesSaid(answer: unknown): Json {
  return listOf(JSON.parse(JSON.stringify(answer ?? [])))
    .map(objectOf)
    .map(({ Key, Value }) => ({ Key: textOf(Key), Value: textOf(Value) }));
}

/** What to send so that the attributes become the desired ones; what was applied and is declared no more goes back to `usual`. */
export function attributesToSend(
  desired: Json | undefined,
  applied: Json | undefined,
  usual: Readonly<Record<string, string>>,
): { readonly Key: string; readonly Value: string }[] {
  const wanted = attributeMap(desired);
  const gone = Object.keys(attributeMap(applied)).filter(key => wanted[key] === undefined);
  return [
    ...Object.entries(wanted).map(([Key, Value]) => ({ Key, Value: textOf(Value) })),
    ...gone.flatMap(Key => (usual[Key] === undefined ? [] : [{ Key, Value: usual[Key] }])),
  ];
}
