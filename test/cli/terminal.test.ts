/** What a terminal is shown: a tree of components and resources, in colours unless NO_COLOR is set; a pipe gets plain columns. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { viewOf } from '../../lib/cli/answer.ts';
import { treeLines } from '../../lib/cli/resource-tree.ts';
import { type JsonObject, trusted } from '../../lib/json.ts';
import { application, fakeApi, lateen } from './command.ts';

const run = promisify(execFile);
const hello = application('hello', 'running', {
  resources: [
    ['web', '-', 'AWS::Lambda::Function', 'Ready'],
    ['web', 'gateway', 'AWS::ApiGatewayV2::Route', 'Ready'],
    ['jobs', '-', 'AWS::SQS::Queue', 'Creating', 'waiting'],
    ['-', '-', 'AWS::ApiGatewayV2::Api', 'Ready'],
  ],
});
const self = 'GET /apis/core.oam.dev/v1beta1/namespaces/default/applications/hello';

test('the tree: components with their health, traits with what they made, what is shared at the end', () => {
  expect(treeLines(viewOf(trusted<JsonObject>(hello)))).toEqual([
    'web  healthy',
    '├─ ✓ AWS::Lambda::Function  lat-hello-web',
    '└─ gateway',
    '   └─ ✓ AWS::ApiGatewayV2::Route  lat-hello-web',
    'jobs',
    '└─ · AWS::SQS::Queue  lat-hello-jobs  Creating: waiting',
    'shared',
    '└─ ✓ AWS::ApiGatewayV2::Api  lat-hello--',
  ]);
});

/** What `lateen status hello` writes to a terminal with these variables. */
async function onTerminal(variables: string): Promise<string> {
  const api = await fakeApi({ [self]: { body: hello } });
  const command = `${variables} LATEEN_API=${api.url} node_modules/.bin/node lib/cli/lateen.js status hello`;
  const { PATH = '', HOME = '' } = process.env;
  try {
    const { stdout } = await run('script', ['-qec', command, '/dev/null'], {
      env: { PATH, HOME, TERM: 'xterm-256color' },
    });
    return stdout;
  } finally {
    await api.close();
  }
}

test('a terminal gets the tree in colours, or without where NO_COLOR is set', async context => {
  const there = await run('script', ['--version']).then(
    ({ stdout }) => stdout.includes('util-linux'),
    () => false,
  );
  if (!there) return context.skip('script of util-linux, which makes a terminal, is not here');
  const coloured = await onTerminal('');
  expect(coloured).toContain('└─ gateway');
  expect(coloured).toContain('\u001b[32m');
  const plain = await onTerminal('NO_COLOR=1');
  expect(plain).toContain('└─ gateway');
  expect(plain).not.toContain('\u001b[');
});

test('a pipe gets columns, whatever FORCE_COLOR says', async () => {
  const api = await fakeApi({ [self]: { body: hello } });
  const { stdout } = await lateen(['status', 'hello'], { api: api.url, env: { FORCE_COLOR: '1' } });
  await api.close();
  expect(stdout).toContain('COMPONENT');
  expect(stdout).not.toContain('└─');
  expect(stdout).not.toContain('\u001b[');
});
