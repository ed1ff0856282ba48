/** What an emulator does not perform is said of the applications that use it, and of no others. */
import { expect, it } from 'vitest';
import type { Json, JsonObject } from '../../lib/json.ts';
import { emulatorIgnores } from '../../lib/local/setup.ts';
import { application } from '../reconcile/applications.ts';
import { on, trait, world } from './judged.ts';

const said = (component: JsonObject, facts: JsonObject = { emulatorIgnores }): string[] =>
  world
    .judge(application(component), facts)
    .issues.filter(({ code }) => code === 'NotEmulated')
    .map(({ message }) => message);

const patched = (path: string, value: Json): JsonObject =>
  on('worker', 'a', {}, trait('json-patch', { operations: [{ op: 'add', path: `/containers/0/${path}`, value }] }));
const probe = { exec: { command: ['true'] } };

it.each<[word: string, component: JsonObject, means: string]>([
  ['entryPoint', on('worker', 'a', { cmd: ['run'] }), 'does not replace it'],
  ['limits', on('worker', 'a', { cpu: '256m' }), 'cpu and memory are not limited'],
  ['user', on('worker', 'a', {}, trait('securitycontext', { runAsUser: 1000 })), 'as the user of their image'],
  ['workingDirectory', patched('workingDir', '/srv'), 'in the directory of their image'],
  ['stopTimeout', patched('stopTimeout', 30), 'the time to stop'],
  ['healthCheck', on('webservice', 'a', { livenessProbe: probe }), 'probes are not performed'],
  [
    'dependsOn',
    on(
      'worker',
      'a',
      {},
      trait('init-container', { name: 'first', image: 'x:1', mountName: 'm', initMountPath: '/m', appMountPath: '/m' }),
    ),
    'init containers and the others start together',
  ],
  ['volumes', on('worker', 'a', {}, trait('storage', { emptyDir: [{ name: 'm', mountPath: '/m' }] })), 'not mounted'],
  ['sharedLocalhost', on('worker', 'a', {}, trait('sidecar', { name: 'b', image: 'x:1' })), 'do not share localhost'],
  ['capabilities', on('worker', 'a', {}, trait('securitycontext', { readOnlyRootFilesystem: true })), 'capabilities'],
  ['exec', on('webservice', 'a', {}, trait('exec')), 'no commands can be run'],
  ['names', on('webservice', 'a', { ports: [{ port: 80, expose: true }] }), 'lead nowhere'],
  ['schedule', on('cron-task', 'a', { schedule: '0 3 * * *' }), 'start nothing'],
])('%s', (word, component, means) => {
  expect(said(component).join()).toContain(means);
  expect(said(component, { emulatorIgnores: emulatorIgnores.filter(one => one !== word) }).join()).not.toContain(means);
});

it('is silent of a container that asks for nothing of it', () => {
  expect(said(on('worker', 'a', {}))).toEqual([]);
});

it('says that nothing runs where there is no engine, and how to get one', () => {
  const missing = 'There is no container engine: start Docker';
  expect(said(on('worker', 'a', {}), { containers: missing })).toEqual([
    `Containers are recorded and not run: ${missing}`,
  ]);
});
