/** The engine's rules, each in a whole installation under a virtual clock. `npm run guards` takes each rule's guard away and expects its test to fail. */
import { expect, test } from 'vitest';
import { type Json, type JsonObject, listOf, objectOf } from '../../lib/json.ts';
import { fault } from '../doubles/aws.ts';
import { code, createWorld, facts, functions, start, type World, web } from './world.ts';

const hello = functions({ hello: { memory: 256 } });

async function running(world: World, document: JsonObject = hello): Promise<void> {
  await world.apply(document);
  await world.run();
  expect(await world.status()).toMatchObject({ status: 'running' });
}

function actions(world: World, from = 0): string[] {
  return world.aws.calls.slice(from).map(call => call.action);
}

function changes(world: World, from = 0): string[] {
  return world.aws.calls
    .slice(from)
    .filter(call => call.mutates)
    .map(call => call.action);
}

/** Everything that exists as sorted lines, ids that AWS assigned left out: they differ from run to run. */
function shape(listing: JsonObject): string[] {
  const lines: string[] = [];
  const walk = (path: string, value: Json): void => {
    if (typeof value !== 'object' || value === null) lines.push(`${path}=${String(value)}`);
    else for (const [key, inner] of Object.entries(value)) walk(`${path}/${key}`, inner);
  };
  walk('', listing);
  return lines.map(line => line.replaceAll(/(?<![a-z0-9])[a-z0-9]{10}(?![a-z0-9])/g, 'id')).sort();
}

test('an application comes alive: URL, resources, conditions', async () => {
  const world = await createWorld();
  await running(world);
  const status = await world.status();
  expect(listOf(status.endpoints)).toHaveLength(1);
  expect(String(objectOf(listOf(status.endpoints)[0]).url)).toMatch(
    /^https:\/\/\w+\.execute-api\.us-east-1\.amazonaws\.com\/hello$/,
  );
  expect(listOf(status.appliedResources).every(one => objectOf(one).phase === 'Ready')).toBe(true);
  expect(status.latestRevision).toMatchObject({ name: 'web-v1', revision: 1 });
  expect(listOf(status.services)).toMatchObject([{ name: 'hello', healthy: true }]);
});

test('creating costs little more than one call a resource', async () => {
  const world = await createWorld();
  await running(world);
  const rows = (await world.view()).rows.length;
  // One wait read for the function, which Lambda makes asynchronously.
  expect(world.aws.calls.length).toBeLessThanOrEqual(rows * 1.2 + 1);
});

test('rule 2: removing a property resets it to the default of the service', async () => {
  const world = await createWorld();
  await running(world);
  await running(world, functions({ hello: {} }));
  const update = world.aws.calls.filter(call => call.action === 'UpdateFunctionConfiguration').at(-1);
  expect(update?.input).toMatchObject({ MemorySize: 128 });
});

test('rule 2: what an interrupted create set is reset when it is taken out meanwhile', async () => {
  const calm = await createWorld();
  await running(calm);
  const from = calm.aws.calls.findIndex(call => call.action === 'CreateFunction');
  const world = await createWorld();
  world.aws.after = (_call, nth) => {
    if (nth === from + 1) world.crashAt = { step: world.steps(), side: 'after' };
  };
  await world.apply(hello);
  await world.turn();
  world.aws.after = undefined;
  await running(world, functions({ hello: {} }));
  const update = world.aws.calls.filter(call => call.action === 'UpdateFunctionConfiguration').at(-1);
  expect(update?.input).toMatchObject({ MemorySize: 128 });
});

test('rule 3: a sweep after a create finds no drift', async () => {
  const world = await createWorld();
  await running(world);
  const before = world.aws.calls.length;
  world.clock.now += 60_000;
  await world.wake(web, 'sweep');
  await world.run();
  expect(actions(world, before).length).toBeGreaterThanOrEqual(7);
  expect(changes(world, before)).toEqual([]);
});

test('a sweep that takes several waves looks at everything', async () => {
  const world = await createWorld();
  await running(world, functions(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`c${i}`, {}]))));
  const rows = (await world.view()).rows.length;
  expect(rows).toBeGreaterThan(150);
  const before = world.aws.calls.length;
  world.clock.now += 60_000;
  await world.wake(web, 'sweep');
  await world.run();
  expect(actions(world, before).length).toBeGreaterThanOrEqual(rows);
  expect((await world.view()).rows.every(row => row.seen > start + 60_000)).toBe(true);
});

test('a sweep repairs what was changed or removed by hand', async () => {
  const world = await createWorld();
  await running(world);
  const created = world.aws.calls.find(call => call.action === 'CreateFunction');
  const name = String(created?.input.FunctionName);
  await world.aws.send({
    service: 'cloudwatch-logs',
    action: 'DeleteLogGroup',
    target: 'local',
    mutates: true,
    input: { logGroupName: String(world.aws.calls.find(call => call.action === 'CreateLogGroup')?.input.logGroupName) },
  });
  await world.aws.send({
    service: 'lambda',
    action: 'UpdateFunctionConfiguration',
    target: 'local',
    mutates: true,
    input: { FunctionName: name, MemorySize: 1024 },
  });
  world.clock.now += 60_000;
  const before = world.aws.calls.length;
  await world.wake(web, 'sweep');
  await world.run();
  expect(changes(world, before)).toContain('CreateLogGroup');
  expect(
    world.aws.calls.slice(before).find(call => call.action === 'UpdateFunctionConfiguration')?.input,
  ).toMatchObject({
    MemorySize: 256,
  });
  expect(await world.status()).toMatchObject({ status: 'running' });
});

test('rule 4: at the fixed point a reconcile makes no call; duplicates and touches cost nothing', async () => {
  const world = await createWorld();
  await running(world);
  const before = world.aws.calls.length;
  for (let i = 0; i < 3; i++) world.touch(web);
  await world.run();
  expect(world.aws.calls.length).toBe(before);
});

test('rule 5: what is needed is made first and removed last', async () => {
  const world = await createWorld();
  await running(world);
  const order = changes(world);
  expect(order.indexOf('CreateFunction')).toBeLessThan(order.indexOf('CreateAlias'));
  expect(order.indexOf('CreateApi')).toBeLessThan(order.indexOf('CreateIntegration'));
  expect(order.indexOf('CreateIntegration')).toBeLessThan(order.indexOf('CreateRoute'));
  const { items } = await world.store.events(web, { limit: 100 });
  expect(items.filter(event => event.type === 'Warning')).toEqual([]);
  const before = world.aws.calls.length;
  await world.remove(web);
  await world.run();
  const back = changes(world, before);
  expect(back.indexOf('DeleteRoute')).toBeLessThan(back.indexOf('DeleteIntegration'));
  expect(back.indexOf('DeleteIntegration')).toBeLessThan(back.indexOf('DeleteApi'));
  expect(back.indexOf('DeleteAlias')).toBeLessThan(back.indexOf('DeleteFunction'));
});

test('rule 5: a new identity is live before the old one goes', async () => {
  const world = await createWorld();
  await running(world);
  const before = world.aws.calls.length;
  await running(world, withDomain('shop.example.com'));
  const order = changes(world, before);
  expect(order).toContain('DeleteApi');
  expect(order.indexOf('DeleteRoute')).toBeGreaterThan(order.indexOf('CreateRoute'));
  expect(order.indexOf('DeleteApi')).toBeGreaterThan(order.indexOf('CreateRoute'));
});

test('rule 6: killed at any request, before or after it took effect, it ends in the same state and leaks nothing', async () => {
  const undisturbed = await createWorld();
  const empty = undisturbed.aws.listing();
  const from = undisturbed.steps();
  await running(undisturbed);
  const made = undisturbed.steps() - from;
  await undisturbed.remove(web);
  await undisturbed.run();
  const total = undisturbed.steps() - from;
  expect(undisturbed.aws.listing()).toEqual(empty);
  const whole = await createWorld();
  await running(whole);
  for (let step = 1; step <= total; step++) {
    for (const side of ['before', 'after'] as const) {
      const world = await createWorld();
      world.crashAt = { step: world.steps() + step, side };
      await world.apply(hello);
      await world.run();
      const where = `killed ${side} request ${step} of ${made}/${total}`;
      expect(await world.status(), where).toMatchObject({ status: 'running' });
      expect(shape(world.aws.listing()), where).toEqual(shape(whole.aws.listing()));
      await world.remove(web);
      await world.run();
      expect(world.aws.listing(), where).toEqual(empty);
      expect((await world.view()).desired, where).toBeUndefined();
    }
  }
}, 120_000);

test('rule 6: what exists and is not ours is refused and left alone', async () => {
  const world = await createWorld();
  await running(world);
  const group = world.aws.calls.find(call => call.action === 'CreateLogGroup');
  const other = await createWorld();
  await other.aws.send({
    service: 'cloudwatch-logs',
    action: 'CreateLogGroup',
    target: 'local',
    mutates: true,
    input: { logGroupName: String(group?.input.logGroupName), tags: { owner: 'somebody else' } },
  });
  const theirs = other.aws.listing();
  await other.apply(hello);
  await other.run(300_000);
  const status = await other.status();
  expect(status).toMatchObject({ status: 'workflowFailed' });
  expect(String(status.cause)).toContain(
    `AWS::Logs::LogGroup ${group?.input.logGroupName} exists already and does not belong to this application: choose another name, or delete it`,
  );
  await other.remove(web);
  await other.run();
  expect(other.aws.listing()).toEqual(theirs);
});

test('rule 6: what another application has is named with its owner', async () => {
  const world = await createWorld();
  await running(world);
  const group = String(world.aws.calls.find(call => call.action === 'CreateLogGroup')?.input.logGroupName);
  const other = await createWorld();
  const owner = { installation: 'test', namespace: 'blue', app: 'shop', component: 'cart' };
  const tags = Object.fromEntries(Object.entries(owner).map(([key, value]) => [`oam.dev/${key}`, value]));
  const input = { logGroupName: group, tags };
  await other.aws.send({
    service: 'cloudwatch-logs',
    action: 'CreateLogGroup',
    target: 'local',
    mutates: true,
    input,
  });
  await other.apply(hello);
  await other.run(300_000);
  expect(String((await other.status()).cause)).toContain(
    `${group} exists already and belongs to component cart of application shop in namespace blue of installation test: choose`,
  );
});

test('rule 6: A, B, A quickly ends in A with nothing left of B', async () => {
  const world = await createWorld();
  await running(world);
  const a = shape(world.aws.listing());
  await world.apply(functions({ hello: {}, other: {} }));
  await world.turn();
  await running(world);
  expect(shape(world.aws.listing())).toEqual(a);
});

test('rule 7: a throttle or a conflict at any call comes back by a wake and ends well', async () => {
  const calm = await createWorld();
  await running(calm);
  const faults = [
    fault('TooManyRequestsException', 429, 'Rate Exceeded.'),
    fault(
      'ResourceConflictException',
      409,
      'The operation cannot be performed at this time. An update is in progress for resource',
    ),
  ];
  for (let nth = 1; nth <= calm.aws.calls.length; nth++) {
    const service = calm.aws.calls[nth - 1]?.service;
    for (const error of service === 'lambda' ? faults : faults.slice(0, 1)) {
      const world = await createWorld();
      world.aws.before = (_call, n) => {
        if (n === nth) throw error;
      };
      await world.apply(hello);
      await world.run();
      expect(await world.status(), `${error.message} at call ${nth}`).toMatchObject({ status: 'running' });
      expect(shape(world.aws.listing())).toEqual(shape(calm.aws.listing()));
    }
  }
}, 60_000);

test('rule 10: a large application does not starve a small one', async () => {
  const world = await createWorld();
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`c${i}`, {}]));
  await world.apply(functions(many, 'large'));
  await world.turn();
  await world.apply(hello);
  await world.run(4_000);
  expect(await world.status()).toMatchObject({ status: 'running' });
  expect(await world.status({ namespace: 'default', name: 'large' })).not.toMatchObject({ status: 'running' });
  await world.run();
  expect(await world.status({ namespace: 'default', name: 'large' })).toMatchObject({ status: 'running' });
}, 30_000);

test('rule 11: a missed deadline ends with the cause and the next step; retry tries at once', async () => {
  const world = await createWorld();
  world.aws.before = call => {
    if (call.action === 'CreateIntegration') throw fault('ServiceUnavailableException', 503, 'try later');
  };
  await world.apply(hello);
  await world.run(60_000);
  const waiting = await world.status();
  expect(waiting).toMatchObject({ status: 'runningWorkflow' });
  // Two minutes from when the integration's turn came.
  const limit = Date.parse(String(waiting.deadline)) - start;
  expect(limit).toBeGreaterThanOrEqual(120_000);
  expect(limit).toBeLessThanOrEqual(125_000);
  await world.run(120_000);
  const failed = await world.status();
  expect(failed).toMatchObject({ status: 'workflowFailed' });
  expect(String(failed.cause)).toContain('try later');
  expect(String(failed.next)).toContain('tried again');
  expect(failed.deadline).toBeUndefined();
  world.aws.before = undefined;
  await world.wake(web, 'retry');
  await world.turn();
  await world.run(5_000);
  expect(await world.status()).toMatchObject({ status: 'running' });
});

test('rule 11: after it ran once, a missed deadline is unhealthy', async () => {
  const world = await createWorld();
  await running(world);
  world.aws.before = call => {
    if (call.action === 'UpdateFunctionCode') throw fault('ServiceException', 500, 'broken');
  };
  await world.apply(functions({ hello: { memory: 256, code: { blob: code('other') } } }));
  await world.run(200_000);
  expect(await world.status()).toMatchObject({ status: 'unhealthy' });
});

test('rule 12: an application whose reconcile keeps throwing is buried with uid and error, and acknowledged', async () => {
  const world = await createWorld({ environment: { installation: 'lateen-test' } });
  await world.apply(hello);
  const load = world.store.catalog;
  world.store.catalog = () => Promise.reject(new Error('the table is gone'));
  await world.run();
  expect(world.letters).toMatchObject([
    { app: { namespace: 'default', name: 'web' }, generation: 1, error: 'the table is gone' },
  ]);
  expect(world.queue).toEqual([]);
  world.store.catalog = load;
});

test('a component taken out goes with all its resources, the other stays untouched', async () => {
  const world = await createWorld();
  await running(world, functions({ one: {}, two: {} }));
  const before = world.aws.calls.length;
  await running(world, functions({ one: {} }));
  expect(changes(world, before).every(action => action.startsWith('Delete') || action === 'RemovePermission')).toBe(
    true,
  );
  expect(changes(world, before)).toContain('DeleteFunction');
});

test('one change of code is one publish and one move of the alias', async () => {
  const world = await createWorld();
  await running(world);
  const before = world.aws.calls.length;
  await running(world, functions({ hello: { memory: 256, code: { blob: code('new') } } }));
  expect(changes(world, before)).toEqual(['UpdateFunctionCode', 'UpdateAlias']);
  expect(actions(world, before).length).toBeLessThanOrEqual(5);
});

test('what the emulator lacks is planned and said, and the application runs', async () => {
  const world = await createWorld({ environment: { notEmulated: ['AWS::Logs'] } });
  await world.apply(hello);
  await world.run();
  // Everything that needs the log group is left out with it.
  const status = await world.status();
  expect(listOf(status.conditions)).toContainEqual(expect.objectContaining({ type: 'Emulated', status: 'False' }));
  expect(world.aws.calls.some(call => call.service === 'cloudwatch-logs')).toBe(false);
});

function withDomain(domain: string): JsonObject {
  return JSON.parse(JSON.stringify(hello).replace('"http":', `"domain":"${domain}","http":`));
}

test('rule 4: a change of one component asks nothing about the other', async () => {
  const world = await createWorld();
  await running(world, functions({ one: {}, two: {} }));
  const before = world.aws.calls.length;
  await running(world, functions({ one: { memory: 512 }, two: {} }));
  const asked = world.aws.calls.slice(before).map(call => JSON.stringify(call.input));
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter(input => input.includes('web-two'))).toEqual([]);
});

test('rule 4: at the fixed point nothing is planned or written', async () => {
  const world = await createWorld();
  await running(world);
  const dump = JSON.stringify(world.store.dump());
  const before = world.steps();
  world.touch(web);
  await world.run();
  // acquire, load, catalog, release
  expect(world.steps() - before).toBe(4);
  expect(JSON.stringify(world.store.dump()).length).toBe(dump.length);
});

test('rule 6: a late call of a dead holder is found by the second look', async () => {
  const world = await createWorld();
  await running(world);
  world.crashAt = { step: world.steps() + 3, side: 'after' };
  await world.apply(functions({ hello: { memory: 512 } }));
  await world.turn();
  world.crashAt = undefined;
  await world.run(95_000);
  expect(await world.status()).toMatchObject({ status: 'running' });
  const name = String(world.aws.calls.find(call => call.action === 'CreateFunction')?.input.FunctionName);
  const input = { FunctionName: name, MemorySize: 256 };
  await world.aws.send({
    service: 'lambda',
    action: 'UpdateFunctionConfiguration',
    target: 'local',
    mutates: true,
    input,
  });
  await world.run();
  const last = world.aws.calls.filter(call => call.action === 'UpdateFunctionConfiguration').at(-1);
  expect(last?.input).toMatchObject({ MemorySize: 512 });
});

test('rule 6: nothing is changed in the last seconds of a lease', async () => {
  const world = await createWorld({ settings: { waveMs: 1_000_000, waveCalls: 1_000 } });
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`c${i}`, {}]));
  const late: number[] = [];
  // Each call takes 3 s: one round of thirty components outlasts the lease of 90 s.
  world.aws.before = call => {
    if (call.mutates) late.push(world.clock.now - start);
    world.clock.now += 3_000;
  };
  await world.apply(functions(many));
  await world.turn();
  expect(late.length).toBeGreaterThan(20);
  expect(late.filter(time => time > 75_000)).toEqual([]);
  world.aws.before = undefined;
  await world.run();
  expect(await world.status()).toMatchObject({ status: 'running' });
});

test('rule 7: a throttle is tried again within seconds', async () => {
  const world = await createWorld();
  let thrown = 0;
  world.aws.before = call => {
    if (call.action === 'CreateApi' && thrown++ < 2) throw fault('TooManyRequestsException', 429, 'Rate Exceeded.');
  };
  await world.apply(hello);
  await world.turn();
  expect(thrown).toBe(1);
  await world.run(10_000);
  expect(thrown).toBe(3);
  expect(await world.status()).toMatchObject({ status: 'running' });
  expect(world.clock.now - start).toBeGreaterThanOrEqual(3_000);
});

test('rule 10: a wave ends after its budget of calls', async () => {
  const world = await createWorld();
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`c${i}`, {}]));
  await world.apply(functions(many));
  await world.turn();
  expect(world.aws.calls.length).toBeGreaterThan(40);
  // The last verbs of a wave may need a call or two more than was counted for them.
  expect(world.aws.calls.length).toBeLessThan(90);
});

test('rule 10: calls keep to the quotas of the account', async () => {
  const world = await createWorld();
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`c${i}`, {}]));
  await running(world, functions(many));
  const functionsMade = world.aws.calls.filter(call => call.service === 'lambda' && call.mutates).length;
  expect(functionsMade).toBeGreaterThan(100);
  // 30 at once, then 15 a second.
  expect(world.clock.now - start).toBeGreaterThanOrEqual(((functionsMade - 30) / 15) * 1000);
});

test('a row that was planned and never made is removed without a call', async () => {
  const world = await createWorld({ environment: { notEmulated: ['AWS::ApiGatewayV2'] } });
  await running(world);
  await world.remove(web);
  await world.run();
  expect(world.aws.calls.some(call => call.service === 'apigatewayv2')).toBe(false);
  expect((await world.view()).desired).toBeUndefined();
});

/** A component that makes a log group whose retention is only sent when it is made: others own it afterwards. */
const handedOver: JsonObject = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'ComponentDefinition',
  metadata: { name: 'handed-over', namespace: 'default' },
  spec: {
    workload: { type: 'resources' },
    schematic: {
      cel: {
        parameters: {
          type: 'object',
          properties: { days: { type: 'integer' }, owner: { type: 'string', default: 'us' } },
        },
        resources: [
          {
            id: 'group',
            type: 'AWS::Logs::LogGroup',
            properties: {
              RetentionInDays: { $initial: '${parameter.days}' },
              Tags: [{ Key: 'owner', Value: '${parameter.owner}' }],
            },
          },
        ],
      },
    },
  },
};

test('rule 8: what others own after the create is neither sent again nor reset', async () => {
  const world = await createWorld({ definitions: [handedOver] });
  const app = (properties: JsonObject): JsonObject => ({
    apiVersion: 'core.oam.dev/v1beta1',
    kind: 'Application',
    metadata: { name: 'web', namespace: 'default' },
    spec: { components: [{ name: 'audit', type: 'handed-over', properties }] },
  });
  await running(world, app({ days: 30 }));
  const sent = (): Json[] =>
    world.aws.calls
      .filter(call => call.action === 'PutRetentionPolicy')
      .map(call => call.input.retentionInDays ?? null);
  expect(sent()).toEqual([30]);
  const group = String(world.aws.calls.find(call => call.action === 'CreateLogGroup')?.input.logGroupName);
  const input = { logGroupName: group, retentionInDays: 90 };
  await world.aws.send({
    service: 'cloudwatch-logs',
    action: 'PutRetentionPolicy',
    target: 'local',
    mutates: true,
    input,
  });
  await running(world, app({ days: 60, owner: 'them' }));
  world.clock.now += 60_000;
  await world.wake(web, 'sweep');
  await world.run();
  expect(sent()).toEqual([30, 90]);
  expect(JSON.stringify(world.aws.listing())).toContain('them');
});

test('rows of a service that went away are removed without asking it', async () => {
  const world = await createWorld();
  await running(world);
  await world.store.install({
    environment: { target: 'local', facts: { ...facts, notEmulated: ['AWS::ApiGatewayV2'] } },
    access: [],
  });
  const before = world.aws.calls.length;
  await world.remove(web);
  await world.run();
  expect(world.aws.calls.slice(before).some(call => call.service === 'apigatewayv2')).toBe(false);
  expect((await world.view()).desired).toBeUndefined();
});

test('rule 11: each has its own time, counted from when its turn came', async () => {
  const world = await createWorld({ aws: { settle: { ms: 40_000, reads: 1_000 } } });
  const chain = functions(Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`c${i}`, {}])));
  const spec = objectOf(chain.spec);
  const components = listOf(spec.components).map((one, i) => ({
    ...objectOf(one),
    ...(i === 0 ? {} : { dependsOn: [`c${i - 1}`] }),
  }));
  await world.apply({ ...chain, spec: { components } });
  await world.run();
  expect(await world.status()).toMatchObject({ status: 'running' });
  expect(world.clock.now - start).toBeGreaterThan(200_000);
  const { items } = await world.store.events(web, { limit: 100 });
  expect(items.filter(event => event.type === 'Warning')).toEqual([]);
});

test('an application of more code than one request names comes alive', async () => {
  const world = await createWorld();
  const many = functions(Object.fromEntries(Array.from({ length: 110 }, (_, i) => [`c${i}`, {}])));
  await running(world, many);
  expect(await world.store.users(`blob#${code('c109')}`, 5)).toEqual([web]);
  await running(world, hello);
  expect(await world.store.users('TraitDefinition#lateen-system/gateway', 5)).toEqual([web]);
});

/** The same log group, asked for by a definition under one id or another. */
function named(id: string, type: string): JsonObject {
  const properties = { LogGroupName: '${context.appName}-audit', RetentionInDays: 30 };
  return {
    apiVersion: 'core.oam.dev/v1beta1',
    kind: 'ComponentDefinition',
    metadata: { name: type, namespace: 'default' },
    spec: {
      workload: { type: 'resources' },
      schematic: {
        cel: { parameters: { type: 'object' }, resources: [{ id, type: 'AWS::Logs::LogGroup', properties }] },
      },
    },
  };
}

test('what another row stands for too is not removed with the old row', async () => {
  const world = await createWorld({ definitions: [named('group', 'audit'), named('log', 'audit-too')] });
  const app = (type: string): JsonObject => ({
    ...hello,
    spec: { components: [{ name: 'audit', type, properties: {} }] },
  });
  await running(world, app('audit'));
  const before = world.aws.calls.length;
  await running(world, app('audit-too'));
  expect(changes(world, before)).not.toContain('DeleteLogGroup');
  expect((await world.view()).rows).toHaveLength(1);
  await world.remove(web);
  await world.run();
  expect(changes(world, before)).toContain('DeleteLogGroup');
});

test('what was removed by hand and made again with a lost answer is found, not made a second time', async () => {
  const world = await createWorld();
  await running(world);
  const empty = (await createWorld()).aws.listing();
  const [route] = (await world.view()).rows.filter(row => row.type === 'AWS::ApiGatewayV2::Route');
  const input = objectOf(route?.identity);
  await world.aws.send({ service: 'apigatewayv2', action: 'DeleteRoute', target: 'local', mutates: true, input });
  let lost = 0;
  world.aws.after = call => {
    if (call.action === 'CreateRoute' && lost++ === 0) throw fault('TimeoutError', 504, 'no answer came');
  };
  world.clock.now += 60_000;
  await world.wake(web, 'sweep');
  await world.run(600_000);
  expect(lost).toBe(1);
  expect(await world.status()).toMatchObject({ status: 'running' });
  await world.remove(web);
  await world.run();
  expect(world.aws.listing()).toEqual(empty);
});
