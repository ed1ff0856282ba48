/** After a deploy: the environment, who may do what, and the built-in definitions as revisions. Safe to run again and again. */
import { hasErrors, type Issue, OamError } from '../errors.ts';
import { digest, equal, type JsonObject, objectOf, textOf } from '../json.ts';
import { systemNamespace } from '../oam/application.ts';
import type { DefinitionKind } from '../ports.ts';
import type { Environment } from '../reconcile/appfile.ts';
import type { Access, DesiredStore, ObjectKey, Write } from '../store/desired.ts';
import { target } from './catalog.ts';
import type { Pipeline } from './deps.ts';
import { storableKind, storableKinds } from './objects.ts';
import { sameContent } from './verdict.ts';
import { linksKept } from './vpc-link.ts';

/** The principal of what comes with Lateen. No ARN looks like it. */
export const installer = 'lateen:install';

export interface Installation {
  readonly store: DesiredStore;
  readonly admit: Pipeline['admit'];
  /** Definition documents as operators write them. */
  readonly builtins: readonly JsonObject[];
  readonly environment: Environment;
  readonly access: readonly Access[];
  /** Has every application looked at: they were rendered from another environment. */
  wakeAll(because: string): Promise<number>;
  now(): number;
  id(): string;
}

/** Names as `Kind/name`. */
export interface Installed {
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  /** An operator wrote a definition of that name into the system's namespace first: theirs stays. */
  readonly kept: readonly string[];
  /** Came with an earlier version and is used by nobody. */
  readonly removed: readonly string[];
  /** Applications that were woken because the environment changed. */
  readonly woken: number;
}

/** A transaction takes 99 items; a definition needs three of them at most. */
const writesAtOnce = 30;

export async function install(installation: Installation): Promise<Installed> {
  const { store, builtins, access } = installation;
  const { environment: before } = await store.catalog([], target);
  // Links are made after the deploy, and stay what they are.
  const environment = { ...installation.environment, ...linksKept(before) };
  await store.install({ environment: { target, facts: environment }, access });
  const written: string[] = [];
  const unchanged: string[] = [];
  const kept: string[] = [];
  const documents = new Map(builtins.map(document => [textKey(keyOf(document)), document]));
  const keys = [...documents.values()].map(keyOf);
  const writes: Write[] = [];
  for (let from = 0; from < keys.length; from += writesAtOnce) {
    const batch = keys.slice(from, from + writesAtOnce);
    const stored = new Map((await store.get(batch)).map(item => [textKey(item.key), item]));
    for (const key of batch) {
      const before = stored.get(textKey(key));
      const write = writeOf(installation, key, objectOf(documents.get(textKey(key))), before);
      if (before !== undefined && before.desired.principal !== installer) kept.push(textKey(key));
      else if (write === undefined) unchanged.push(textKey(key));
      else {
        writes.push(write);
        written.push(textKey(key));
      }
    }
  }
  for (let from = 0; from < writes.length; from += writesAtOnce) {
    await store.write(writes.slice(from, from + writesAtOnce));
  }
  const removed = await removeOld(store, documents);
  const woken = equal(before, environment) ? 0 : await installation.wakeAll('environment changed');
  return { written, unchanged, kept, removed, woken };
}

type Before = Awaited<ReturnType<DesiredStore['get']>>[number];

/** Undefined where what is stored says the same. */
function writeOf(
  { admit, now, id }: Installation,
  key: DefinitionKey,
  source: JsonObject,
  before: Before | undefined,
): Write | undefined {
  const { labels, annotations } = objectOf(source.metadata);
  const metadata = {
    name: key.name,
    namespace: key.namespace,
    labels: objectOf(labels),
    annotations: objectOf(annotations),
  };
  const document = { ...source, metadata };
  if (before !== undefined && sameContent(document, before.desired.document)) return undefined;
  const hash = digest(source.spec);
  const old = before?.definition;
  const revision = old === undefined ? 1 : old.hash === hash ? old.revision : old.revision + 1;
  const { value, issues } = admit({ ...key, revision, hash, document });
  if (value === undefined || hasErrors(issues)) throw broken(key, issues);
  return {
    key,
    expected: before?.desired.resourceVersion,
    desired: {
      uid: before?.desired.uid ?? id(),
      generation: (before?.desired.generation ?? 0) + 1,
      resourceVersion: id(),
      creationTimestamp: before?.desired.creationTimestamp ?? now(),
      document,
      principal: installer,
    },
    definition: { revision, hash },
  };
}

async function removeOld(store: DesiredStore, documents: ReadonlyMap<string, JsonObject>): Promise<string[]> {
  const removed: string[] = [];
  for (const kind of storableKinds) {
    if (kind === 'Application') continue;
    const { items } = await store.list(kind, systemNamespace, { limit: 1000 });
    for (const { key, desired } of items) {
      if (desired.principal !== installer || documents.has(textKey(key))) continue;
      const used = await store.users(`${kind}#${key.namespace}/${key.name}`, 1);
      if (used.length > 0) continue;
      await store.removeDefinition({ kind, namespace: key.namespace, name: key.name }, desired.resourceVersion);
      removed.push(textKey(key));
    }
  }
  return removed;
}

interface DefinitionKey extends ObjectKey {
  readonly kind: DefinitionKind;
}

function keyOf(document: JsonObject): DefinitionKey {
  const kind = storableKind(document.kind);
  const name = textOf(objectOf(document.metadata).name);
  if (kind === undefined || kind === 'Application' || name === '') {
    throw new OamError('Internal', `A built-in definition has kind ${String(document.kind)} and name "${name}"`);
  }
  return { kind, namespace: systemNamespace, name };
}

function textKey(key: ObjectKey): string {
  return `${key.kind}/${key.name}`;
}

function broken(key: ObjectKey, issues: readonly Issue[]): OamError {
  return new OamError('Internal', `The built-in ${textKey(key)} is not admitted`, { issues });
}
