/** GET .../logs: which groups are asked, in what order their events come, where an answer is cut, who may. */
import { describe, expect, it } from 'vitest';
import { at, trusted } from '../../lib/json.ts';
import type { LogPage, LogQuery, Row } from '../../lib/ports.ts';
import { nobody, setup, type TestApi, teamA, viewer } from './setup.ts';

const app = { namespace: 'default', name: 'web' };
const logs = '/apis/core.oam.dev/v1beta1/namespaces/default/applications/web/logs';
const yaml = `apiVersion: core.oam.dev/v1beta1
kind: ComponentDefinition
metadata: {name: thing}
spec: {}
---
apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: web}
spec: {components: [{name: main, type: thing}]}
`;

function row(component: string, group: string | undefined, type = 'AWS::Logs::LogGroup'): Row {
  const identity = group === undefined ? undefined : { LogGroupName: group };
  const rest = { target: 'local', trait: '-', name: '', token: '', phase: 'live', attributes: {}, health: 'ready' };
  const times = { message: '', needs: [], seen: 0, since: 0 };
  return trusted({ key: `local/${component}/-/${type}`, type, component, identity, ...rest, ...times });
}

/** An application with these rows, and logs of each group at these times; of those `searched` AWS tells nothing, and that there may be more. */
async function withLogs(
  rows: readonly Row[],
  written: Readonly<Record<string, readonly number[]>>,
  searched: readonly string[] = [],
): Promise<TestApi & { asked: LogQuery[] }> {
  const asked: LogQuery[] = [];
  const read = async (query: LogQuery): Promise<LogPage> => {
    asked.push(query);
    if (searched.includes(query.group)) return { events: [], truncated: true };
    const events = (written[query.group] ?? [])
      .filter(time => time >= query.since)
      .map((time, i) => ({
        id: `${query.group}-${i}-${time}`,
        at: time,
        stream: 's',
        message: `${query.group} ${time}`,
      }));
    return { events: events.slice(0, query.limit), truncated: events.length > query.limit };
  };
  const api = await setup({ logs: read });
  await api.post(yaml);
  const lease = await api.store.acquire(app, 'test', 1_000_000);
  if (lease === 'held') throw new Error('held');
  await api.store.intend(lease, rows);
  return { ...api, asked };
}

const two = [row('a', 'lt-a'), row('b', 'lt-b'), row('c', undefined), row('a', 'fn', 'AWS::Lambda::Function')];
const messages = (body: unknown): unknown[] =>
  trusted<{ items: { message: string }[] }>(body).items.map(item => item.message);

describe('logs', () => {
  it('come from all groups of the inventory, oldest first, of the last ten minutes', async () => {
    const api = await withLogs(two, {});
    const { now } = api.clock;
    const written = await withLogs(two, { 'lt-a': [now - 3000, now - 1000], 'lt-b': [now - 2000, now - 700_000] });
    const answer = await written.send('GET', logs, { as: viewer });
    expect(answer.status).toBe(200);
    expect(messages(answer.body)).toEqual([`lt-a ${now - 3000}`, `lt-b ${now - 2000}`, `lt-a ${now - 1000}`]);
    expect(at(answer.body, '/items/0')).toMatchObject({
      component: 'a',
      stream: 's',
      at: expect.stringMatching(/^2026/),
    });
    expect(answer.body.continue).toBeUndefined();
    expect(written.asked.map(query => query.group).sort()).toEqual(['lt-a', 'lt-b']);
    expect(written.asked[0]?.since).toBe(now - 600_000);
  });

  it('are those of the components that are named, and since the time that is said', async () => {
    const { send, asked } = await withLogs(two, { 'lt-b': [5000, 7000] });
    const answer = await send('GET', `${logs}?component=b&since=1970-01-01T00:00:06Z`);
    expect(messages(answer.body)).toEqual(['lt-b 7000']);
    expect(asked).toEqual([{ group: 'lt-b', since: 6000, limit: 1000 }]);
  });

  it('are cut where the first group was cut, and go on from there until all were told', async () => {
    const { send } = await withLogs(two, { 'lt-a': [1, 2, 3, 4, 5, 6], 'lt-b': [2, 9] });
    const told = new Set<unknown>();
    let query = 'since=0';
    const pages: unknown[][] = [];
    for (let n = 0; n < 20; n++) {
      const { body } = await send('GET', `${logs}?${query}&limit=3`);
      pages.push(messages(body));
      for (const message of messages(body)) told.add(message);
      if (body.continue === undefined) break;
      query = `continue=${body.continue}`;
    }
    expect(pages[0]).toEqual(['lt-a 1', 'lt-a 2', 'lt-b 2']);
    expect([...told]).toEqual(['lt-a 1', 'lt-a 2', 'lt-b 2', 'lt-a 3', 'lt-a 4', 'lt-a 5', 'lt-a 6', 'lt-b 9']);
  });

  it('do not stand still at more events of one moment than an answer holds', async () => {
    const { send } = await withLogs(two, { 'lt-a': [7, 7, 7, 8] });
    expect((await send('GET', `${logs}?since=7&limit=2`)).body.continue).toBe('8');
  });

  it('that AWS searches without an end are not asked for ever', async () => {
    const { send } = await withLogs(two, { 'lt-b': [9] }, ['lt-a']);
    const answer = await send('GET', `${logs}?since=7`);
    expect([answer.status, answer.text]).toEqual([503, expect.stringContaining('ask for a shorter time')]);
    expect((await send('GET', `${logs}?since=7&component=b`)).status).toBe(200);
  });

  it('of a component that has none, of too many at once, and at no time are refused', async () => {
    const many = Array.from({ length: 21 }, (_, i) => row(`c${i}`, `lt-${i}`));
    const { send, asked } = await withLogs(many, {});
    const stranger = await send('GET', `${logs}?component=zzz`);
    expect([stranger.status, stranger.text]).toEqual([404, expect.stringContaining('there are those of c0, c1,')]);
    const all = await send('GET', logs);
    expect([all.status, all.text]).toEqual([400, expect.stringContaining('?component=a,b')]);
    expect((await send('GET', `${logs}?component=c1&since=soon`)).status).toBe(400);
    expect(asked).toEqual([]);
    expect((await send('GET', `${logs}?component=c1,c2`)).status).toBe(200);
  });

  it('are for those who may read the application', async () => {
    const { send, asked } = await withLogs(two, {});
    expect((await send('GET', logs, { as: nobody })).status).toBe(403);
    expect((await send('GET', logs, { as: teamA })).status).toBe(403);
    expect((await send('GET', logs.replace('/web/', '/other/'))).status).toBe(404);
    expect(asked).toEqual([]);
  });
});
