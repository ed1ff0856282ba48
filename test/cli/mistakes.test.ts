/** What somebody does wrong with `lateen`, and what is said of it. */
import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { portOf } from '../local/engine.ts';
import { application, lateen, run } from './command.ts';

describe('a name that would be another path', () => {
  test.each(['', '.', '..', 'a/b', '../componentdefinitions/mine', 'a\\b'])(
    '%j is refused before anything is asked',
    async name => {
      for (const words of [['status'], ['delete', '--no-wait'], ['def', 'delete']]) {
        const ran = await run([...words, name], {});
        expect(ran).toMatchObject({ code: 2, asked: [] });
        expect(ran.stderr).toContain(`${JSON.stringify(name)} cannot be a name: at most 63 letters, digits`);
      }
    },
  );

  test('so is a namespace', async () => {
    expect(await run(['ls', '-n', 'a/b'], {})).toMatchObject({ code: 2, asked: [] });
  });
});

test('with -o json a mistake in the words is JSON, too', async () => {
  for (const words of [
    ['status', '-o', 'json'],
    ['ls', '--foo', '--output=json'],
  ]) {
    const ran = await lateen(words);
    expect(ran.code).toBe(2);
    expect(JSON.parse(ran.stdout)).toEqual({
      code: 'BadRequest',
      detail: expect.stringMatching(/app|foo/),
      errors: [],
    });
  }
});

test('what is no Lateen API is called so, with the setting that named it', async () => {
  const server = createServer((_, answer) =>
    answer.writeHead(404).end('<?xml version="1.0"?>\n<Error>No bucket</Error>'),
  );
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server.address());
  const ran = await lateen(['ls'], { api: `http://127.0.0.1:${port}` });
  server.close();
  expect(ran.stderr).toMatch(
    /127\.0\.0\.1:\d+ \(from LATEEN_API\) answered 404 with something other than JSON: is it a Lateen API\?/,
  );
});

test('an address in place of a file is told how to fetch it', async () => {
  const ran = await lateen(['up', 'https://example.com/app.yaml']);
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain('curl -fsSL https://example.com/app.yaml | lateen up -');
});

test('a built-in definition is not one of the namespace: said, not denied', async () => {
  const system = '/apis/core.oam.dev/v1beta1/namespaces/lateen-system/traitdefinitions/env';
  const ran = await run(['def', 'delete', 'env'], { [`GET ${system}`]: { body: { metadata: { name: 'env' } } } });
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain('no definition env in default: it is one of lateen-system');
});

test('status tells a long message once, and shortens it where it comes again', async () => {
  const long = `${'because '.repeat(100)}of the end`;
  const app = application('hello', 'unhealthy', {
    cause: long,
    resources: [['web', '-', 'AWS::ECS::Service', 'Failed', long]],
  });
  const self = '/apis/core.oam.dev/v1beta1/namespaces/default/applications/hello';
  const ran = await run(['status', 'hello'], { [`GET ${self}`]: { body: app } });
  expect(ran.stdout.split('of the end')).toHaveLength(2);
});
