/** Which definitions an application runs on, and the revision that says so. */
import { catalogOf } from '../definition/catalog.ts';
import type { Catalog } from '../definition/definition.ts';
import { digest, isObject, type JsonObject, objectOf } from '../json.ts';
import { checkApplication } from '../oam/check.ts';
import type { AppRevision, DefinitionRef, Desired, Io, Snapshot, StoredDefinition, UsedRef } from '../ports.ts';
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
  const { definitions, environment } = await engine.io.store.catalog(refs, 'local');
  return {
    catalog: catalogOf(definitions, { types: engine.types, workloads: schemas }),
    stored: definitions,
    environment,
    inputs: live?.inputs ?? {},
  };
}

/** The revision whose definitions and inputs hold for what is stored: the one that took this generation up, or the one rolled back to. */
export function staysOn({ desired, revisions }: Snapshot): AppRevision | undefined {
  const newest = revisions.at(-1);
  if (desired === undefined || newest?.generation === desired.generation) return newest;
  return desired.pinned === undefined ? undefined : revisions.find(one => one.number === desired.pinned);
}

/** The number of the revision that takes a generation up. */
export function numberOf(snapshot: Snapshot | undefined, generation: number): number {
  const newest = snapshot?.revisions.at(-1);
  return newest?.generation === generation ? newest.number : (newest?.number ?? 0) + 1;
}

/** The revision that this document and these definitions are: the newest one where it is that already. */
export function revisionOf(
  desired: Desired,
  snapshot: Snapshot,
  used: readonly DefinitionRef[],
  basis: Basis,
  now: number,
): AppRevision {
  const newest = snapshot.revisions.at(-1);
  if (newest?.generation === desired.generation) return newest;
  const definitions = basis.stored
    .filter(one => used.some(ref => ref.kind === one.kind && ref.namespace === one.namespace && ref.name === one.name))
    .map(({ kind, namespace, name, revision, hash }) => ({ kind, namespace, name, revision, hash }));
  const hash = digest([
    desired.document,
    definitions.map(one => [one.kind, one.namespace, one.name, one.hash]),
    basis.inputs,
  ]);
  const because =
    desired.pinned === undefined
      ? `generation ${desired.generation} by ${desired.principal}`
      : `rolled back to v${desired.pinned} by ${desired.principal}`;
  return {
    number: numberOf(snapshot, desired.generation),
    generation: desired.generation,
    at: now,
    hash,
    document: desired.document,
    definitions,
    inputs: basis.inputs,
    because,
  };
}

/** The definitions that an Appfile uses, each once. */
export function usedBy(appfile: Appfile): DefinitionRef[] {
  const used = new Map<string, DefinitionRef>();
  for (const component of appfile.components) {
    const definitions = [component.definition, component.lowering, ...component.traits.map(trait => trait.definition)];
    for (const one of definitions) {
      if (one === undefined) continue;
      const { kind, namespace, name } = one;
      used.set(`${kind}#${namespace}/${name}`, { kind, namespace, name });
    }
  }
  return [...used.values()];
}

/** Index entries of a revision: its definitions and its blobs. */
export function usesOf(revision: AppRevision): UsedRef[] {
  const definitions = revision.definitions.map(one => `${one.kind}#${one.namespace}/${one.name}`);
  return [...new Set([...definitions, ...blobsIn(revision.document).map(sha => `blob#${sha}`)])];
}

/** What goes when this revision is added: the oldest revisions, and index entries that no remaining one has. */
export function dropsOf(revision: AppRevision, snapshot: Snapshot): { revisions: number[]; uses: UsedRef[] } {
  const all = [...snapshot.revisions, revision];
  const remaining = all.slice(-keep);
  const dropped = all.slice(0, -keep);
  // Only what runs keeps a definition in use; blobs are kept as long as a rollback may want them.
  const live = new Set(usesOf(revision));
  const blobs = new Set(remaining.flatMap(usesOf).filter(use => use.startsWith('blob#')));
  const before = new Set(snapshot.revisions.flatMap(usesOf));
  return {
    revisions: dropped.map(one => one.number),
    uses: [...before].filter(use => !live.has(use) && !blobs.has(use)),
  };
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
