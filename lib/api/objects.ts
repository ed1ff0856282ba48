/** Stored documents as the Kubernetes objects that clients read, and the names of their kinds. */

import { OamError } from '../errors.ts';
import { type Json, type JsonObject, objectOf } from '../json.ts';
import { apiVersion } from '../oam/application.ts';
import type { Desired } from '../ports.ts';
import type { ObjectKey, ObjectKind } from '../store/desired.ts';
import type { ApiDeps } from './deps.ts';

export const group = '/apis/core.oam.dev/v1beta1';

/** The kinds that can be stored, with the plural of their paths. */
export const plurals: Readonly<Record<StorableKind, string>> = {
  Application: 'applications',
  ComponentDefinition: 'componentdefinitions',
  WorkloadDefinition: 'workloaddefinitions',
  TraitDefinition: 'traitdefinitions',
  PolicyDefinition: 'policydefinitions',
};

export type StorableKind = Exclude<ObjectKind, 'WorkflowStepDefinition'>;

export const storableKinds: readonly StorableKind[] = [
  'Application',
  'ComponentDefinition',
  'WorkloadDefinition',
  'TraitDefinition',
  'PolicyDefinition',
];

export function storableKind(kind: unknown): StorableKind | undefined {
  return storableKinds.find(known => known === kind);
}

export function kindOfPlural(plural: string): StorableKind | undefined {
  return storableKinds.find(kind => plurals[kind] === plural);
}

export function pathOf(key: ObjectKey): string {
  const kind = storableKind(key.kind);
  const plural = kind === undefined ? `${key.kind.toLowerCase()}s` : plurals[kind];
  return `${group}/namespaces/${key.namespace}/${plural}/${key.name}`;
}

/** The object as GET shows it. `status` is left out where it is undefined. */
export function objectFrom(key: ObjectKey, desired: Desired, status: JsonObject | undefined): JsonObject {
  const { metadata, spec } = desired.document;
  const { labels, annotations } = objectOf(metadata);
  return {
    apiVersion,
    kind: key.kind,
    metadata: {
      name: key.name,
      namespace: key.namespace,
      uid: desired.uid,
      generation: desired.generation,
      resourceVersion: desired.resourceVersion,
      creationTimestamp: secondsOf(desired.creationTimestamp),
      ...(desired.deletionTimestamp === undefined ? {} : { deletionTimestamp: secondsOf(desired.deletionTimestamp) }),
      ...(isEmpty(labels) ? {} : { labels: objectOf(labels) }),
      ...(isEmpty(annotations) ? {} : { annotations: objectOf(annotations) }),
    },
    spec: spec ?? {},
    ...(status === undefined ? {} : { status }),
  };
}

/** What is stored under a key, with the status that GET shows. Throws NotFound. */
export async function readStored(
  { store, pipeline }: ApiDeps,
  key: ObjectKey,
): Promise<{ readonly desired: Desired; readonly status: JsonObject | undefined }> {
  if (key.kind === 'Application') {
    const snapshot = await store.present({ namespace: key.namespace, name: key.name });
    if (snapshot.desired === undefined) throw notFound(key);
    return { desired: snapshot.desired, status: pipeline.statusOf(snapshot) };
  }
  const [stored] = await store.get([key]);
  if (stored === undefined) throw notFound(key);
  const { desired, definition } = stored;
  return { desired, status: definition === undefined ? undefined : latestRevision(key, definition) };
}

export function notFound(key: ObjectKey): OamError {
  return new OamError('NotFound', `There is no ${key.kind} ${key.name} in namespace ${key.namespace}`);
}

/** The status of a definition. */
export function latestRevision(
  { name }: ObjectKey,
  { revision, hash }: { revision: number; hash: string },
): JsonObject {
  return { latestRevision: { name: `${name}-v${revision}`, revision, revisionHash: hash } };
}

/** RFC 3339 of ms, as Kubernetes writes metadata times: without fractions. */
function secondsOf(ms: number): string {
  return timeOf(ms).replace(/\.\d+Z$/, 'Z');
}

/** RFC 3339 of ms. */
export function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}

function isEmpty(value: Json | undefined): boolean {
  return Object.keys(objectOf(value)).length === 0;
}
