/** What happened to an application and what may happen: events, revisions, plan, rollback, retry. */
import { OamError, type problem } from '../errors.ts';
import { equal, type JsonObject, objectOf, trusted } from '../json.ts';
import type { AppKey, AppRevision, Ask, Desired, Present, Snapshot } from '../ports.ts';
import { numberOf, staysOn } from '../reconcile/revision.ts';
import { accept, itemJson } from './accept.ts';
import { readObject } from './body.ts';
import { answer, type Call, dryRunOf, keyOf, noDryRun, pageOf } from './call.ts';
import { loadCatalog } from './catalog.ts';
import { renderWith } from './judge-application.ts';
import { notFound, pathOf, timeOf } from './objects.ts';
import { mustBeThere } from './old-code.ts';
import { planJson } from './plan.ts';

export async function listEvents(call: Call): Promise<Response> {
  const app = appOf(call);
  const { limit, cursor } = pageOf(call, 500);
  const page = { limit: limit ?? 100, ...(cursor === undefined ? {} : { cursor }) };
  const { items, cursor: next } = await call.deps.store.events(app, page);
  if (items.length === 0 && cursor === undefined) await desiredOf(call);
  return answer(200, {
    items: items.map(({ at, ...event }) => ({ ...event, at: timeOf(at) })),
    ...(next === undefined ? {} : { continue: next }),
  });
}

export async function listRevisions(call: Call): Promise<Response> {
  const snapshot = await viewOf(call);
  const { revisions } = snapshot;
  const { name } = appOf(call);
  const { latestRevision } = call.deps.pipeline.statusOf(snapshot);
  const live = objectOf(latestRevision).revision ?? revisions.at(-1)?.number;
  return answer(200, {
    items: revisions
      .map(({ number, generation, at, because }) => ({
        name: `${name}-v${number}`,
        revision: number,
        generation,
        at: timeOf(at),
        because,
        live: number === live,
      }))
      .reverse(),
  });
}

export async function getRevision(call: Call): Promise<Response> {
  return answer(200, trusted<JsonObject>(await revisionOf(call, call.param('revision'))));
}

export async function getPlan(call: Call): Promise<Response> {
  const { deps } = call;
  const key = keyOf(call, 'Application');
  const snapshot = await viewOf(call);
  const { document, deletionTimestamp, generation } = snapshot.desired;
  const needs = [{ namespace: key.namespace, document }];
  const loaded = await loadCatalog(deps, needs, [], staysOn(snapshot)?.definitions);
  const place = { environment: loaded.environment, namespace: key.namespace };
  if (deletionTimestamp !== undefined) {
    const empty = { resources: [], endpoints: [], components: [] };
    return answer(200, planJson(deps.pipeline.planOf(snapshot, empty, place).changes));
  }
  const checked = deps.pipeline.check(document);
  const rendered =
    checked.value === undefined
      ? { value: undefined, issues: checked.issues }
      : renderWith(deps, checked.value, loaded, numberOf(snapshot, generation), snapshot);
  if (rendered.value === undefined) {
    const message = 'The stored document can no longer be rendered: post it again to see why';
    throw new OamError('Invalid', message, { issues: rendered.issues });
  }
  const live = staysOn(snapshot)?.inputs;
  const planned = deps.pipeline.planOf(snapshot, rendered.value, place, live);
  return answer(200, planJson(planned.changes, planned.inputs));
}

export async function rollBack(call: Call): Promise<Response> {
  const dryRun = dryRunOf(call);
  const { revision: wanted } = await readObject(call.request);
  if (typeof wanted !== 'number' && typeof wanted !== 'string') {
    throw new OamError('BadRequest', 'The body says which revision: {"revision": 1}');
  }
  const { desired, revisions } = await viewOf(call);
  const pinned = await revisionOf(call, String(wanted));
  const newest = revisions.at(-1);
  await mustBeThere(pinned, newest, call.deps);
  const movedOn = newest?.generation === desired.generation && !equal(newest.inputs, pinned.inputs);
  const draft = {
    index: 0,
    key: keyOf(call, 'Application'),
    document: pinned.document,
    issues: [],
    locate: (issues: readonly ReturnType<typeof problem>[]) => [...issues],
    precondition: { must: 'exist' as const, ifMatch: call.header('if-match') },
    pinned,
    movedOn,
  };
  const [accepted] = await accept(call.deps, { drafts: [draft], issues: [] }, { principal: call.principal, dryRun });
  if (accepted === undefined) throw new OamError('Internal', 'A rollback was accepted without a result');
  return answer(dryRun || accepted.result === 'unchanged' ? 200 : 202, itemJson(accepted));
}

export function retry(call: Call): Promise<Response> {
  return wake(call, 'retry');
}

export function redeploy(call: Call): Promise<Response> {
  return wake(call, 'redeploy');
}

/** Another look at it without a change of its document. */
async function wake(call: Call, ask: Ask): Promise<Response> {
  noDryRun(call);
  const { generation } = await desiredOf(call);
  const key = keyOf(call, 'Application');
  await call.deps.store.wake(appOf(call), ask);
  const self = pathOf(key);
  return answer(202, { ...key, generation, asked: ask, links: { self, events: `${self}/events` } });
}

function appOf(call: Call): AppKey {
  const { namespace, name } = keyOf(call, 'Application');
  return { namespace, name };
}

/** Everything about an application that exists. */
function viewOf(call: Call): Promise<Snapshot & { readonly desired: Desired }> {
  return existing(call, call.deps.store.view(appOf(call)));
}

/** What there is of an application that exists. */
export function presentOf(call: Call): Promise<Present & { readonly desired: Desired }> {
  return existing(call, call.deps.store.present(appOf(call)));
}

async function existing<T extends Present>(call: Call, read: Promise<T>): Promise<T & { readonly desired: Desired }> {
  const found = await read;
  const { desired } = found;
  if (desired === undefined) throw notFound(keyOf(call, 'Application'));
  return { ...found, desired };
}

/** The document of an application that exists. */
async function desiredOf(call: Call): Promise<Desired> {
  const key = keyOf(call, 'Application');
  const [stored] = await call.deps.store.get([key]);
  if (stored === undefined) throw notFound(key);
  return stored.desired;
}

/** By number, or by the name that the list of revisions gives it. */
async function revisionOf(call: Call, wanted: string): Promise<AppRevision> {
  const { name } = appOf(call);
  const number = wanted.startsWith(`${name}-v`) ? wanted.slice(name.length + 2) : wanted;
  if (!/^[1-9]\d{0,8}$/.test(number)) {
    throw new OamError('BadRequest', `${JSON.stringify(wanted)} is no revision: say 1, or ${name}-v1`);
  }
  const found = await call.deps.store.revision(appOf(call), Number(number));
  if (found !== undefined) return found;
  const { revisions } = await viewOf(call);
  const kept = revisions.map(revision => revision.number);
  const hint = kept.length === 0 ? 'it has none yet' : `it has ${kept.join(', ')}`;
  throw new OamError('NotFound', `Application ${name} has no revision ${number}: ${hint}`);
}
