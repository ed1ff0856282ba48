/** Containers: one application of every kind of component and its complete graph, for each way in. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { gateway } from '../../lib/definition/builtin/trait/gateway.ts';
import type { Issue } from '../../lib/errors.ts';
import { type JsonObject, objectOf } from '../../lib/json.ts';
import { parseDocuments } from '../../lib/oam/parse.ts';
import { type Containers, localFacts, openContainers } from './container-world.ts';

function documents(name: string): readonly JsonObject[] {
  const text = readFileSync(new URL(`../golden/containers/${name}`, import.meta.url), 'utf8');
  const parsed = parseDocuments(text, 'yaml');
  expect(parsed.issues).toEqual([]);
  return parsed.documents.map(document => document.value);
}

/** The built-in gateway as it stands, with the other workload added to the list. */
const both: JsonObject = {
  ...gateway,
  metadata: { name: 'gateway' },
  spec: {
    ...objectOf(gateway.spec),
    appliesToWorkloads: ['container', 'function'],
    schematic: {
      cel: {
        ...objectOf(objectOf(objectOf(gateway.spec).schematic).cel),
        patch: {
          container: {
            containers: [
              {
                name: '${context.name}',
                ports: [{ $for: 'port in distinct(http.map(path, http[path]))', port: '${port}', public: true }],
              },
            ],
          },
        },
      },
    },
  },
};

const told = (issues: readonly Issue[]): string[] =>
  issues.map(({ severity, code, pointer, message }) => `${severity} ${code} ${pointer} ${message}`);

let containers: Containers;
beforeAll(async () => {
  containers = await openContainers([...documents('definitions.yaml'), both]);
}, 60_000);

describe.each<[string, JsonObject]>([
  ['cloud-map', {}],
  ['load-balancer', { ingress: 'load-balancer', namespaceId: '' }],
  ['local', localFacts],
])('%s', (ingress, facts) => {
  it('gives the complete graph, and says what is otherwise than asked', async () => {
    const [document] = documents('app.yaml');
    const { graph, issues } = containers.judge(document!, facts);
    expect(issues.filter(issue => issue.severity === 'error')).toEqual([]);
    const golden = { graph, warnings: told(issues) };
    const file = `../golden/containers/${ingress}.json`;
    await expect(`${JSON.stringify(golden, null, 2)}\n`).toMatchFileSnapshot(file);
  });
});
