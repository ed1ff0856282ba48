/** `lateen logs`: what the programs of an application wrote, oldest first, and what they go on to write. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type JsonObject, listOf, objectOf, textOf } from '../../json.ts';
import { pathOf } from '../answer.ts';
import type { Context } from '../options.ts';
import { type Colour, paint, print, write } from '../output.ts';
import { persist } from '../persist.ts';
import type { ExitCode } from '../problems.ts';

export interface LogsOptions {
  readonly follow: boolean;
  readonly component: readonly string[];
  /** How long ago to begin (ms). */
  readonly since: number;
}

const pauseMs = 1500;
/** CloudWatch Logs shows some events seconds after others that were written later. */
const overlapMs = 15_000;

export async function logs(context: Context, name: string, options: LogsOptions): Promise<ExitCode> {
  const since = Date.now() - options.since;
  const read = reader(context, name, options.component);
  if (options.follow) return await follow(context, read, since);
  const items: JsonObject[] = [];
  let shown = false;
  for await (const event of eventsFrom(read, since, new Map())) {
    shown = true;
    if (context.output === 'text') show(context, event);
    else items.push(event);
  }
  await print(context.output, { items }, () => []);
  if (context.output === 'text' && !shown)
    write(process.stderr, [
      `Nothing was written since ${new Date(since).toISOString()}; --since looks further back, -f waits.`,
    ]);
  return 0;
}

type Read = (place: Readonly<Record<string, string>>) => Promise<JsonObject>;

function reader(context: Context, name: string, components: readonly string[]): Read {
  const path = pathOf('applications', context.namespace, name, 'logs');
  const only: Readonly<Record<string, string>> = components.length === 0 ? {} : { component: components.join(',') };
  return place => context.client.request('GET', `${path}?${new URLSearchParams({ ...only, ...place })}`);
}

/** Every event from a moment on that was not told yet; `told` learns their ids, with their times. */
async function* eventsFrom(read: Read, since: number, told: Map<string, number>): AsyncGenerator<JsonObject> {
  let place: Readonly<Record<string, string>> = { since: new Date(since).toISOString() };
  for (;;) {
    const answer = await read(place);
    for (const event of listOf(answer.items).map(objectOf)) {
      const id = textOf(event.id);
      if (told.has(id)) continue;
      told.set(id, Date.parse(textOf(event.at)));
      yield event;
    }
    const next = textOf(answer.continue);
    if (next === '') return;
    place = { continue: next };
  }
}

/** Until Ctrl-C: again and again from a little before the last event. */
async function follow(context: Context, read: Read, since: number): Promise<ExitCode> {
  let from = since;
  const told = new Map<string, number>();
  for (;;) {
    let last = from;
    for await (const event of eventsFrom(place => persist(() => read(place)), from, told)) {
      show(context, event);
      last = Math.max(last, Date.parse(textOf(event.at)));
    }
    from = Math.max(since, Math.min(last, Date.now()) - overlapMs);
    for (const [id, at] of told) if (at < from) told.delete(id);
    await sleep(pauseMs);
  }
}

const colours: readonly Colour[] = ['cyan', 'magenta', 'green', 'yellow', 'blue'];
const colourOf = new Map<string, Colour>();

function show(context: Context, event: JsonObject): void {
  if (context.output !== 'text') {
    write(process.stdout, [JSON.stringify(event)]);
    return;
  }
  const component = textOf(event.component);
  const colour = colourOf.get(component) ?? colours[colourOf.size % colours.length] ?? 'cyan';
  colourOf.set(component, colour);
  const head = `${paint('dim', textOf(event.at))} ${paint(colour, component)}`;
  const lines = textOf(event.message).trimEnd().split('\n');
  write(
    process.stdout,
    lines.map(line => `${head} ${line}`),
  );
}
