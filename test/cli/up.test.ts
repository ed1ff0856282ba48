/** `lateen up` against a small API: progress, URLs, time-outs, what machines read, and the dry run. */
import { describe, expect, test } from 'vitest';
import { accepted, application, run } from './command.ts';
import { file } from './files.ts';

const self = 'GET /apis/core.oam.dev/v1beta1/namespaces/default/applications/hello';
const url = 'http://127.0.0.1:4566/_aws/execute-api/abc/$default/hello';

describe('waiting', () => {
  test('shows each resource once per change, prints the URL and ends with 0', async () => {
    const ran = await run(['up', file], {
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
    const ran = await run(['up', file], {
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
    const ran = await run(['up', file], {
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
    const ran = await run(['up', file], {
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
    const ran = await run(['up', file, '--timeout', '1s'], {
      'POST /applications': { body: accepted('hello') },
      [self]: { body: application('hello', 'runningWorkflow', { cause: 'AWS is making it' }) },
    });
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(/not running after \d+ s \(runningWorkflow\)/);
    expect(ran.stdout).toContain('lateen status hello');
  });

  test('an API that hiccups is asked again', async () => {
    const ran = await run(['up', file], {
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
    const ran = await run(['up', file], {
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
    const ran = await run(['up', file, '--no-wait'], { 'POST /applications': { body: accepted('hello') } });
    expect(ran.code).toBe(0);
    expect(ran.asked).toHaveLength(1);
    expect(ran.stdout).toContain('lateen status hello');
  });
});

describe('machine output', () => {
  test.each(['json', 'yaml'])('%s: the result alone on standard output, progress beside it', async format => {
    const ran = await run(['up', file, '-o', format], {
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
    const ran = await run(['up', file, '--dry-run'], { 'POST /applications?dryRun=All': { body: { items } } });
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
