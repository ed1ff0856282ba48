/** The other commands against a small API: what they ask, what they print, how they end. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Asked, application, lateen, run } from './command.ts';

const base = '/apis/core.oam.dev/v1beta1/namespaces/default';
const self = `${base}/applications/hello`;

describe('ls', () => {
  const apps = [application('hello', 'running'), application('slow', 'runningWorkflow')];
  const details = application('hello', 'running', { url: 'http://hello' });

  test('a table, over all pages, with the URLs of each', async () => {
    const ran = await run(['ls'], {
      [`GET ${base}/applications`]: {
        body: { kind: 'ApplicationList', metadata: { continue: 'next page' }, items: [apps[0]!] },
      },
      [`GET ${self}`]: { body: details },
      [`GET ${base}/applications?continue=next+page`]: {
        body: { kind: 'ApplicationList', metadata: {}, items: [apps[1]!] },
      },
    });
    expect(ran.code).toBe(0);
    const lines = ran.stdout
      .trim()
      .split('\n')
      .map(line => line.split(/ +/));
    expect(lines[0]).toEqual(['NAME', 'PHASE', 'REVISION', 'AGE', 'URL']);
    expect(lines[1]?.slice(0, 3)).toEqual(['hello', 'running', 'v1']);
    expect(lines[1]?.at(-1)).toBe('http://hello');
    expect(lines[2]?.[0]).toBe('slow');
  });

  test('-A asks for every namespace, json prints the list', async () => {
    const ran = await run(['ls', '-A', '--output', 'json'], {
      'GET /apis/core.oam.dev/v1beta1/applications': { body: { kind: 'ApplicationList', metadata: {}, items: apps } },
    });
    expect(JSON.parse(ran.stdout).items).toHaveLength(2);
  });

  test('none is said', async () => {
    const ran = await run(['ls', '-n', 'team'], {
      'GET /apis/core.oam.dev/v1beta1/namespaces/team/applications': { body: { metadata: {}, items: [] } },
    });
    expect(ran.stdout).toBe('No applications in team.\n');
  });
});

describe('status', () => {
  test('phase, cause, next, services, resources', async () => {
    const ran = await run(['status', 'hello'], {
      [`GET ${self}`]: {
        body: application('hello', 'unhealthy', {
          generation: 3,
          observed: 2,
          cause: 'access denied',
          next: 'ask the operator',
          url: 'http://hello',
          resources: [['web', 'alarm', 'AWS::CloudWatch::Alarm', 'Failed', 'access denied']],
        }),
      },
    });
    expect(ran.code).toBe(0);
    for (const text of [
      'hello in default: unhealthy',
      'generation 2, generation 3 not yet looked at',
      'Cause: access denied',
      'Next:  ask the operator',
      'http://hello',
      'web/alarm',
      'Failed',
    ]) {
      expect(ran.stdout).toContain(text);
    }
  });

  test('an application that is not there ends with 1', async () => {
    const ran = await run(['status', 'nobody'], {});
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toContain('/applications/nobody');
  });
});

describe('delete', () => {
  const alive = application('hello', 'running', { resources: [['web', '-', 'AWS::Lambda::Function', 'Ready']] });
  const dying = application('hello', 'deleting', { resources: [['web', '-', 'AWS::Lambda::Function', 'Deleting']] });
  const gone = { status: 404, body: { message: 'not found' } };

  test('waits until it is gone', async () => {
    const ran = await run(['delete', 'hello'], {
      [`GET ${self}`]: [{ body: alive }, { body: dying }, gone],
      [`DELETE ${self}`]: { status: 202, body: alive },
    });
    expect(ran.code).toBe(0);
    const lines = ran.stdout
      .trim()
      .split('\n')
      .map(line => line.replace(/ +/g, ' '));
    expect(lines.slice(0, 3)).toEqual([
      'hello is being deleted.',
      'web AWS::Lambda::Function Deleting',
      'web AWS::Lambda::Function Deleted',
    ]);
    expect(lines[3]).toMatch(/^hello is gone \(/);
  });

  test('-f deletes the applications of a file, the last one first', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'lateen-delete-')), 'apps.yaml');
    const document = (name: string, namespace?: string): object => ({
      apiVersion: 'core.oam.dev/v1beta1',
      kind: 'Application',
      metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    });
    writeFileSync(
      file,
      ['# Both', ...[document('hello'), document('other', 'team-b')].map(one => JSON.stringify(one))].join('\n---\n'),
    );
    const there = self.replace('default', 'team-b').replace('hello', 'other');
    const answers = {
      [`GET ${self}`]: { body: alive },
      [`DELETE ${self}`]: { status: 202, body: alive },
      [`GET ${there}`]: { body: alive },
      [`DELETE ${there}`]: { status: 202, body: alive },
    };
    const ran = await run(['delete', '-f', file, '--no-wait'], answers);
    expect(ran).toMatchObject({ code: 0, stdout: 'other is being deleted.\nhello is being deleted.\n' });
    const deleted = ran.asked.filter(({ method }) => method === 'DELETE').map(({ path }) => path);
    expect(deleted).toEqual([there, self]);

    writeFileSync(file, JSON.stringify({ ...document('mine'), kind: 'TraitDefinition' }));
    const refused = await run(['delete', '-f', file], {});
    expect(refused).toMatchObject({ code: 2, asked: [] });
    expect(refused.stderr).toContain('TraitDefinition mine is no application; definitions go by `lateen def delete`');
    for (const words of [['delete'], ['delete', 'hello', '-f', file]])
      expect((await run(words, {})).stderr).toContain('Name one application, or files of applications (-f app.yaml)');
  });

  test('--no-wait does not; an application that is not there ends with 1', async () => {
    const answers = { [`GET ${self}`]: { body: alive }, [`DELETE ${self}`]: { status: 202, body: alive } };
    const ran = await run(['delete', 'hello', '--no-wait'], answers);
    expect(ran.code).toBe(0);
    expect(ran.asked.map(each => each.method)).toEqual(['GET', 'DELETE']);
    expect((await run(['delete', 'hello'], {})).code).toBe(1);
  });

  test('what cannot be deleted ends with 1 and the cause, before the time is up', async () => {
    const held = application('hello', 'deleting', { cause: 'access denied', next: 'mend it' });
    const ran = await run(['delete', 'hello'], {
      [`GET ${self}`]: [{ body: alive }, { body: held }],
      [`DELETE ${self}`]: { status: 202, body: alive },
    });
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('Cause: access denied\nNext:  mend it');
  });

  test('time is up: 1 with the cause', async () => {
    const held = application('hello', 'deleting', {
      cause: 'the bucket is not empty',
      deadline: '2026-01-01T00:00:00Z',
    });
    const ran = await run(['delete', 'hello', '--timeout', '500ms'], {
      [`GET ${self}`]: [{ body: alive }, { body: held }],
      [`DELETE ${self}`]: { status: 202, body: alive },
    });
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('Cause: the bucket is not empty');
  });
});

describe('revisions and rollback', () => {
  const list = {
    items: [3, 2, 1].map(revision => ({
      name: `hello-v${revision}`,
      revision,
      generation: revision,
      at: new Date().toISOString(),
      because: 'spec changed',
      live: revision === 3,
    })),
  };
  const item = {
    kind: 'Application',
    namespace: 'default',
    name: 'hello',
    result: 'configured',
    generation: 4,
    warnings: [],
  };
  const answers = {
    [`GET ${self}/revisions`]: { body: list },
    [`POST ${self}/rollback`]: { status: 202, body: item },
    [`GET ${self}`]: { body: application('hello', 'running', { generation: 4, url: 'http://hello' }) },
  };

  test('revisions: newest first, the live one marked', async () => {
    const ran = await run(['revisions', 'hello'], answers);
    const lines = ran.stdout
      .trim()
      .split('\n')
      .map(line => line.split(/ {2,}/));
    expect(lines.map(line => line[0])).toEqual(['REVISION', '3', '2', '1']);
    expect(lines[1]?.[3]).toBe('live');
  });

  test('rollback goes to the one named', async () => {
    const ran = await run(['rollback', 'hello', '1'], answers);
    expect(ran.code).toBe(0);
    expect(posted(ran.asked)).toEqual({ revision: 1 });
    expect(ran.stdout).toContain('http://hello');
  });

  test('or to the one before the live one', async () => {
    const ran = await run(['rollback', 'hello', '--no-wait'], answers);
    expect(ran.code).toBe(0);
    expect(posted(ran.asked)).toEqual({ revision: 2 });
  });

  test('nowhere to go back to is refused', async () => {
    const first = { items: [{ ...list.items[2]!, live: true }] };
    const ran = await run(['rollback', 'hello'], { [`GET ${self}/revisions`]: { body: first } });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('no revision to go back to');
  });

  test('a revision is a number', async () => {
    const ran = await run(['rollback', 'hello', 'v1'], answers);
    expect(ran.code).toBe(2);
    expect(ran.asked).toEqual([]);
  });
});

test('events: newest last, with who did it', async () => {
  const items = [
    { id: '2', at: '2026-01-01T00:00:02Z', type: 'Normal', reason: 'Running', message: 'all is well' },
    {
      id: '1',
      at: '2026-01-01T00:00:01Z',
      type: 'Normal',
      reason: 'Applied',
      message: 'generation 1',
      principal: 'arn:me',
    },
  ];
  const ran = await run(['events', 'hello'], { [`GET ${self}/events?limit=50`]: { body: { items } } });
  const lines = ran.stdout.trim().split('\n');
  expect(lines[1]).toContain('generation 1 (by arn:me)');
  expect(lines[2]).toContain('all is well');
});

describe('the command line', () => {
  test('version and help end with 0', async () => {
    expect(await lateen(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
    expect((await lateen(['--help'])).code).toBe(0);
  });

  test.each([[['frobnicate']], [['up']], [['ls', '--output', 'xml']], [['up', 'x.yaml', '--timeout', 'soon']]])(
    '%j is refused with 2',
    async args => {
      const ran = await lateen(args);
      expect(ran.code).toBe(2);
      expect(ran.stderr).not.toBe('');
    },
  );
});

function posted(asked: readonly Asked[]): unknown {
  return JSON.parse(asked.find(each => each.method === 'POST')?.body ?? 'null');
}

test.each([
  [['status'], 'Usage: lateen status [options] <app> (lateen status --help says more)'],
  [['def', 'show'], 'Usage: lateen def show [options] <name> (lateen def show --help says more)'],
  [['def', 'shwo'], 'Usage: lateen def [options] [command] (lateen def --help says more)'],
  [['up', 'a.yaml', '--foo'], 'Usage: lateen up [options] <file...> (lateen up --help says more)'],
  [['statsu'], 'Usage: lateen [options] [command] (lateen --help says more)'],
])('after a mistake in the words of %j comes how that command is used', async (words, usage) => {
  const ran = await lateen(words);
  expect([ran.code, ran.stdout]).toEqual([2, '']);
  expect(ran.stderr.trimEnd().split('\n').at(-1)).toBe(usage);
});
