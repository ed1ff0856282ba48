/** `lateen up` against a small API: exit codes, progress, URLs, refusals in their files, time-outs. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type Answer, accepted, application, type FakeApi, fakeApi, lateen, type Ran } from './command.ts';

const self = 'GET /apis/core.oam.dev/v1beta1/namespaces/default/applications/hello';
const url = 'http://127.0.0.1:4566/_aws/execute-api/abc/$default/hello';
const yaml =
  'apiVersion: core.oam.dev/v1beta1\nkind: Application\nmetadata: { name: hello }\nspec: { components: [] }\n';
const folder = mkdtempSync(join(tmpdir(), 'lateen-up-'));
const file = fileOf('app.yaml', yaml);
let api: FakeApi | undefined;

afterEach(async () => {
  await api?.close();
  api = undefined;
});

describe('waiting', () => {
  test('shows each resource once per change, prints the URL and ends with 0', async () => {
    const ran = await up([file], {
      'POST /applications': { status: 201, body: accepted('hello') },
      [self]: [
        { body: application('hello', 'starting', { observed: 0 }) },
        {
          body: application('hello', 'runningWorkflow', {
            resources: [['web', '-', 'AWS::Lambda::Function', 'Creating', 'waiting for Active']],
          }),
        },
        {
          body: application('hello', 'running', {
            resources: [
              ['web', '-', 'AWS::Lambda::Function', 'Ready'],
              ['web', 'gateway', 'AWS::ApiGatewayV2::Route', 'Ready'],
            ],
            url,
          }),
        },
      ],
    });
    expect(ran.stderr).toBe('');
    expect(ran.code).toBe(0);
    const lines = ran.stdout
      .trim()
      .split('\n')
      .map(line => line.replace(/ +/g, ' '));
    expect(lines.slice(0, 4)).toEqual([
      'Application hello created (generation 1)',
      'web AWS::Lambda::Function Creating waiting for Active',
      'web AWS::Lambda::Function Ready',
      'web/gateway AWS::ApiGatewayV2::Route Ready',
    ]);
    expect(lines[4]).toMatch(/^hello is running \(\d+\.\d s\)$/);
    expect(lines[5]).toBe(` web ${url}`);
  });

  test('a status of an older generation is not the end', async () => {
    const ran = await up([file], {
      'POST /applications': { body: accepted('hello', 'configured', 2) },
      [self]: [
        { body: application('hello', 'running', { generation: 2, observed: 1, url: 'http://old' }) },
        { body: application('hello', 'running', { generation: 2, url: 'http://new' }) },
      ],
    });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('http://new');
    expect(ran.stdout).not.toContain('http://old');
  });

  test('a failure ends with 1, the cause and the next step', async () => {
    const ran = await up([file], {
      'POST /applications': { body: accepted('hello') },
      [self]: {
        body: application('hello', 'workflowFailed', {
          cause: 'AWS::Lambda::Function of web: the role cannot be assumed',
          next: 'it is tried again in 60 s',
        }),
      },
    });
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('Cause: AWS::Lambda::Function of web: the role cannot be assumed');
    expect(ran.stdout).toContain('Next:  it is tried again in 60 s');
  });

  test('unhealthy is the end only where no deadline runs', async () => {
    const ran = await up([file], {
      'POST /applications': { body: accepted('hello', 'unchanged') },
      [self]: [
        {
          body: application('hello', 'unhealthy', {
            cause: 'alarm is being made again',
            deadline: '2026-01-01T00:00:00Z',
          }),
        },
        { body: application('hello', 'unhealthy', { cause: 'access denied' }) },
      ],
    });
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('Cause: access denied');
  });

  test('time is up: 1, and says that it goes on', async () => {
    const ran = await up([file, '--timeout', '1s'], {
      'POST /applications': { body: accepted('hello') },
      [self]: { body: application('hello', 'runningWorkflow', { cause: 'AWS is making it' }) },
    });
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('not running after 1 s (runningWorkflow)');
    expect(ran.stdout).toContain('lateen status hello');
  });

  test('an API that hiccups is asked again', async () => {
    const ran = await up([file], {
      'POST /applications': { body: accepted('hello') },
      [self]: [
        { status: 503, body: {} },
        { status: 500, body: {} },
        { body: application('hello', 'running', { url }) },
      ],
    });
    expect(ran.code).toBe(0);
  });

  test('what the emulator lacks is said', async () => {
    const ran = await up([file], {
      'POST /applications': { body: accepted('hello') },
      [self]: {
        body: application('hello', 'running', {
          resources: [['web', 'scaler', 'AWS::ApplicationAutoScaling::ScalableTarget', 'NotEmulated']],
          conditions: [
            { type: 'Ready', status: 'True', reason: 'Available', message: '' },
            { type: 'Emulated', status: 'False', reason: 'NotEmulated', message: 'Planned and not made: AWS::X' },
          ],
        }),
      },
    });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('Emulated=False: Planned and not made: AWS::X');
  });

  test('--no-wait returns at once', async () => {
    const ran = await up([file, '--no-wait'], { 'POST /applications': { body: accepted('hello') } });
    expect(ran.code).toBe(0);
    expect(api?.asked.length).toBe(1);
    expect(ran.stdout).toContain('lateen status hello');
  });
});

describe('what is sent', () => {
  test('all files are one YAML stream', async () => {
    const other = fileOf('other.json', JSON.stringify([{ kind: 'A' }, { kind: 'B' }]));
    const third = fileOf('third.yaml', '# a comment\n---\nkind: C');
    await up([file, other, third, '--no-wait'], { 'POST /applications': { body: accepted('hello') } });
    expect(api?.asked[0]?.type).toBe('application/yaml');
    expect(api?.asked[0]?.body).toBe(`${yaml}---\n{"kind":"A"}\n---\n{"kind":"B"}\n# a comment\n---\nkind: C\n`);
  });

  test('one JSON file goes as JSON, standard input as what it is, -n as the default namespace', async () => {
    const json = fileOf('app.json', '{"kind": "Application"}');
    await up([json, '--no-wait'], { 'POST /applications': { body: accepted('hello') } });
    expect(api?.asked[0]).toMatchObject({ type: 'application/json', body: '{"kind": "Application"}' });
    await api?.close();
    await up(
      ['-', '--no-wait', '-n', 'team'],
      { 'POST /applications?namespace=team': { body: accepted('hello') } },
      yaml,
    );
    expect(api?.asked[0]).toMatchObject({ type: 'application/yaml', body: yaml });
  });

  test('a file that is not there is refused before anything is sent', async () => {
    const ran = await up([join(folder, 'none.yaml')], {});
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('none.yaml: there is no such file');
    expect(api?.asked).toEqual([]);
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
    const ran = await up([file, second], { 'POST /applications': refused });
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
    const ran = await up([file, '--output', 'json'], { 'POST /applications': refused });
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
    const ran = await up([file], { 'POST /applications': { status, body: { detail: 'Because of this' } } });
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
    const ran = await up([file], {
      'POST /applications': { body: accepted('hello', 'created', 1, [warning]) },
      [self]: { body: application('hello', 'running') },
    });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain(`${file}:4:1: warning: Two traits set X [Overwritten]`);
  });
});

describe('machine output', () => {
  test.each(['json', 'yaml'])('%s: the result alone on standard output, progress beside it', async format => {
    const ran = await up([file, '-o', format], {
      'POST /applications': { body: accepted('hello') },
      [self]: {
        body: application('hello', 'running', { url, resources: [['web', '-', 'AWS::Lambda::Function', 'Ready']] }),
      },
    });
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain('AWS::Lambda::Function');
    const { load } = await import('js-yaml');
    const value = format === 'json' ? JSON.parse(ran.stdout) : load(ran.stdout);
    expect(value).toMatchObject({
      items: [{ name: 'hello', ended: 'running', status: { status: 'running', endpoints: [{ url }] } }],
    });
  });
});

describe('dry run', () => {
  const plan = {
    summary: { create: 1, update: 1, delete: 1, keep: 3, observe: 0, notEmulated: 0 },
    changes: [
      { action: 'keep', type: 'AWS::Logs::LogGroup', component: 'web', trait: '-', key: 'k0', reason: 'unchanged' },
      {
        action: 'create',
        type: 'AWS::CloudWatch::Alarm',
        component: 'web',
        trait: 'alarm',
        key: 'k1',
        reason: 'no row',
        properties: { Threshold: 5 },
      },
      {
        action: 'update',
        type: 'AWS::Lambda::Function',
        component: 'web',
        trait: '-',
        key: 'k2',
        reason: 'MemorySize differs',
        diff: ['MemorySize', 'Timeout'],
        properties: { MemorySize: 256, Handler: 'index.handler' },
      },
      {
        action: 'delete',
        type: 'AWS::ApiGatewayV2::Route',
        component: 'web',
        trait: 'gateway',
        key: 'k3',
        reason: 'gone',
      },
    ],
  };

  test('prints what would be done, and why', async () => {
    const items = [
      { kind: 'Application', namespace: 'default', name: 'hello', result: 'configured', warnings: [], plan },
    ];
    const ran = await up([file, '--dry-run'], { 'POST /applications?dryRun=All': { body: { items } } });
    expect(ran.code).toBe(0);
    expect(ran.stdout.split('\n')).toEqual([
      'hello: 1 to create, 1 to update, 1 to delete, 3 unchanged',
      '+ AWS::CloudWatch::Alarm  web/alarm  k1',
      '    no row',
      '    Threshold: 5',
      '~ AWS::Lambda::Function  web  k2',
      '    MemorySize differs',
      '    MemorySize: 256',
      "    Timeout: back to the service's default",
      '- AWS::ApiGatewayV2::Route  web/gateway  k3',
      '    gone',
      '',
    ]);
  });
});

async function up(args: readonly string[], answers: Parameters<typeof fakeApi>[0], stdin = ''): Promise<Ran> {
  api = await fakeApi(answers);
  return lateen(['up', ...args], { api: api.url, stdin });
}

function fileOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
