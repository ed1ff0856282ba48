/** Which definitions an application runs on, and the revision that says so. */
import { catalogOf } from '../definition/catalog.ts';
import type { Catalog } from '../definition/definition.ts';
import { digest, equal, isObject, type JsonObject, objectOf } from '../json.ts';
import { checkApplication } from '../oam/check.ts';
import type { AppRevision, DefinitionRef, Desired, Io, Lease, Snapshot, StoredDefinition, UsedRef } from '../ports.ts';
import type { ResourceSchema } from '../resource/resource.ts';
import { workloads as schemas } from '../workload/workloads.ts';
import type { Appfile } from './appfile.ts';
import { refsOf } from './refs.ts';

/** Revisions that are kept for a rollback. */
const keep = 10;

export interface Basis {
  /** The definitions as this application sees them. */
  readonly catalog: Catalog;
  readonly stored: readonly StoredDefinition[];
  readonly environment: JsonObject | undefined;
  readonly inputs: JsonObject;
  readonly made: JsonObject;
}

/** The definitions of the revision it stays on, or the newest ones where its spec is new. */
export async function basisOf(
  engine: { readonly io: Io; readonly types: ReadonlyMap<string, ResourceSchema> },
  desired: Desired,
  snapshot: Snapshot,
): Promise<Basis> {
  const live = staysOn(snapshot);
  const { application } = checkApplication(desired.document);
  const refs = live?.definitions ?? (application === undefined ? [] : refsOf(application));
  const { definitions, environment } = await catalogIn(engine.io, refs);
  return {
    catalog: catalogOf(definitions, { types: engine.types, workloads: schemas }),
    stored: definitions,
    environment,
    inputs: live?.inputs ?? {},
    made: live?.made ?? {},
  };
}

/** One request takes 99 definitions: an application of more types takes more. */
async function catalogIn(io: Io, refs: readonly DefinitionRef[]): ReturnType<Io['store']['catalog']> {
  const first = await io.store.catalog(refs.slice(0, 99), 'local');
  const definitions = [...first.definitions];
  for (let from = 99; from < refs.length; from += 99)
    definitions.push(...(await io.store.catalog(refs.slice(from, from + 99), 'local')).definitions);
  return { definitions, environment: first.environment };
}

/** The revision whose definitions and inputs hold for what is stored: the one that took this generation up, or the one rolled back to. */
export function staysOn({ desired, revisions }: Snapshot): AppRevision | undefined {
  const newest = revisions.at(-1);
  if (desired === undefined || newest?.generation === desired.generation) return newest;
  return desired.pinned === undefined ? undefined : revisions.find(one => one.number === desired.pinned);
}

/** The number of the revision that takes a generation up, or (`anew`) what is newer of its inputs. */
export function numberOf(snapshot: Snapshot | undefined, generation: number, anew = false): number {
  const newest = snapshot?.revisions.at(-1);
  return newest?.generation === generation && !anew ? newest.number : (newest?.number ?? 0) + 1;
}

/** The revision that this document and these definitions are: the newest one where it is that already. */
export function revisionOf(
  desired: Desired,
  snapshot: Snapshot,
  used: readonly DefinitionRef[],
  basis: Basis,
  now: number,
  taken: { readonly because: string; readonly watches: readonly UsedRef[] },
): AppRevision {
  const newest = snapshot.revisions.at(-1);
  const sameDocument = newest?.generation === desired.generation;
  const { inputs, made } = basis;
  const { watches } = taken;
  // What was looked at for the first time, because another component said its name just now, belongs to the revision that is under way.
  if (sameDocument && taken.because === '') {
    const known =
      equal(newest.inputs, inputs) && equal(newest.made ?? {}, made) && equal(newest.watches ?? [], watches);
    return known ? newest : { ...newest, inputs, made, watches };
  }
  const definitions = basis.stored
    .filter(one => used.some(ref => ref.kind === one.kind && ref.namespace === one.namespace && ref.name === one.name))
    .map(({ kind, namespace, name, revision, hash }) => ({ kind, namespace, name, revision, hash }));
  const hash = digest([
    desired.document,
    definitions.map(one => [one.kind, one.namespace, one.name, one.hash]),
    basis.inputs,
  ]);
  const because = sameDocument
    ? taken.because
    : desired.pinned === undefined
      ? `generation ${desired.generation} by ${desired.principal}`
      : `rolled back to v${desired.pinned} by ${desired.principal}`;
  return {
    number: numberOf(snapshot, desired.generation, sameDocument),
    generation: desired.generation,
    at: now,
    hash,
    document: desired.document,
    definitions,
    inputs: basis.inputs,
    ...(Object.keys(made).length > 0 ? { made } : {}),
    ...(taken.watches.length > 0 ? { watches: taken.watches } : {}),
    because,
  };
}

/** The definitions that an Appfile uses, each once. */
export function usedBy(appfile: Appfile): DefinitionRef[] {
  const used = new Map<string, DefinitionRef>();
  const parts = appfile.components.map(one => [
    one.definition,
    one.lowering,
    ...one.traits.map(trait => trait.definition),
  ]);
  for (const definitions of [...parts, appfile.policies.map(policy => policy.definition)]) {
    for (const one of definitions) {
      if (one === undefined) continue;
      const { kind, namespace, name } = one;
      used.set(`${kind}#${namespace}/${name}`, { kind, namespace, name });
    }
  }
  return [...used.values()];
}

/** Index entries of a revision: its definitions, what it follows and is told by, and its blobs. */
function usesOf(revision: AppRevision): UsedRef[] {
  const definitions = revision.definitions.map(one => `${one.kind}#${one.namespace}/${one.name}`);
  const blobs = blobsIn(revision.document).map(sha => `blob#${sha}`);
  return [...new Set([...definitions, ...(revision.watches ?? []), ...blobs])];
}

/** Writes the revision with its index entries, and drops what goes with it. New entries come before the revision and old ones go after
 * it, as many at a time as one request takes: an interrupted write leaves an entry too many, never one too few. */
export async function keepRevision(io: Io, lease: Lease, revision: AppRevision, snapshot: Snapshot): Promise<void> {
  const { add, drop, revisions } = changesBy(revision, snapshot);
  for (const some of batches(add)) await io.store.index(lease, some, []);
  await io.store.revise(lease, revision, [], { revisions, uses: [] });
  for (const some of batches(drop)) await io.store.index(lease, [], some);
}

/** What a revision adds and drops: the oldest revisions, and index entries that no remaining one has. Only what runs keeps a definition
 * in use; blobs are kept as long as a rollback may want them. */
function changesBy(
  revision: AppRevision,
  snapshot: Snapshot,
): { readonly add: UsedRef[]; readonly drop: UsedRef[]; readonly revisions: number[] } {
  const all = [...snapshot.revisions.filter(one => one.number !== revision.number), revision];
  const blobs = (some: readonly AppRevision[]): UsedRef[] =>
    some.flatMap(usesOf).filter(use => use.startsWith('blob#'));
  // What stands, not what the revisions say: an interrupted write may have left more.
  const before = new Set(snapshot.uses ?? []);
  const after = new Set([...blobs(all.slice(-keep)), ...usesOf(revision)]);
  return {
    add: [...after].filter(use => !before.has(use)),
    drop: [...before].filter(use => !after.has(use)),
    revisions: all.slice(0, -keep).map(one => one.number),
  };
}

function batches(uses: readonly UsedRef[]): UsedRef[][] {
  return Array.from({ length: Math.ceil(uses.length / 99) }, (_, i) => uses.slice(i * 99, (i + 1) * 99));
}

function blobsIn(value: unknown, found: string[] = []): string[] {
  if (Array.isArray(value)) for (const item of value) blobsIn(item, found);
  else if (isObject(value)) {
    const blob = value.blob;
    if (typeof blob === 'string' && /^[0-9a-f]{64}$/.test(blob)) found.push(blob);
    for (const inner of Object.values(objectOf(value))) blobsIn(inner, found);
  }
  return found;
}
