/** Containers: one application of every kind of component and its complete graph, for each way in. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Issue } from '../../lib/errors.ts';
import type { JsonObject } from '../../lib/json.ts';
import { parseDocuments } from '../../lib/oam/parse.ts';
import { world } from '../definition/judged.ts';
import { localFacts } from './container-world.ts';

function documentIn(name: string): JsonObject {
  const text = readFileSync(new URL(`../golden/containers/${name}`, import.meta.url), 'utf8');
  const { documents, issues } = parseDocuments(text, 'yaml');
  expect(issues).toEqual([]);
  expect(documents).toHaveLength(1);
  return documents[0]!.value;
}

const told = (issues: readonly Issue[]): string[] =>
  issues.map(({ severity, code, pointer, message }) => `${severity} ${code} ${pointer} ${message}`);

describe.each<[string, JsonObject]>([
  ['cloud-map', {}],
  ['load-balancer', { ingress: 'load-balancer', namespaceId: '' }],
  ['local', localFacts],
])('%s', (ingress, facts) => {
  it('gives the complete graph, and says what is otherwise than asked', async () => {
    const { graph, issues } = world.judge(documentIn('app.yaml'), facts);
    expect(issues.filter(issue => issue.severity === 'error')).toEqual([]);
    const golden = { graph, warnings: told(issues) };
    const file = `../golden/containers/${ingress}.json`;
    await expect(`${JSON.stringify(golden, null, 2)}\n`).toMatchFileSnapshot(file);
  });
});

it('says where the emulator leads nobody to a name, and where it starts nothing by the clock', () => {
  const said = (type: string, more: JsonObject): string => {
    const component = { name: 'web', type, properties: { image: 'web:1', ...more } };
    const application = {
      apiVersion: 'core.oam.dev/v1beta1',
      kind: 'Application',
      metadata: { name: 'shop', namespace: 'default' },
      spec: { components: [component] },
    };
    return told(world.judge(application, localFacts).issues).join('\n');
  };
  expect(said('webservice', { ports: [{ port: 80, expose: true }] })).toContain('names of components lead nowhere');
  expect(said('webservice', { ports: [{ port: 80 }] })).not.toContain('names');
  expect(said('cron-task', { schedule: '@daily' })).toContain('schedules are recorded and start nothing');
});
