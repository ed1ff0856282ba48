/** The one way out to AWS: a Call as data becomes one request of the SDK, its answer becomes JSON, its error an OamError. No retry, no sleep. */
import { OamError } from '../errors.ts';
import { type Json, trusted } from '../json.ts';
import type { Call } from '../ports.ts';
import type { Client, ClientConfig } from './clients/client.ts';
import { services } from './clients/services.ts';
import { failureOf } from './failure.ts';

/** Where the calls of one target go. Without `endpoint` the SDK reads AWS_ENDPOINT_URL_<SERVICE> and AWS_ENDPOINT_URL, without
 * `credentials` it takes those of the environment. */
interface Target {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: ClientConfig['credentials'];
}

export interface SendOptions {
  /** By the name of the environment row. */
  readonly targets: Readonly<Record<string, Target>>;
  /** How long one request may take in all; 10 s by default. */
  readonly timeoutMs?: number;
}

export function createSend(options: SendOptions): (call: Call) => Promise<Json> {
  const timeoutMs = options.timeoutMs ?? 10_000;
  const clients = new Map<string, Client>();
  return async call => {
    const target = options.targets[call.target];
    if (target === undefined) throw new OamError('Internal', `There is no target ${JSON.stringify(call.target)}`);
    const load = services[call.service];
    if (load === undefined) throw new OamError('Internal', `There is no client for ${call.service}`);
    const { service } = await load();
    const Command = service.commands[call.action];
    if (Command === undefined) throw new OamError('Internal', `No driver may send ${call.service} ${call.action}`);
    const key = `${call.target}/${call.service}`;
    const client = clients.get(key) ?? service.create(configOf(target, timeoutMs));
    clients.set(key, client);
    try {
      const command = new Command(trusted<never>(call.input));
      return toJson(await client.send(trusted<never>(command), { abortSignal: AbortSignal.timeout(timeoutMs) })) ?? {};
    } catch (error) {
      throw failureOf(error, call);
    }
  };
}

function configOf(target: Target, timeoutMs: number): ClientConfig {
  return {
    region: target.region,
    ...(target.endpoint === undefined ? {} : { endpoint: target.endpoint }),
    ...(target.credentials === undefined ? {} : { credentials: target.credentials }),
    // The engine retries: by a wake, with the application's state read anew.
    maxAttempts: 1,
    requestHandler: { connectionTimeout: Math.min(timeoutMs, 3000) },
  };
}

/** The answer as JSON: times as ISO strings, bytes as base64; what is undefined and the SDK's metadata are left out. */
export function toJson(value: unknown): Json | undefined {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(item => toJson(item) ?? null);
  if (typeof value === 'object' && value !== null) {
    const copy: Record<string, Json> = {};
    for (const [key, inner] of Object.entries(value)) {
      const json = key === '$metadata' ? undefined : toJson(inner);
      if (json !== undefined) copy[key] = json;
    }
    return copy;
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null
    ? value
    : undefined;
}
