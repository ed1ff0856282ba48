/** `lateen events`: what happened to an application and why, newest last. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type JsonObject, listOf, objectOf, textOf } from '../../json.ts';
import { pathOf } from '../answer.ts';
import type { Context } from '../options.ts';
import { paint, print, table, write } from '../output.ts';
import { persist } from '../persist.ts';
import type { ExitCode } from '../problems.ts';

export async function events(context: Context, name: string, limit: number, following: boolean): Promise<ExitCode> {
  const path = `${pathOf('applications', context.namespace, name, 'events')}?limit=${limit}`;
  const answer = await context.client.request('GET', path);
  if (following) return await follow(context, path, answer);
  await print(context.output, answer, () => {
    const items = newestLast(answer);
    if (items.length === 0) return [`Nothing has happened to ${name} yet.`];
    return table(['AT', 'TYPE', 'REASON', 'COMPONENT', 'MESSAGE'], items.map(cellsOf));
  });
  return 0;
}

/** One line each, as they come, until Ctrl-C; JSON and YAML one document each. */
async function follow(context: Context, path: string, first: JsonObject): Promise<ExitCode> {
  const told = new Set<string>();
  for (let answer = first; ; answer = await persist(() => context.client.request('GET', path))) {
    for (const event of newestLast(answer)) {
      const id = textOf(event.id);
      if (told.has(id)) continue;
      told.add(id);
      if (context.output === 'text') write(process.stdout, [lineOf(event)]);
      else if (context.output === 'json') write(process.stdout, [JSON.stringify(event)]);
      else await print('yaml', event, () => []);
    }
    await sleep(pauseMs);
  }
}

const pauseMs = 1000;

function newestLast(answer: JsonObject): JsonObject[] {
  return listOf(answer.items).map(objectOf).toReversed();
}

function cellsOf(event: JsonObject): string[] {
  const principal = textOf(event.principal);
  const by = principal === '' ? '' : ` (by ${principal})`;
  return [
    textOf(event.at),
    textOf(event.type),
    textOf(event.reason),
    textOf(event.component),
    textOf(event.message) + by,
  ];
}

function lineOf(event: JsonObject): string {
  const [at = '', type = '', reason = '', component = '', message = ''] = cellsOf(event);
  const word = type === 'Warning' ? paint('yellow', reason) : reason;
  return [paint('dim', at), word, component, message].filter(part => part !== '').join('  ');
}
