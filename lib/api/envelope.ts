/** What every document has around its spec: which object it is, and the part of it that is kept. */
import { type Issue, problem } from '../errors.ts';
import { isObject, type JsonObject, objectOf, textOf } from '../json.ts';
import { apiVersion, defaultNamespace } from '../oam/application.ts';
import { didYouMean } from '../oam/nearest.ts';
import type { ObjectKey } from '../store/desired.ts';
import { canonicalNamespaceOf, isName } from './namespaces.ts';
import { storableKind, storableKinds } from './objects.ts';

export interface Envelope {
  /** Undefined where the kind is unknown; the name is empty where the document has none that can be looked up. */
  readonly key: ObjectKey | undefined;
  /** The document with its namespace filled in. */
  readonly document: JsonObject;
  /** The resourceVersion that the author saw, where the document says it. */
  readonly resourceVersion: string | undefined;
  /** Why there is no key: what else is wrong is found by whoever knows the kind. */
  readonly issues: readonly Issue[];
}

const later = new Set(['WorkflowStepDefinition', 'Policy', 'Workflow']);

/** `namespace` is the one of the path or query, for a document that names none. */
export function readEnvelope(document: JsonObject, namespace: string | undefined): Envelope {
  const kind = storableKind(document.kind);
  if (!isObject(document.metadata)) {
    const key = kind === undefined ? undefined : { kind, namespace: namespace ?? defaultNamespace, name: '' };
    return { key, document, resourceVersion: undefined, issues: kindIssues(document) };
  }
  const { metadata } = document;
  const said = metadata.namespace ?? '';
  const where = typeof said === 'string' && said !== '' ? canonicalNamespaceOf(said) : (namespace ?? defaultNamespace);
  const placed = typeof said === 'string' ? { ...metadata, namespace: where } : metadata;
  const name = textOf(metadata.name);
  return {
    key: kind === undefined ? undefined : { kind, namespace: where, name: isName(where) && isName(name) ? name : '' },
    document: { ...document, metadata: placed },
    resourceVersion: textOf(metadata.resourceVersion) || undefined,
    issues: kindIssues(document),
  };
}

/** The document as it is stored: without what the server owns, and without what Kubernetes adds. */
export function keptPart(document: JsonObject): JsonObject {
  const { name, namespace, labels, annotations } = objectOf(document.metadata);
  return {
    apiVersion,
    kind: document.kind ?? '',
    metadata: {
      name: name ?? '',
      namespace: namespace ?? '',
      labels: objectOf(labels),
      annotations: objectOf(annotations),
    },
    spec: document.spec ?? {},
  };
}

function kindIssues({ kind }: JsonObject): Issue[] {
  if (storableKind(kind) !== undefined) return [];
  const all = `One of ${storableKinds.join(', ')}`;
  if (kind === undefined) return [problem('MissingField', '/kind', 'The document does not say its kind', all)];
  if (typeof kind === 'string' && later.has(kind)) {
    const hint = 'Take the document out: policies and workflows come in a later version';
    return [problem('NotSupported', '/kind', `${kind} is not supported yet`, hint)];
  }
  const hint = (typeof kind === 'string' && didYouMean(kind, storableKinds)) || all;
  return [problem('UnknownKind', '/kind', `The kind ${JSON.stringify(kind)} is not known here`, hint)];
}
