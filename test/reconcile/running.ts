/** An application that runs in a world, and what was asked of AWS on the way: for the tests of the engine's rules, which fail when
 * `npm run guards` takes the rule's guard away. */
import { expect } from 'vitest';
import type { Json, JsonObject } from '../../lib/json.ts';
import { functions, type World } from './world.ts';

export const hello: JsonObject = functions({ hello: { memory: 256 } });

export async function running(world: World, document: JsonObject = hello): Promise<void> {
  await world.apply(document);
  await world.run();
  expect(await world.status()).toMatchObject({ status: 'running' });
}

export function actions(world: World, from = 0): string[] {
  return world.aws.calls.slice(from).map(call => call.action);
}

export function changes(world: World, from = 0): string[] {
  return world.aws.calls
    .slice(from)
    .filter(call => call.mutates)
    .map(call => call.action);
}

/** Everything that exists as sorted lines, ids that AWS assigned left out: they differ from run to run. */
export function shape(listing: JsonObject): string[] {
  const lines: string[] = [];
  const walk = (path: string, value: Json): void => {
    if (typeof value !== 'object' || value === null) lines.push(`${path}=${String(value)}`);
    else for (const [key, inner] of Object.entries(value)) walk(`${path}/${key}`, inner);
  };
  walk('', listing);
  return lines.map(line => line.replaceAll(/(?<![a-z0-9])[a-z0-9]{10}(?![a-z0-9])/g, 'id')).sort();
}
