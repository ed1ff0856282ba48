/** `lateen open` and `lateen events -f` against a small API. */
import { describe, expect, test, vi } from 'vitest';
import { openerOf } from '../../lib/cli/commands/open.ts';
import { application, fakeApi, run, startLateen } from './command.ts';

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
});
