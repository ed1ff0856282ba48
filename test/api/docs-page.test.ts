/** The documentation page: whole by itself, and shown by a real browser where there is one. */
import { execFile, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { routes } from '../../lib/api/routes.ts';
import { objectOf, trusted } from '../../lib/json.ts';
import { setup } from './setup.ts';

const browser = ['chromium', 'chromium-browser', 'google-chrome'].find(
  name => spawnSync(name, ['--version']).status === 0,
);

test('the page has every route and shape, and nothing from elsewhere', async () => {
  const { send } = await setup();
  const { text, headers } = await send('GET', '/docs');
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  for (const { path, summary } of routes) {
    expect(text.includes(`<code>${path.replace(/:([a-z]+)/g, '{$1}')}</code>`), path).toBe(true);
    expect(
      text.includes(summary.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')),
      summary,
    ).toBe(true);
  }
  const { components } = (await send('GET', '/openapi.json')).body;
  for (const name of Object.keys(objectOf(objectOf(components).schemas)))
    expect(text.includes(`id="shape-${name}"`), name).toBe(true);
  expect(text).not.toMatch(/<script|<link|<img|(?:src|href)="(?:https?:)?\/\//);
  const targets = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  expect(targets.filter(id => !text.includes(`id="${id}"`))).toEqual([]);
});

test('whoever may not call the API may not read the page', async () => {
  const { send } = await setup();
  expect((await send('GET', '/docs', { as: '' })).status).toBe(401);
});

test.skipIf(browser === undefined)(
  `a browser shows it, and its own policy refuses nothing${browser === undefined ? ' (no Chromium on this machine: apt-get install chromium)' : ''}`,
  async () => {
    const { send } = await setup();
    const server = createServer(async (_, response) => {
      const answer = await send('GET', '/docs');
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(answer.text);
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    try {
      const url = `http://127.0.0.1:${trusted<AddressInfo>(server.address()).port}/docs`;
      const flags = [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--enable-logging=stderr',
      ];
      const { stdout, stderr } = await promisify(execFile)(browser ?? '', [...flags, '--dump-dom', url], {
        timeout: 50_000,
        maxBuffer: 20_000_000,
      });
      expect(stdout).toContain('<title>Lateen API</title>');
      expect(stdout.match(/<details/g)?.length).toBeGreaterThan(routes.length);
      expect(stderr).not.toMatch(/CONSOLE|Content Security Policy/);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  },
);
