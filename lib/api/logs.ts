/** GET .../applications/{name}/logs: what the programs of an application wrote, oldest first, over all its log groups. */
import { OamError } from '../errors.ts';
import { objectOf, textOf } from '../json.ts';
import type { LogEvent } from '../ports.ts';
import { inParallel } from '../reconcile/runner.ts';
import { answer, type Call, pageOf } from './call.ts';
import { presentOf } from './history.ts';
import { timeOf } from './objects.ts';

/** Of one request: CloudWatch Logs takes five such questions a second. */
const groupsAtMost = 20;
const lookBackMs = 600_000;

export async function getLogs(call: Call): Promise<Response> {
  const { name, groups } = await groupsOf(call);
  const wanted = (call.query('component') ?? '').split(',').filter(component => component !== '');
  const components = [...new Set(groups.map(group => group.component))].sort();
  const stranger = wanted.find(component => !components.includes(component));
  if (stranger !== undefined) {
    const has = components.length === 0 ? 'no component of it does' : `there are those of ${components.join(', ')}`;
    throw new OamError('NotFound', `Component ${stranger} of ${name} has no log: ${has}`);
  }
  const asked = wanted.length === 0 ? groups : groups.filter(group => wanted.includes(group.component));
  if (asked.length > groupsAtMost) {
    const message = `${name} has ${asked.length} logs and ${groupsAtMost} can be read at once: name some (lateen logs -c a -c b, or ?component=a,b)`;
    throw new OamError('BadRequest', message);
  }
  const { limit = 1000, cursor } = pageOf(call, 10_000);
  const since = cursor === undefined ? sinceOf(call) : whenOf('continue', cursor);
  const pages = await inParallel(asked, 5, async ({ group, component }) => {
    const page = await call.deps.logs({ group, since, limit });
    return { ...page, events: page.events.map(event => ({ ...event, component })) };
  });
  // What is known completely ends where the first group that has more was cut.
  const cuts = pages.filter(page => page.truncated).map(page => page.events.at(-1)?.at ?? since);
  const end = Math.min(...cuts);
  const all = pages.flatMap(page => page.events).filter(event => event.at <= end);
  const items = all.sort(byTime).slice(0, limit);
  // From one moment on there is no next one to go on from, and a client would ask for ever.
  if (items.length === 0 && cuts.length > 0) {
    const less = 'ask for a shorter time (lateen logs --since 1m), or for one component (-c)';
    throw new OamError('Unavailable', `CloudWatch Logs searched for long and told nothing of ${name}: ${less}`);
  }
  const more = cuts.length > 0 || items.length < all.length;
  return answer(200, { items: items.map(itemOf), ...(more ? { continue: nextOf(items.at(-1)?.at, since) } : {}) });
}

/** The log groups that its inventory knows; a group that several components share is one of none. */
async function groupsOf(call: Call): Promise<{
  readonly name: string;
  readonly groups: readonly { readonly group: string; readonly component: string }[];
}> {
  const { rows, desired } = await presentOf(call);
  const groups = rows
    .filter(row => row.type === 'AWS::Logs::LogGroup' && row.identity !== undefined)
    .map(row => ({ group: textOf(objectOf(row.identity).LogGroupName), component: row.component }))
    .filter(({ group }) => group !== '');
  return { name: textOf(objectOf(desired.document.metadata).name), groups };
}

function byTime(a: LogEvent, b: LogEvent): number {
  return a.at - b.at;
}

/** The moment to go on from: its events come again (by the same ids), since there may be more of it; but it does not stand still. */
function nextOf(last: number | undefined, since: number): string {
  return String(last === undefined || last <= since ? since + 1 : last);
}

function itemOf({ id, at, component, stream, message }: LogEvent & { readonly component: string }) {
  return { id, at: timeOf(at), component, stream, message };
}

function sinceOf(call: Call): number {
  const since = call.query('since');
  return since === undefined ? call.deps.now() - lookBackMs : whenOf('since', since);
}

/** Milliseconds since the epoch, or an ISO time. */
function whenOf(what: string, text: string): number {
  const at = /^\d{1,16}$/.test(text) ? Number(text) : Date.parse(text);
  if (!Number.isNaN(at)) return at;
  throw new OamError('BadRequest', `${what} is a time as 2026-01-31T12:00:00Z, not ${JSON.stringify(text)}`);
}
