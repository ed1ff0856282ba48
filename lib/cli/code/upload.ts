/** Zips brought to where functions read them: each once, by the hash of its bytes. */
import { messageOf, OamError } from '../../errors.ts';
import { type JsonObject, objectOf, textOf } from '../../json.ts';
import type { Client } from '../client.ts';
import type { Packed } from './pack.ts';

/** Long enough for 50 MB on a slow line. */
const uploadWithinMs = 300_000;

/** `false` where it was there before. */
export async function upload(client: Client, { sha256, bytes }: Packed): Promise<boolean> {
  const text = JSON.stringify({ sha256, size: bytes.length });
  const answer = await client.request('POST', '/blobs', { text, type: 'application/json' });
  if (answer.exists === true) return false;
  await put(objectOf(answer.upload), bytes);
  return true;
}

async function put(target: JsonObject, bytes: Uint8Array): Promise<void> {
  const headers = Object.entries(objectOf(target.headers)).map(([name, value]) => [name, textOf(value)]);
  let said: string;
  try {
    const response = await fetch(textOf(target.url), {
      method: textOf(target.method) || 'PUT',
      headers: Object.fromEntries(headers),
      body: Buffer.from(bytes),
      signal: AbortSignal.timeout(uploadWithinMs),
    });
    if (response.ok) return;
    said = `${response.status} ${(await response.text()).slice(0, 200)}`.trim();
  } catch (error) {
    said = messageOf(error instanceof Error && error.cause instanceof Error ? error.cause : error);
  }
  throw new OamError('Unavailable', `The code could not be uploaded to ${new URL(textOf(target.url)).host}: ${said}`);
}
