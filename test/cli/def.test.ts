/** `lateen def` against a small API: definitions applied, listed, shown and deleted. */
import { describe, expect, test } from 'vitest';
import { run } from './command.ts';

const base = '/apis/core.oam.dev/v1beta1/namespaces/default';

describe('def', () => {
  const definition = (kind: string, name: string, namespace: string) => ({
    apiVersion: 'core.oam.dev/v1beta1',
    kind,
    metadata: {
      name,
      namespace,
      uid: 'u',
      generation: 1,
      resourceVersion: 'r',
      creationTimestamp: '2026-01-01T00:00:00Z',
      annotations: { 'definition.oam.dev/description': `What ${name} does` },
    },
    spec: { schematic: { cel: { resources: [] } } },
    status: { latestRevision: { name: `${name}-v3`, revision: 3, revisionHash: 'h' } },
  });
  const system = '/apis/core.oam.dev/v1beta1/namespaces/lateen-system';

  test('apply posts and says what became of each', async () => {
    const items = [
      {
        kind: 'ComponentDefinition',
        namespace: 'default',
        name: 'audit-log',
        result: 'created',
        generation: 1,
        revision: 1,
        warnings: [],
      },
    ];
    const ran = await run(
      ['def', 'apply', '-'],
      { 'POST /applications': { body: { items } } },
      'kind: ComponentDefinition\n',
    );
    expect(ran.code).toBe(0);
    expect(ran.stdout).toBe('ComponentDefinition audit-log created (revision 1)\n');
  });

  test('ls is sorted by kind, then by name, whatever order the API tells', async () => {
    const page = (...items: ReturnType<typeof definition>[]) => ({ body: { metadata: {}, items } });
    const ran = await run(['def', 'ls'], {
      [`GET ${base}/componentdefinitions`]: page(
        definition('ComponentDefinition', 'worm', 'default'),
        definition('ComponentDefinition', 'bird', 'default'),
      ),
      [`GET ${base}/traitdefinitions`]: page(definition('TraitDefinition', 'fast', 'default')),
      [`GET ${base}/workloaddefinitions`]: page(),
      [`GET ${base}/policydefinitions`]: page(definition('PolicyDefinition', 'strict', 'default')),
      [`GET ${system}/componentdefinitions`]: page(definition('ComponentDefinition', 'fish', 'lateen-system')),
      [`GET ${system}/traitdefinitions`]: page(),
      [`GET ${system}/workloaddefinitions`]: page(),
      [`GET ${system}/policydefinitions`]: page(),
    });
    const names = ran.stdout.split('\n').map(line => line.split(/\s+/).slice(0, 2).join(' '));
    expect(names.slice(1, -1)).toEqual([
      'component bird',
      'component fish',
      'component worm',
      'policy strict',
      'trait fast',
    ]);
  });

  test('ls: the namespace and the system, every kind', async () => {
    const page = (items: readonly ReturnType<typeof definition>[]) => ({ body: { metadata: {}, items } });
    const none = page([]);
    const ran = await run(['def', 'ls'], {
      [`GET ${base}/componentdefinitions`]: page([definition('ComponentDefinition', 'audit-log', 'default')]),
      [`GET ${base}/traitdefinitions`]: none,
      [`GET ${base}/workloaddefinitions`]: none,
      [`GET ${base}/policydefinitions`]: none,
      [`GET ${system}/policydefinitions`]: page([definition('PolicyDefinition', 'auto-deploy', 'lateen-system')]),
      [`GET ${system}/componentdefinitions`]: none,
      [`GET ${system}/traitdefinitions`]: page([definition('TraitDefinition', 'env', 'lateen-system')]),
      [`GET ${system}/workloaddefinitions`]: none,
    });
    expect(ran.code).toBe(0);
    const lines = ran.stdout
      .trim()
      .split('\n')
      .map(line => line.split(/ {2,}/));
    expect(lines[1]).toEqual(['component', 'audit-log', 'default', 'audit-log-v3', 'What audit-log does']);
    expect(lines[2]?.slice(0, 2)).toEqual(['policy', 'auto-deploy']);
    expect(lines[3]).toEqual(['trait', 'env', 'lateen-system', 'env-v3', 'What env does']);
  });

  test('show prints the document to post, without what the server adds', async () => {
    const ran = await run(['def', 'show', 'env'], {
      [`GET ${system}/traitdefinitions/env`]: { body: definition('TraitDefinition', 'env', 'lateen-system') },
    });
    expect(ran.code).toBe(0);
    const { load } = await import('js-yaml');
    const { kind, apiVersion, spec, metadata } = definition('TraitDefinition', 'env', 'lateen-system');
    const { name, namespace, annotations } = metadata;
    expect(load(ran.stdout)).toEqual({ apiVersion, kind, metadata: { name, namespace, annotations }, spec });
  });

  test('delete: an ambiguous name is refused, a kind settles it, in use ends with 2', async () => {
    const answers = {
      [`GET ${base}/componentdefinitions/log`]: { body: definition('ComponentDefinition', 'log', 'default') },
      [`GET ${base}/traitdefinitions/log`]: { body: definition('TraitDefinition', 'log', 'default') },
      [`DELETE ${base}/traitdefinitions/log`]: { body: {} },
      [`DELETE ${base}/componentdefinitions/log`]: {
        status: 409,
        body: { kind: 'Status', message: 'It is in use by default/hello', reason: 'Conflict', code: 409 },
      },
    };
    const torn = await run(['def', 'delete', 'log'], answers);
    expect(torn.code).toBe(2);
    expect(torn.stderr).toContain('--kind component or --kind trait');
    expect((await run(['def', 'delete', 'log', '--kind', 'trait'], answers)).code).toBe(0);
    const used = await run(['def', 'delete', 'log', '--kind', 'component'], answers);
    expect(used.code).toBe(2);
    expect(used.stderr).toContain('in use by default/hello');
  });
});

describe('schema', () => {
  test('prints the schema that the API makes for the namespace, as JSON', async () => {
    const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' };
    const ran = await run(['schema', '-n', 'team-a'], {
      'GET /schemas/application.json?namespace=team-a': { body: schema },
    });
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).toEqual(schema);
  });
});
