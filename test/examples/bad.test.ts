/** Every input under examples/bad meets the real pipeline: the answer is its expected.json, and what ran before is untouched. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createPipeline } from '../../lib/api/pipeline.ts';
import { types } from '../../lib/aws/registry.ts';
import { listOf, objectOf, textOf } from '../../lib/json.ts';
import { parseDocuments } from '../../lib/oam/parse.ts';
import { access, setup } from '../api/setup.ts';
import { createWorld, facts } from '../reconcile/world.ts';

const examples: string = fileURLToPath(new URL('../../examples/', import.meta.url));
const good: string = readFileSync(`${examples}01-hello/app.yaml`, 'utf8');

/** Inputs too large to keep. */
const generated: Readonly<Record<string, () => string>> = {
  'too-large': () => good.replace('name: hello', `name: hello\n  labels:\n    big: ${'x'.repeat(2_000_000)}`),
};

const names = readdirSync(`${examples}bad`, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(entry => entry.name);

describe('examples/bad', () => {
  test('the README lists exactly what there is, and each has what is expected', () => {
    const readme = readFileSync(`${examples}bad/README.md`, 'utf8');
    const listed = [...readme.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual([...names].sort());
    for (const name of names) expect(existsSync(expectedOf(name)), name).toBe(true);
  });

  test.each(names.filter(name => name !== 'not-ours'))('%s is refused, and nothing is stored', async name => {
    const api = await setup({ pipeline: createPipeline(types) });
    await api.store.install({ environment: { target: 'local', facts }, access });
    expect((await api.post(good)).status).toBe(201);
    const before = JSON.stringify(api.store.dump());

    const { status, body } = await api.post(inputOf(name));

    const { code, detail, errors } = body;
    const seen = JSON.stringify({ status, code, detail, errors }, null, 2);
    await expect(`${seen}\n`).toMatchFileSnapshot(expectedOf(name));
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(JSON.stringify(api.store.dump())).toBe(before);
  });

  test('not-ours is accepted, fails with the cause, and leaves what is there alone', async () => {
    const { documents } = parseDocuments(inputOf('not-ours'), 'yaml');
    const [definition, application] = documents.map(document => document.value);
    const world = await createWorld({ definitions: [definition!] });
    const theirs = { logGroupName: `${facts.prefix}taken`, tags: { owner: 'somebody' } };
    await create(world, theirs);
    const before = JSON.stringify(await groups(world));

    await world.apply(application!);
    await world.run(120_000);

    const status = await world.status({ namespace: 'default', name: 'not-ours' });
    const { status: phase } = status;
    // The hash in a name says nothing to a reader.
    const cause = textOf(status.cause).replaceAll(/-[a-z0-9]{8}\b/g, '-<hash>');
    const resources = listOf(status.appliedResources).map(objectOf);
    const failed = resources.map(({ kind, component, phase, reason }) => ({ kind, component, phase, reason }));
    const seen = JSON.stringify({ status: phase, cause, appliedResources: failed }, null, 2);
    await expect(`${seen}\n`).toMatchFileSnapshot(expectedOf('not-ours'));
    expect(textOf(status.next)).toContain('lateen retry');
    expect(JSON.stringify(await groups(world))).toBe(before);
  });
});

function expectedOf(name: string): string {
  return `${examples}bad/${name}/expected.json`;
}

function inputOf(name: string): string {
  const made = generated[name]?.();
  if (made !== undefined) return made;
  const [file] = readdirSync(`${examples}bad/${name}`).filter(each => each.endsWith('.yaml'));
  return readFileSync(`${examples}bad/${name}/${file}`, 'utf8');
}

type World = Awaited<ReturnType<typeof createWorld>>;

async function create({ aws }: World, input: { readonly logGroupName: string; readonly tags: Record<string, string> }) {
  await aws.send({ service: 'cloudwatch-logs', action: 'CreateLogGroup', target: 'local', input, mutates: true });
}

function groups({ aws }: World) {
  return aws.send({
    service: 'cloudwatch-logs',
    action: 'DescribeLogGroups',
    target: 'local',
    input: {},
    mutates: false,
  });
}
