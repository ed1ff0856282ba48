/** What `lateen up` sends of its files, and refusals at their places in them, with their exit codes. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Answer, accepted, application, run } from './command.ts';
import { file, fileOf, folder, yaml } from './files.ts';

const self = 'GET /apis/core.oam.dev/v1beta1/namespaces/default/applications/hello';

describe('what is sent', () => {
  test('all files are one YAML stream', async () => {
    const other = fileOf('other.json', JSON.stringify([{ kind: 'A' }, { kind: 'B' }]));
    const third = fileOf('third.yaml', '# a comment\n---\nkind: C');
    const ran = await run(['up', file, other, third, '--no-wait'], {
      'POST /applications': { body: accepted('hello') },
    });
    expect(ran.asked[0]?.type).toBe('application/yaml');
    expect(ran.asked[0]?.body).toBe(`${yaml}---\n{"kind":"A"}\n---\n{"kind":"B"}\n# a comment\n---\nkind: C\n`);
  });

  test('one JSON file goes as JSON, standard input as what it is, -n as the default namespace', async () => {
    const json = fileOf('app.json', '{"kind": "Application"}');
    const one = await run(['up', json, '--no-wait'], { 'POST /applications': { body: accepted('hello') } });
    expect(one.asked[0]).toMatchObject({ type: 'application/json', body: '{"kind": "Application"}' });
    const input = await run(
      ['up', '-', '--no-wait', '-n', 'team'],
      { 'POST /applications?namespace=team': { body: accepted('hello') } },
      yaml,
    );
    expect(input.asked[0]).toMatchObject({ type: 'application/yaml', body: yaml });
  });

  test('a file that is not there is refused before anything is sent', async () => {
    const ran = await run(['up', join(folder, 'none.yaml')], {});
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('none.yaml: there is no such file');
    expect(ran.asked).toEqual([]);
  });
});

describe('refusals', () => {
  const issues = [
    {
      code: 'UnknownProperty',
      severity: 'error',
      pointer: '/spec/components/0/properties/memroy',
      message: 'There is no memroy',
      hint: 'Did you mean memory?',
      document: 0,
      line: 3,
      column: 7,
    },
    {
      code: 'UnknownKind',
      severity: 'error',
      pointer: '/kind',
      message: 'No such kind',
      document: 1,
      line: 8,
      column: 1,
    },
  ];
  const refused: Answer = {
    status: 422,
    body: { type: 't', title: 'Invalid', status: 422, detail: 'There are 2 problems', code: 'Invalid', errors: issues },
  };

  test('every problem with file, line, column, pointer and hint; exit code 2', async () => {
    const second = fileOf('second.yaml', 'kind: Nothing\nmetadata:\n  name: x\n');
    const ran = await run(['up', file, second], { 'POST /applications': refused });
    expect(ran.code).toBe(2);
    expect(ran.stdout).toBe('');
    expect(ran.stderr.split('\n')).toEqual([
      `${file}:3:7: error: There is no memroy [UnknownProperty]`,
      '    at /spec/components/0/properties/memroy',
      '    Did you mean memory?',
      `${second}:3:1: error: No such kind [UnknownKind]`,
      '    at /kind',
      '2 problems; nothing was changed.',
      '',
    ]);
  });

  test('as JSON on standard output', async () => {
    const ran = await run(['up', file, '--output', 'json'], { 'POST /applications': refused });
    expect(ran.code).toBe(2);
    expect(JSON.parse(ran.stdout)).toEqual({ code: 'Invalid', detail: 'There are 2 problems', errors: issues });
    expect(ran.stderr).toBe('');
  });

  test.each([
    [401, 2],
    [403, 2],
    [409, 2],
    [413, 2],
    [415, 2],
    [429, 1],
    [500, 1],
    [503, 1],
  ])('%i ends with %i', async (status, code) => {
    const ran = await run(['up', file], { 'POST /applications': { status, body: { detail: 'Because of this' } } });
    expect(ran.code).toBe(code);
    expect(ran.stderr).toContain('Because of this');
  });

  test('warnings are shown and refuse nothing', async () => {
    const warning = {
      code: 'Overwritten',
      severity: 'warning',
      pointer: '/spec',
      message: 'Two traits set X',
      line: 4,
      column: 1,
    };
    const ran = await run(['up', file], {
      'POST /applications': { body: accepted('hello', 'created', 1, [warning]) },
      [self]: { body: application('hello', 'running') },
    });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain(`${file}:4:1: warning: Two traits set X [Overwritten]`);
  });
});
