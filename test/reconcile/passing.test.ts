/** Values that components hand to each other: nobody is made with a value that is not known, and everybody follows one that changes. */
import { describe, expect, it } from 'vitest';
import { types } from '../../lib/aws/registry.ts';
import { type JsonObject, objectOf, textOf } from '../../lib/json.ts';
import { checkApplication } from '../../lib/oam/check.ts';
import { renderPassing } from '../../lib/reconcile/passing.ts';
import { plan } from '../../lib/reconcile/plan.ts';
import { resolve } from '../../lib/reconcile/resolve.ts';
import { denied } from '../doubles/aws.ts';
import { blob, catalog, definition, environment, issuesOf, marks } from './applications.ts';
import { createWorld, type World, web } from './world.ts';

const spec: JsonObject = {
  workload: { type: 'resources' },
  schematic: {
    cel: {
      parameters: { type: 'object', properties: { class: { type: 'string' }, days: { type: 'integer' } } },
      resources: [
        {
          id: 'data',
          type: 'AWS::Logs::LogGroup',
          properties: { RetentionInDays: '${parameter.?days}', LogGroupClass: '${parameter.?class}' },
        },
        {
          id: 'more',
          $if: '${has(parameter.days) && parameter.days == 90}',
          type: 'AWS::Logs::LogGroup',
          properties: {},
        },
      ],
      link: {
        NAME: '${resources.data.LogGroupName}',
        MORE: '${resources.more.LogGroupName}',
        CLASS: '${parameter.?class}',
      },
    },
  },
};
const logs: JsonObject = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'ComponentDefinition',
  metadata: { name: 'logs', namespace: 'default' },
  spec,
};

const application = (...components: JsonObject[]): JsonObject => ({
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'Application',
  metadata: { name: 'web', namespace: 'default' },
  spec: { components },
});
const giver = (more: JsonObject = {}): JsonObject => ({
  name: 'data',
  type: 'logs',
  outputs: [{ name: 'where', valueFrom: 'output.NAME' }],
  ...more,
});
const taker = (more: JsonObject = {}): JsonObject => ({
  name: 'front',
  type: 'function',
  properties: { code: { blob }, env: [{ name: 'GROUP' }] },
  inputs: [{ from: 'where', parameterKey: 'env[0].value' }],
  traits: [{ type: 'gateway', properties: { http: { '/front': 80 } } }],
  ...more,
});

const known = catalog(definition('ComponentDefinition', 'logs', spec));

async function posted(world: World, ...components: JsonObject[]): Promise<void> {
  await world.apply(application(...components));
  await world.run();
}

async function groupOf(world: World, component = 'front'): Promise<string> {
  const { rows } = await world.view(web);
  const fn = rows.find(row => row.type === 'AWS::Lambda::Function' && row.component === component);
  return textOf(objectOf(objectOf(fn?.applied?.Environment).Variables).GROUP);
}
const nameOf = async (world: World): Promise<string> => {
  const { rows } = await world.view(web);
  return rows.find(row => row.type === 'AWS::Logs::LogGroup' && row.component === 'data')?.name ?? '';
};

describe('a value that a component takes from another', () => {
  it('arrives once it is known, and nobody is made before', async () => {
    const world = await createWorld({ definitions: [logs] });
    await posted(world, taker(), giver());
    expect(await world.status(web)).toMatchObject({ status: 'running' });
    expect(await groupOf(world)).toBe(await nameOf(world));
    const calls = world.aws.calls.map(call => call.action);
    expect(calls.indexOf('CreateLogGroup')).toBeLessThan(calls.indexOf('CreateFunction'));
    const before = world.aws.calls.length;
    world.touch(web);
    await world.run();
    expect(world.aws.calls.length).toBe(before);
  });

  it('is followed when it changes, and what takes it answers meanwhile', async () => {
    const world = await createWorld({ definitions: [logs] });
    await posted(world, giver(), taker());
    const first = await groupOf(world);
    await posted(world, giver({ properties: { class: 'INFREQUENT_ACCESS' } }), taker());
    expect(await world.status(web)).toMatchObject({ status: 'running' });
    expect(await groupOf(world)).toBe(await nameOf(world));
    expect(await groupOf(world)).not.toBe(first);
    const calls = world.aws.calls.map(call => call.action);
    expect(calls).not.toContain('DeleteFunction');
    expect(calls).not.toContain('DeleteApi');
  });

  it('is waited for, and the status says what for', async () => {
    const world = await createWorld({ definitions: [logs] });
    world.aws.before = call => {
      if (call.action === 'CreateLogGroup') throw denied('cloudwatch-logs', 'logs:CreateLogGroup');
    };
    await posted(world, giver(), taker({ dependsOn: [] }));
    const status = await world.status(web);
    expect(status.status).toBe('workflowFailed');
    expect(JSON.stringify(status.services)).toContain('It waits for output.NAME of data');
    expect(world.aws.calls.map(call => call.action)).not.toContain('CreateFunction');
  });

  it('passes through several, and those that come after one that waits do, too', async () => {
    const world = await createWorld({ definitions: [logs] });
    const middle: JsonObject = {
      name: 'middle',
      type: 'logs',
      properties: { days: 7 },
      inputs: [{ from: 'class', parameterKey: 'class' }],
      outputs: [{ name: 'middle', valueFrom: 'output.NAME' }],
    };
    const first = giver({ outputs: [{ name: 'class', valueFrom: '"STANDARD"' }] });
    const last: JsonObject = { name: 'last', type: 'logs', dependsOn: ['front'] };
    const front = taker({ inputs: [{ from: 'middle', parameterKey: 'env[0].value' }] });
    await posted(world, last, front, middle, first);
    expect(await world.status(web)).toMatchObject({ status: 'running' });
    const { rows } = await world.view(web);
    const group = rows.find(row => row.component === 'middle');
    expect(group?.applied).toMatchObject({ LogGroupClass: 'STANDARD' });
    expect(await groupOf(world)).toBe(group?.name);
    await world.remove(web);
    await world.run();
    expect((await world.view(web)).rows).toEqual([]);
  });

  it('that never comes, because the emulator does not have its giver, keeps nobody waiting for ever', async () => {
    const world = await createWorld({ definitions: [logs], environment: { notEmulated: ['AWS::Logs'] } });
    const front: JsonObject = {
      ...giver({ name: 'front', outputs: [{ name: 'there', valueFrom: 'output.NAME' }] }),
      inputs: [{ from: 'where', parameterKey: 'class' }],
    };
    const last: JsonObject = { name: 'last', type: 'logs', inputs: [{ from: 'there', parameterKey: 'class' }] };
    await posted(world, giver(), front, last, { name: 'after', type: 'logs', dependsOn: ['last'] });
    const { status, conditions } = await world.status(web);
    expect(status).toBe('running');
    expect(conditions).toContainEqual(expect.objectContaining({ type: 'Emulated', status: 'False' }));
  });

  it('ends the same wherever the process dies on the way', async () => {
    const calm = await createWorld({ definitions: [logs] });
    await posted(calm, giver(), taker());
    for (let step = 2; step < calm.steps(); step += 5) {
      const world = await createWorld({ definitions: [logs] });
      world.crashAt = { step, side: step % 2 === 0 ? 'before' : 'after' };
      await posted(world, giver(), taker());
      // A wake whose message was lost: the round of due wakes finds it.
      if ((await world.view(web)).wake !== undefined) world.touch(web);
      await world.run();
      expect(await world.status(web), `step ${step}`).toMatchObject({ status: 'running' });
      expect(world.aws.listing()).toEqual(calm.aws.listing());
    }
  });

  it('is told in a plan as known after apply', () => {
    const { application: checked } = checkApplication(application(giver(), taker()));
    const { appfile } = resolve(checked!, known);
    const { graph } = renderPassing(appfile!, environment, types, new Map());
    const facts = { notEmulated: [], now: 0, generation: 1, doubtSince: 0, retryAll: false, deleting: false };
    const steps = plan({ graph, rows: new Map(), types, ...facts });
    expect(steps.map(step => `${step.action} ${step.type}`)).toEqual(['create AWS::Logs::LogGroup', 'wait function']);
    expect(steps[1]?.reason).toContain('known after apply');
  });
});

describe('what cannot be handed on', () => {
  const cases: readonly (readonly [string, readonly JsonObject[], readonly string[]])[] = [
    ['an output nobody gives', [taker()], ['UnknownInput /spec/components/0/inputs/0/from']],
    [
      'an output that is not known of it',
      [giver({ outputs: [{ name: 'where', valueFrom: 'output.status.phase' }] }), taker()],
      ['UnknownOutput /spec/components/0/outputs/0/valueFrom'],
    ],
    [
      'a name that it has no link for',
      [giver({ outputs: [{ name: 'where', valueFrom: 'output.URL' }] }), taker()],
      ['UnknownOutput /spec/components/0/outputs/0/valueFrom'],
    ],
    [
      'a name that it has none of as it is configured',
      [giver({ outputs: [{ name: 'where', valueFrom: 'output.CLASS' }] }), taker()],
      ['OutputAbsent /spec/components/0/outputs/0/valueFrom'],
    ],
    [
      'the name of a resource that is left out as it is configured',
      [giver({ outputs: [{ name: 'where', valueFrom: 'output.MORE' }] }), taker()],
      ['OutputAbsent /spec/components/0/outputs/0/valueFrom'],
    ],
    [
      'two outputs of one name',
      [giver(), giver({ name: 'more' }), taker()],
      ['DuplicateName /spec/components/1/outputs/0/name'],
    ],
    [
      'a place that is no parameter',
      [giver(), taker({ inputs: [{ from: 'where', parameterKey: 'evn' }] })],
      ['UnknownField /spec/components/1/inputs/0/parameterKey'],
    ],
    [
      'a place in a list that is not there',
      [giver(), taker({ inputs: [{ from: 'where', parameterKey: 'env[4].value' }] })],
      ['InvalidField /spec/components/1/inputs/0/parameterKey'],
    ],
    [
      'a place that is no path',
      [giver(), taker({ inputs: [{ from: 'where', parameterKey: 'env[x' }] })],
      ['InvalidField /spec/components/1/inputs/0/parameterKey'],
    ],
    [
      'a value in a place of another kind',
      [
        giver({ outputs: [{ name: 'where', valueFrom: '"much"' }] }),
        taker({ properties: { code: { blob } }, inputs: [{ from: 'where', parameterKey: 'memory' }] }),
      ],
      ['InvalidParameter /spec/components/1/inputs/0'],
    ],
    [
      'other parameters that do not hold',
      [giver(), taker({ properties: { code: { blob }, env: [{ name: 'GROUP' }], tiemout: 3 } })],
      ['UnknownParameter /spec/components/1/properties/tiemout'],
    ],
    [
      'a circle',
      [
        giver({ inputs: [{ from: 'back', parameterKey: 'class' }] }),
        taker({ outputs: [{ name: 'back', valueFrom: 'context.name' }] }),
      ],
      ['DependencyCycle /spec/components/0/inputs'],
    ],
    [
      'its own output',
      [giver({ inputs: [{ from: 'where', parameterKey: 'class' }] })],
      ['DependencyCycle /spec/components/0/inputs'],
    ],
    [
      'half of an input',
      [giver(), taker({ inputs: [{ from: 'where' }] })],
      ['MissingField /spec/components/1/inputs/0/parameterKey'],
    ],
  ];
  for (const [what, components, expected] of cases)
    it(what, () => {
      const document = application(...components);
      const found = marks(issuesOf(document, known));
      const { application: checked } = checkApplication(document);
      const appfile = checked === undefined ? undefined : resolve(checked, known).appfile;
      const late = appfile === undefined ? [] : marks(renderPassing(appfile, environment, types, new Map()).issues);
      expect([...found, ...late]).toEqual(expect.arrayContaining([...expected]));
    });
});
