/** What the options mean: shared by the commands that take them. */
import { InvalidArgumentError } from 'commander';
import type { Client } from './client.ts';
import type { Format } from './output.ts';

/** What every command gets. */
export interface Context {
  readonly client: Client;
  readonly output: Format;
  readonly namespace: string;
}

/** `90s`, `5m`, `1h` or seconds, in milliseconds. */
export function parseDuration(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
  if (amount === undefined) throw new InvalidArgumentError('Write it as 90s, 5m or 1h.');
  const factors: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  return Number(amount) * (factors[unit ?? 's'] ?? 1000);
}

/** An option that may be said several times. */
export function several(text: string, before: readonly string[]): string[] {
  return [...before, text];
}

/** A whole number from 1. */
export function parseCount(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('Write a whole number from 1.');
  return Number(text);
}
