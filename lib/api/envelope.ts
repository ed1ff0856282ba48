/** What every document has around its spec: apiVersion, kind, metadata. Read here, once, into a key and the part that is kept. */
import { type Issue, problem, warning } from '../errors.ts';
import { isObject, type Json, type JsonObject, objectOf, pointer } from '../json.ts';
import { apiVersion, defaultNamespace } from '../oam/application.ts';
import { didYouMean } from '../oam/nearest.ts';
import type { ObjectKey } from '../store/desired.ts';
import { canonicalNamespaceOf, isNamespace } from './namespaces.ts';
import { storableKind, storableKinds } from './objects.ts';

export interface Envelope {
  /** Undefined where the kind is unknown; the name is empty where the document has none that could be used. */
  readonly key: ObjectKey | undefined;
  /** The document as it is kept: what the server owns left out. */
  readonly document: JsonObject;
  /** The resourceVersion that the author saw, where the document says it. */
  readonly resourceVersion: string | undefined;
  readonly issues: readonly Issue[];
}

/** Fields of metadata that Kubernetes' server owns: clients send them back, and they say nothing. */
const serverOwned = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
  'selfLink',
]);
const known = ['name', 'namespace', 'labels', 'annotations'];
const later = new Set(['PolicyDefinition', 'WorkflowStepDefinition', 'Policy', 'Workflow']);

/** `namespace` is the one of the path or query, for a document that names none. */
export function readEnvelope(document: JsonObject, namespace: string | undefined): Envelope {
  const issues: Issue[] = [];
  const kind = kindOf(document, issues);
  const metadata = objectOf(document.metadata);
  if (!isObject(document.metadata)) {
    issues.push(problem('Required', '/metadata', 'A document has metadata', 'Add metadata: {name: ...}'));
  }
  const name = nameOf(metadata, issues);
  const where = namespaceOf(metadata, namespace, issues);
  const labels = textMap(metadata, 'labels', issues);
  const annotations = textMap(metadata, 'annotations', issues);
  for (const field of Object.keys(metadata)) {
    if (known.includes(field) || serverOwned.has(field)) continue;
    // An empty list or null is what clients send for "none".
    const value = metadata[field];
    if (value === null || (Array.isArray(value) && value.length === 0)) continue;
    // Kubernetes' metadata is a superset of OAM's and is tolerated, but for what looks like a slip.
    const hint = didYouMean(field, known);
    const message = `Lateen does nothing with metadata.${field}`;
    const issue = hint === undefined ? warning : problem;
    issues.push(issue('UnknownField', pointer('metadata', field), message, hint));
  }
  if (!isObject(document.spec)) issues.push(problem('Required', '/spec', 'A document has a spec'));
  for (const field of Object.keys(document)) {
    if (['apiVersion', 'kind', 'metadata', 'spec', 'status'].includes(field)) continue;
    const hint = didYouMean(field, ['apiVersion', 'kind', 'metadata', 'spec']) ?? 'Everything else stands under spec';
    issues.push(problem('UnknownField', pointer(field), `A document has no ${field} at its top`, hint));
  }
  const key = kind === undefined ? undefined : { kind, namespace: where, name: name ?? '' };
  const resourceVersion = metadata.resourceVersion;
  return {
    key,
    document: {
      apiVersion,
      kind: kind ?? '',
      metadata: { name: name ?? '', namespace: where, labels, annotations },
      spec: document.spec ?? {},
    },
    resourceVersion: typeof resourceVersion === 'string' && resourceVersion !== '' ? resourceVersion : undefined,
    issues,
  };
}

function kindOf(document: JsonObject, issues: Issue[]): ReturnType<typeof storableKind> {
  const version = document.apiVersion;
  if (version === undefined) {
    issues.push(problem('Required', '/apiVersion', 'A document says its apiVersion', `Add apiVersion: ${apiVersion}`));
  } else if (version !== apiVersion) {
    const message = `The apiVersion ${JSON.stringify(version)} is not known here`;
    issues.push(problem('UnknownApiVersion', '/apiVersion', message, `Lateen runs ${apiVersion}`));
  }
  const { kind } = document;
  if (kind === undefined) {
    issues.push(problem('Required', '/kind', 'A document says its kind', `One of ${storableKinds.join(', ')}`));
    return undefined;
  }
  const found = storableKind(kind);
  if (found !== undefined) return found;
  if (typeof kind === 'string' && later.has(kind)) {
    const hint = 'Take the document out; policies and workflows come in a later version';
    issues.push(problem('NotSupportedYet', '/kind', `${kind} is not supported yet`, hint));
    return undefined;
  }
  const hint = (typeof kind === 'string' && didYouMean(kind, storableKinds)) || `One of ${storableKinds.join(', ')}`;
  issues.push(problem('UnknownKind', '/kind', `The kind ${JSON.stringify(kind)} is not known here`, hint));
  return undefined;
}

function nameOf(metadata: JsonObject, issues: Issue[]): string | undefined {
  const { name } = metadata;
  if (name === undefined && metadata.generateName !== undefined) return undefined;
  if (name === undefined) {
    issues.push(problem('Required', '/metadata/name', 'A document has a name'));
    return undefined;
  }
  // OAM allows more (upper case, _), Kubernetes' clients and AWS's names do not.
  if (typeof name === 'string' && /^[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?$/.test(name)) return name;
  const hint = 'Lower-case letters, digits, - and . between them, at most 63 characters, as in web-1';
  issues.push(problem('InvalidName', '/metadata/name', `${JSON.stringify(name)} cannot be a name`, hint));
  return undefined;
}

function namespaceOf(metadata: JsonObject, fallback: string | undefined, issues: Issue[]): string {
  const { namespace } = metadata;
  if (namespace === undefined || namespace === null || namespace === '') return fallback ?? defaultNamespace;
  if (typeof namespace === 'string' && isNamespace(namespace)) return canonicalNamespaceOf(namespace);
  const hint = 'Lower-case letters, digits and - between them, at most 63 characters';
  const message = `${JSON.stringify(namespace)} cannot be a namespace`;
  issues.push(problem('InvalidName', '/metadata/namespace', message, hint));
  return fallback ?? defaultNamespace;
}

function textMap(metadata: JsonObject, field: 'labels' | 'annotations', issues: Issue[]): JsonObject {
  const value: Json | undefined = metadata[field];
  if (value === undefined || value === null) return {};
  if (!isObject(value)) {
    issues.push(problem('WrongType', pointer('metadata', field), `${field} are an object of texts`));
    return {};
  }
  for (const [key, text] of Object.entries(value)) {
    if (typeof text === 'string') continue;
    const hint = `Put it in quotes: ${key}: "${String(text)}"`;
    issues.push(problem('WrongType', pointer('metadata', field, key), `The value of ${key} is not text`, hint));
  }
  return value;
}
