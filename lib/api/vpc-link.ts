/** Keeps the installation's VPC link: AWS takes its network away after 60 days without traffic, and a link cannot be changed. */
import { OamError } from '../errors.ts';
import { equal, type JsonObject, listOf, objectOf, textOf, trusted } from '../json.ts';
import type { Asks, Io } from '../ports.ts';
import type { Environment } from '../reconcile/appfile.ts';
import { tokenOf } from '../reconcile/naming.ts';
import { createRunner } from '../reconcile/runner.ts';
import { shipped } from '../reconcile/settings.ts';
import type { ResourceType } from '../resource/resource.ts';
import type { DesiredStore } from '../store/desired.ts';
import { target } from './catalog.ts';

export interface LinkKeeping {
  readonly store: Pick<DesiredStore, 'catalog' | 'changeEnvironment' | 'list' | 'view'>;
  readonly types: ReadonlyMap<string, ResourceType>;
  readonly io: Pick<Io, 'now' | 'send'>;
  /** Has every application looked at. */
  wakeAll(because: string): Promise<unknown>;
}

interface LinkKeeper extends LinkKeeping {
  readonly type: ResourceType;
  run<T>(verb: Asks<T>): Promise<T>;
}

/** How long one look may go on to change anything (ms): the function that looks has 300 s. */
const patience = 120_000;

/** What the environment says of links: the one in use, the one that comes next, those that were in use before. */
interface Links {
  readonly vpcLink: string;
  readonly vpcLinkNext: string;
  readonly vpcLinksBefore: readonly string[];
}

function linksOf(environment: JsonObject): Links {
  const { vpcLink, vpcLinkNext, vpcLinksBefore } = environment;
  return {
    vpcLink: textOf(vpcLink),
    vpcLinkNext: textOf(vpcLinkNext),
    vpcLinksBefore: listOf(vpcLinksBefore).map(textOf),
  };
}

/** The same as the row has it, for who writes the row anew. */
export function linksKept(environment: JsonObject | undefined): JsonObject {
  return Object.fromEntries(
    ['vpcLink', 'vpcLinkNext', 'vpcLinksBefore'].flatMap(name => {
      const value = environment?.[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** `none` where no link is needed; `making` until a new one can be used; `changed` when someone else wrote the environment meanwhile. */
export type LinkState = 'none' | 'ready' | 'making' | 'moved' | 'changed';

/** One look, a few calls: makes a link where none can be used, moves the applications to it when it is ready, removes what nobody uses any more. */
export async function keepVpcLink(keeping: LinkKeeping): Promise<LinkState> {
  const before = await environmentIn(keeping);
  if (before === undefined || before.ingress === 'local') return 'none';
  const keeper = keeperOf(keeping);
  const links = linksOf(before);
  const change = async (to: Partial<Links>, state: LinkState): Promise<LinkState> =>
    (await keeper.store.changeEnvironment(target, before, { ...before, ...links, ...to })) ? state : 'changed';

  const current = await lookAt(keeper, before, links.vpcLink);
  if (current === 'progressing') return 'making';
  if (current === 'ready') {
    const unused = await withoutUse(keeper, [...links.vpcLinksBefore, links.vpcLinkNext].filter(isSaid));
    for (const id of unused) await keeper.run(keeper.type.delete(identityOf(keeper, id)));
    const vpcLinksBefore = links.vpcLinksBefore.filter(id => !unused.includes(id));
    const same = vpcLinksBefore.length === links.vpcLinksBefore.length && links.vpcLinkNext === '';
    return same ? 'ready' : change({ vpcLinksBefore, vpcLinkNext: '' }, 'ready');
  }
  const next = await lookAt(keeper, before, links.vpcLinkNext);
  if (next === 'progressing') return 'making';
  if (next === 'ready') {
    const vpcLinksBefore = [...links.vpcLinksBefore, links.vpcLink].filter(isSaid);
    const state = await change({ vpcLink: links.vpcLinkNext, vpcLinkNext: '', vpcLinksBefore }, 'moved');
    if (state === 'moved') await keeper.wakeAll('environment changed');
    return state;
  }
  if (isSaid(links.vpcLinkNext)) {
    await keeper.run(keeper.type.delete(identityOf(keeper, links.vpcLinkNext)));
    return change({ vpcLinkNext: '' }, 'making');
  }
  return change({ vpcLinkNext: await make(keeper, before, links.vpcLink) }, 'making');
}

function keeperOf(keeping: LinkKeeping): LinkKeeper {
  const { io, types } = keeping;
  const type = types.get('AWS::ApiGatewayV2::VpcLink');
  if (type === undefined) throw new OamError('Internal', 'There is no driver for VPC links');
  const { run } = createRunner(io, { until: io.now() + patience }, shipped);
  return { ...keeping, type, run: verb => run(verb, target) };
}

type Look = 'absent' | 'ready' | 'progressing' | 'failed';

/** `failed` also where it leads into another network than the environment says now, and where AWS has taken its network interfaces away: that
 * one would come back only minutes after a call that failed. */
async function lookAt(keeper: LinkKeeper, environment: Environment, id: string): Promise<Look> {
  if (!isSaid(id)) return 'absent';
  const observed = await keeper.run(keeper.type.observe(identityOf(keeper, id)));
  if (observed === undefined) return 'absent';
  const wanted = propertiesOf(environment);
  const inNetwork = ['SubnetIds', 'SecurityGroupIds'].every(name =>
    equal(listOf(observed[name]).toSorted(), listOf(wanted[name]).toSorted()),
  );
  return inNetwork && observed.Status !== 'INACTIVE' ? keeper.type.health(observed).state : 'failed';
}

/** The token stands for the link that is replaced: a create whose answer was lost is found again. */
async function make(keeper: LinkKeeper, environment: Environment, replaced: string): Promise<string> {
  const wanted = propertiesOf(environment);
  const token = tokenOf(environment, { namespace: '', name: '' }, `vpc-link/${replaced}`);
  const found = await keeper.run(keeper.type.find(wanted, token));
  if (found !== undefined) return idOf(found);
  const tags = { 'oam.dev/installation': environment.installation };
  const made = await keeper.run(keeper.type.create(wanted, environment.installation, token, tags));
  return idOf(keeper.type.identify(made));
}

function propertiesOf({ installation, subnets, linkSecurityGroup }: Environment): JsonObject {
  return { Name: installation, SubnetIds: subnets ?? [], SecurityGroupIds: [textOf(linkSecurityGroup)] };
}

/** Those that no row of any application names: a row says what was applied, so an application that could not move yet still counts. */
async function withoutUse(keeper: LinkKeeper, links: readonly string[]): Promise<readonly string[]> {
  let unused = links;
  let cursor: string | undefined;
  while (unused.length > 0) {
    const page = await keeper.store.list('Application', undefined, {
      limit: 100,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const { key } of page.items) {
      const { rows } = await keeper.store.view(key);
      const applied = JSON.stringify(rows.map(row => row.applied ?? null));
      unused = unused.filter(id => !applied.includes(JSON.stringify(id)));
    }
    if (page.cursor === undefined) break;
    cursor = page.cursor;
  }
  return unused;
}

async function environmentIn(keeper: LinkKeeping): Promise<Environment | undefined> {
  const { environment } = await keeper.store.catalog([], target);
  return environment === undefined ? undefined : trusted<Environment>(environment);
}

function identityOf(keeper: LinkKeeper, id: string): JsonObject {
  return objectOf(keeper.type.identify({ VpcLinkId: id }));
}

function idOf(identity: unknown): string {
  return textOf(objectOf(identity).VpcLinkId);
}

function isSaid(id: string): boolean {
  return id !== '';
}
