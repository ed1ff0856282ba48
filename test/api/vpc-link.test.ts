/** The VPC link is made, moved to when it can be used, made again when it ends, and removed when nobody uses it. */
import { expect, it } from 'vitest';
import { keepVpcLink, type LinkKeeping } from '../../lib/api/vpc-link.ts';
import { types } from '../../lib/aws/registry.ts';
import { type JsonObject, objectOf, textOf, trusted } from '../../lib/json.ts';
import type { Asks, Row } from '../../lib/ports.ts';
import type { ResourceType } from '../../lib/resource/resource.ts';
import { createAws } from '../doubles/aws.ts';
import { setup } from './setup.ts';

interface Link {
  readonly VpcLinkId: string;
  readonly token: string;
  readonly SubnetIds: readonly string[];
  readonly SecurityGroupIds: readonly string[];
  Status?: string;
  state: 'ready' | 'progressing' | 'failed';
}

/** AWS's links, and a driver of theirs that asks nothing. */
function linksOfAws() {
  const links = new Map<string, Link>();
  let count = 0;
  const asks = <T>(work: () => T): Asks<T> =>
    // biome-ignore lint/correctness/useYield: the verbs of this driver have nothing to send
    (function* () {
      return work();
    })();
  const idIn = (identity: unknown): string => textOf(objectOf(identity).VpcLinkId);
  const type = trusted<ResourceType>({
    identify: ({ VpcLinkId }: JsonObject) => ({ VpcLinkId }),
    find: (_: JsonObject, token: string) =>
      asks(() => [...links.values()].map(one => ({ ...one })).find(one => one.token === token)),
    observe: (identity: JsonObject) => asks(() => links.get(idIn(identity))),
    create: (properties: Omit<Link, 'VpcLinkId' | 'token' | 'state'>, _: string, token: string) =>
      asks(() => {
        count += 1;
        const link: Link = { ...properties, VpcLinkId: `vl-${count}`, token, state: 'progressing' };
        links.set(link.VpcLinkId, link);
        return link;
      }),
    delete: (identity: JsonObject) => asks(() => void links.delete(idIn(identity))),
    health: ({ state }: JsonObject) => ({ state, message: '' }),
  });
  return { links, type };
}

async function world() {
  const api = await setup();
  const { links, type } = linksOfAws();
  const before = objectOf((await api.store.catalog([], 'local')).environment);
  const network = { ingress: 'cloud-map', subnets: ['subnet-1', 'subnet-2'], linkSecurityGroup: 'sg-1', vpcLink: '' };
  await api.store.changeEnvironment('local', before, { ...before, ...network });
  const woken: string[] = [];
  const keeper: LinkKeeping = {
    store: api.store,
    types: new Map([['AWS::ApiGatewayV2::VpcLink', type]]),
    io: { now: () => api.clock.now, send: () => Promise.reject(new Error('this driver sends nothing')) },
    wakeAll: async because => woken.push(because),
  };
  const environment = async () => objectOf((await api.store.catalog([], 'local')).environment);
  const change = async (facts: JsonObject) => {
    const now = await environment();
    expect(await api.store.changeEnvironment('local', now, { ...now, ...facts })).toBe(true);
  };
  return { ...api, links, keeper, woken, environment, change };
}

/** A world whose first link is there and used. */
async function ready() {
  const it = await world();
  await keepVpcLink(it.keeper);
  for (const link of it.links.values()) link.state = 'ready';
  await keepVpcLink(it.keeper);
  it.woken.length = 0;
  return it;
}

it('is not made where the ingress is local', async () => {
  const { keeper, links, change } = await world();
  await change({ ingress: 'local' });
  expect(await keepVpcLink(keeper)).toBe('none');
  expect(links.size).toBe(0);
});

it('is used only when it is ready, and then every application is woken once', async () => {
  const { keeper, links, woken, environment } = await world();
  expect(await keepVpcLink(keeper)).toBe('making');
  expect(await keepVpcLink(keeper)).toBe('making');
  expect([...links.keys()]).toEqual(['vl-1']);
  expect(await environment()).toMatchObject({ vpcLink: '', vpcLinkNext: 'vl-1' });
  links.get('vl-1')!.state = 'ready';
  expect(await keepVpcLink(keeper)).toBe('moved');
  expect(await environment()).toMatchObject({ vpcLink: 'vl-1', vpcLinkNext: '' });
  const settled = await environment();
  expect(await keepVpcLink(keeper)).toBe('ready');
  expect(await environment()).toEqual(settled);
  expect(woken).toEqual(['environment changed']);
});

it.each(['failed', 'inactive', 'gone', 'elsewhere'])(
  'is made again when it is %s; applications stay where they are meanwhile',
  async how => {
    const { keeper, links, woken, environment, change } = await ready();
    if (how === 'failed') links.get('vl-1')!.state = 'failed';
    if (how === 'inactive') links.get('vl-1')!.Status = 'INACTIVE';
    if (how === 'gone') links.delete('vl-1');
    if (how === 'elsewhere') await change({ subnets: ['subnet-3', 'subnet-4'] });
    expect(await keepVpcLink(keeper)).toBe('making');
    expect(await environment()).toMatchObject({ vpcLink: 'vl-1', vpcLinkNext: 'vl-2' });
    links.get('vl-2')!.state = 'ready';
    expect(await keepVpcLink(keeper)).toBe('moved');
    expect(await environment()).toMatchObject({ vpcLink: 'vl-2', vpcLinkNext: '', vpcLinksBefore: ['vl-1'] });
    expect(woken).toEqual(['environment changed']);
  },
);

it('gives up a new one that fails, and makes another without waking anybody', async () => {
  const { keeper, links, woken } = await world();
  await keepVpcLink(keeper);
  links.get('vl-1')!.state = 'failed';
  expect(await keepVpcLink(keeper)).toBe('making');
  expect(links.size).toBe(0);
  expect(await keepVpcLink(keeper)).toBe('making');
  expect([...links.keys()]).toEqual(['vl-2']);
  expect(woken).toEqual([]);
});

it('finds what an interrupted look made', async () => {
  const { keeper, links } = await world();
  const lost = {
    ...keeper,
    store: { ...keeper.store, changeEnvironment: async () => Promise.reject(new Error('crash')) },
  };
  await expect(keepVpcLink(lost)).rejects.toThrow('crash');
  expect(await keepVpcLink(keeper)).toBe('making');
  expect([...links.keys()]).toEqual(['vl-1']);
});

it('writes over nobody', async () => {
  const { keeper, environment, change } = await world();
  const store = {
    ...keeper.store,
    catalog: async (...of: Parameters<typeof keeper.store.catalog>) => {
      const read = await keeper.store.catalog(...of);
      await change({ vpc: 'vpc-2' });
      return read;
    },
  };
  expect(await keepVpcLink({ ...keeper, store })).toBe('changed');
  expect(await environment()).toMatchObject({ vpc: 'vpc-2', vpcLink: '' });
});

it('is removed when no row of any application names it any more', async () => {
  const { keeper, links, store, environment, clock } = await ready();
  const app = { namespace: 'default', name: 'web' };
  const row = (ConnectionId: string) =>
    trusted<Row>({
      key: 'local/web/-/integration#1',
      target: 'local',
      phase: 'live',
      needs: [],
      applied: { ConnectionId },
    });
  await store.write([
    {
      key: { kind: 'Application', ...app },
      expected: undefined,
      desired: {
        uid: 'u',
        generation: 1,
        resourceVersion: '01',
        creationTimestamp: clock.now,
        document: { metadata: app },
        principal: 'test',
      },
    },
  ]);
  const lease = await store.acquire(app, 'test', clock.now);
  if (lease === 'held') throw new Error('held');
  await store.settle(lease, [row('vl-1')], []);
  links.get('vl-1')!.state = 'failed';
  await keepVpcLink(keeper);
  links.get('vl-2')!.state = 'ready';
  expect(await keepVpcLink(keeper)).toBe('moved');
  expect(await keepVpcLink(keeper)).toBe('ready');
  expect([...links.keys()]).toEqual(['vl-1', 'vl-2']);
  await store.settle(lease, [row('vl-2')], []);
  expect(await keepVpcLink(keeper)).toBe('ready');
  expect([...links.keys()]).toEqual(['vl-2']);
  expect(await environment()).toMatchObject({ vpcLink: 'vl-2', vpcLinksBefore: [] });
});

it('is kept by its driver, call by call', async () => {
  const { keeper, clock, environment } = await world();
  const aws = createAws({ now: () => clock.now });
  const real = { ...keeper, types, io: { now: () => clock.now, send: aws.send } };
  const look = async (): Promise<string> => {
    clock.now += 300_000;
    return keepVpcLink(real);
  };
  expect([await look(), await look(), await look()]).toEqual(['making', 'moved', 'ready']);
  const { vpcLink } = await environment();
  aws.calls.length = 0;
  expect(await look()).toBe('ready');
  expect(aws.calls.map(({ action }) => action)).toEqual(['GetVpcLink']);
  await aws.send({
    service: 'apigatewayv2',
    action: 'DeleteVpcLink',
    target: 'local',
    input: { VpcLinkId: textOf(vpcLink) },
    mutates: true,
  });
  const states = [await look(), await look(), await look()];
  expect(states).toEqual(['making', 'moved', 'ready']);
  expect((await environment()).vpcLink).not.toBe(vpcLink);
});
