/** A batch of records or messages as Lambda hands it over: one look for each application, and which of them have to come again. */
import { messageOf } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { Delivery } from './dispatch.ts';

/** A record or message, by the id that Lambda knows it by; without a delivery it says nothing to us. */
export interface Carried {
  readonly id: string;
  readonly delivery: Delivery | undefined;
}

/** Lambda's answer of a partial batch. */
export interface BatchAnswer {
  readonly batchItemFailures: { readonly itemIdentifier: string }[];
}

/** What throws comes again by itself (its retry could not even be queued); the rest of the batch is done with. */
export async function lookAtBatch(
  batch: readonly Carried[],
  look: (delivery: Delivery) => Promise<void>,
  log: (line: JsonObject) => void,
): Promise<BatchAnswer> {
  const looks = new Map<string, { readonly delivery: Delivery; readonly ids: readonly string[] }>();
  for (const { id, delivery } of batch) {
    if (delivery === undefined) continue;
    const { app, wake = '' } = delivery;
    const key = `${app.namespace}/${app.name}/${wake}`;
    looks.set(key, { delivery, ids: [...(looks.get(key)?.ids ?? []), id] });
  }
  const failed = await Promise.all(
    [...looks.values()].map(async ({ delivery, ids }) => {
      try {
        await look(delivery);
        return [];
      } catch (error) {
        log({ level: 'error', app: { ...delivery.app }, error: messageOf(error) });
        return ids;
      }
    }),
  );
  return { batchItemFailures: failed.flat().map(itemIdentifier => ({ itemIdentifier })) };
}
