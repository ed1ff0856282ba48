/** `lateen open` and `lateen events -f` against a small API. */
import { describe, expect, test, vi } from 'vitest';
import { openerOf } from '../../lib/cli/commands/open.ts';
import { application, fakeApi, lateen, run, startLateen } from './command.ts';

const self = '/apis/core.oam.dev/v1beta1/namespaces/default/applications/hello';

describe('open', () => {
  test('prints the URL', async () => {
    const answers = { [`GET ${self}`]: { body: application('hello', 'running', { url: 'http://hello' }) } };
    expect(await run(['open', 'hello'], answers)).toMatchObject({ code: 0, stdout: 'http://hello\n' });
    const other = await run(['open', 'hello', '-c', 'db'], answers);
    expect(other.code).toBe(1);
    expect(other.stderr).toContain('db of hello has no URL; there is one of web');
  });

  test('says what to do where there is none', async () => {
    const ran = await run(['open', 'hello'], { [`GET ${self}`]: { body: application('hello', 'running') } });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('the trait gateway');
  });

  test('shows it only where somebody could see it', () => {
    expect(openerOf('darwin', {})).toEqual(['open']);
    expect(openerOf('linux', {})).toBeUndefined();
    expect(openerOf('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toEqual(['xdg-open']);
  });
});

describe('events -f', () => {
  const event = (id: string, message: string) => ({
    id,
    at: `2026-01-01T00:00:0${id}Z`,
    type: 'Normal',
    reason: 'Applied',
    message,
  });

  test('tells each event once, as it comes, over hiccups, until Ctrl-C', async () => {
    const api = await fakeApi({
      [`GET ${self}/events?limit=50`]: [
        { body: { items: [event('1', 'first')] } },
        { status: 503, body: {} },
        { body: { items: [event('2', 'second'), event('1', 'first')] } },
      ],
    });
    const running = startLateen(['events', 'hello', '-f'], { api: api.url });
    try {
      await vi.waitFor(() => expect(running.stdout()).toContain('second'), 10_000);
      running.interrupt();
      const { stdout } = await running.ended;
      expect(stdout).toBe('2026-01-01T00:00:01Z  Applied  first\n2026-01-01T00:00:02Z  Applied  second\n');
    } finally {
      running.interrupt();
      await api.close();
    }
  });

  test('ends without a word when nobody reads any more', async () => {
    let count = 0;
    const api = await fakeApi({
      [`GET ${self}/events?limit=50`]: () => ({ body: { items: [event(`${count++}`, 'another')] } }),
    });
    const running = startLateen(['events', 'hello', '-f'], { api: api.url });
    try {
      await vi.waitFor(() => expect(running.stdout()).toContain('another'), 10_000);
      running.closeOutput();
      expect(await running.ended).toMatchObject({ code: 1, stderr: '' });
    } finally {
      running.interrupt();
      await api.close();
    }
  });
});

describe('logs', () => {
  const at = new Date().toISOString();
  const event = (id: string, component: string, message: string) => ({
    id,
    at,
    component,
    stream: 's',
    message,
  });
  const first = { items: [event('1', 'a', 'one\n  two\n'), event('2', 'b', 'three')], continue: '1000' };
  const second = { items: [event('2', 'b', 'three'), event('3', 'a', 'four')] };
  const lines = ['a one', 'a   two', 'b three', 'a four'].map(line => `${at} ${line}\n`).join('');

  /** Answers by what the question has behind its path, whatever time it says. */
  function logsApi(answers: (asked: URLSearchParams, n: number) => object) {
    let n = 0;
    return fakeApi(
      new Proxy(
        {},
        {
          get: (_, key) =>
            typeof key === 'string' && key.startsWith(`GET ${self}/logs?`)
              ? { body: answers(new URLSearchParams(key.split('?')[1]), n++) }
              : undefined,
        },
      ),
    );
  }

  test('prints all pages, each event once and each line with its component', async () => {
    const api = await logsApi(asked => (asked.get('continue') === '1000' ? second : first));
    const ran = await lateen(['logs', 'hello', '-c', 'a', '-c', 'b', '--since', '1h'], { api: api.url });
    await api.close();
    expect(ran).toMatchObject({ code: 0, stdout: lines, stderr: '' });
    const [asked] = api.asked;
    const query = new URLSearchParams(asked?.path.split('?')[1]);
    expect(query.get('component')).toBe('a,b');
    expect(Date.now() - Date.parse(query.get('since') ?? '')).toBeGreaterThanOrEqual(3_600_000);
  });

  test('-f goes on, and tells no event twice', async () => {
    const api = await logsApi((_, n) => (n === 0 ? { items: first.items } : second));
    const running = startLateen(['logs', 'hello', '-f'], { api: api.url });
    try {
      await vi.waitFor(() => expect(api.asked.length).toBeGreaterThan(2), 15_000);
      running.interrupt();
      expect((await running.ended).stdout).toBe(lines);
    } finally {
      running.interrupt();
      await api.close();
    }
  }, 20_000);

  test('says that there is nothing, beside the result', async () => {
    const api = await logsApi(() => ({ items: [] }));
    const ran = await lateen(['logs', 'hello'], { api: api.url });
    const json = await lateen(['logs', 'hello', '-o', 'json'], { api: api.url });
    await api.close();
    expect(ran).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(/^Nothing was written since .*--since/),
    });
    expect(json).toMatchObject({ code: 0, stderr: '' });
  });

  test('as JSON, whole', async () => {
    const api = await logsApi(() => second);
    const ran = await lateen(['logs', 'hello', '-o', 'json'], { api: api.url });
    await api.close();
    expect(JSON.parse(ran.stdout)).toEqual(second);
  });
});
