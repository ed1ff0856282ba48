/** POST .../exec: who may, in what, and what is missing where it cannot be done. */
import { expect, it } from 'vitest';
import { type JsonObject, trusted } from '../../lib/json.ts';
import type { Row, SessionQuery } from '../../lib/ports.ts';
import { access, developer, environment, setup, viewer } from './setup.ts';

const path = '/apis/core.oam.dev/v1beta1/namespaces/default/applications/web/exec';
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

function row(component: string, type: string, applied: JsonObject = {}): Row {
  const identity = { Cluster: 'lateen', ServiceName: `lt-${component}` };
  const rest = { target: 'local', trait: '-', name: '', token: '', phase: 'live', attributes: {}, health: 'ready' };
  const times = { message: '', needs: [], seen: 0, since: 0 };
  return trusted({ key: `local/${component}/-/${type}`, type, component, identity, applied, ...rest, ...times });
}

const service = 'AWS::ECS::Service';
const open = row('web', service, { EnableExecuteCommand: true });
const rows = [open, row('shut', service), row('fn', 'AWS::Lambda::Function')];

async function withRows(all: readonly Row[], emulatorIgnores: readonly string[] = []) {
  const asked: SessionQuery[] = [];
  const api = await setup({
    session: async query => {
      asked.push(query);
      return { sessionId: 's', streamUrl: 'wss://x', tokenValue: 't', target: 'ecs:a_b_c', container: 'web' };
    },
  });
  await api.store.install({ environment: { target: 'local', facts: { ...environment, emulatorIgnores } }, access });
  await api.post(yaml);
  const lease = await api.store.acquire({ namespace: 'default', name: 'web' }, 'test', 1_000_000);
  if (lease === 'held') throw new Error('held');
  await api.store.intend(lease, all);
  const ask = (body: JsonObject, as = developer) => api.send('POST', path, { as, body });
  return { ask, asked };
}

it('answers with the session, and quotes the words of the command', async () => {
  const { ask, asked } = await withRows(rows);
  const answer = await ask({ component: 'web', command: ['sh', '-c', "echo 'hi'; ls"] });
  expect(answer).toMatchObject({ status: 200, body: { component: 'web', region: 'us-east-1', sessionId: 's' } });
  expect(asked).toEqual([{ cluster: 'lateen', service: 'lt-web', command: "sh -c 'echo '\\''hi'\\''; ls'" }]);
});

it('needs no component where one alone has containers', async () => {
  const { ask } = await withRows([open]);
  expect((await ask({ command: ['sh'] })).status).toBe(200);
});

it.each([
  [{ command: ['sh'] }, 400, 'say which of shut, web'],
  [{ component: 'web' }, 400, 'says which command'],
  [{ component: 'web', command: ['sh'], tty: true }, 400, 'no tty'],
  [{ component: 'shut', command: ['sh'] }, 409, 'add the trait { type: exec } to shut'],
  [{ component: 'fn', command: ['sh'] }, 409, 'is a function'],
  [{ component: 'nobody', command: ['sh'] }, 404, 'there are those of shut, web'],
])('%j is answered with %i', async (body, status, text) => {
  const { ask, asked } = await withRows(rows);
  const answer = await ask(body);
  expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(text)]);
  expect(asked).toEqual([]);
});

it('says what could be entered where nothing can', async () => {
  const { ask } = await withRows([]);
  const answer = await ask({ command: ['sh'] });
  expect([answer.status, answer.text]).toEqual([404, expect.stringContaining('only services have (webservice')]);
});

it('is not for those who only read, and not for emulators', async () => {
  const { ask } = await withRows(rows);
  expect((await ask({ component: 'web', command: ['sh'] }, viewer)).status).toBe(403);
  const local = await withRows(rows, ['exec']);
  const answer = await local.ask({ component: 'web', command: ['sh'] });
  expect([answer.status, answer.text]).toEqual([409, expect.stringContaining('docker exec')]);
});
