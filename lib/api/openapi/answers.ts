/** What requests and answers look like, by name: OpenAPI's components. A test holds real answers against them. */
import type { JsonObject } from '../../json.ts';
import { apiVersion } from '../../oam/application.ts';
import { type StorableKind, storableKinds } from '../objects.ts';
import { applicationShape, componentShape, nameShape, policyShape, traitShape } from '../schemas/application-shape.ts';
import { blobShape } from '../uploads.ts';

const text: JsonObject = { type: 'string' };
const count: JsonObject = { type: 'integer', minimum: 0 };
const time: JsonObject = { type: 'string', format: 'date-time' };
const map: JsonObject = { type: 'object' };
const asks: JsonObject = { enum: ['retry', 'redeploy'] };
const texts: JsonObject = { type: 'object', additionalProperties: text };

export function ref(name: AnswerName): JsonObject {
  return { $ref: `#/components/schemas/${name}` };
}

function list(items: JsonObject): JsonObject {
  return { type: 'array', items };
}

/** Members whose names end with a question mark may be absent. */
function object(members: Readonly<Record<string, JsonObject>>, description?: string): JsonObject {
  const names = Object.keys(members);
  return {
    type: 'object',
    ...(description === undefined ? {} : { description }),
    required: names.filter(name => !name.endsWith('?')),
    properties: Object.fromEntries(names.map(name => [name.replace('?', ''), members[name] ?? {}])),
  };
}

const metadata = object({
  name: nameShape,
  namespace: nameShape,
  uid: text,
  generation: count,
  resourceVersion: text,
  creationTimestamp: time,
  'deletionTimestamp?': time,
  'labels?': texts,
  'annotations?': texts,
});

const fixed = {
  ApplicationDocument: applicationShape(componentShape(text, traitShape(text)), policyShape(text)),
  Application: object({
    apiVersion: { const: apiVersion },
    kind: { const: 'Application' },
    metadata,
    spec: map,
    'status?': ref('ApplicationStatus'),
  }),
  ApplicationStatus: object({
    status: { ...text, description: 'The phase' },
    'observedGeneration?': count,
    conditions: list(object({ type: text, status: text, reason: text, message: text, lastTransitionTime: time })),
    'services?': list(map),
    'latestRevision?': object({ name: text, revision: count, revisionHash: text }),
    'appliedResources?': list(map),
    'endpoints?': list(object({ component: text, url: text })),
    'deadline?': time,
    'cause?': { ...text, description: 'What holds it up, or what of its inputs cannot be looked at, and why' },
    'next?': { ...text, description: 'What comes next' },
    'asked?': {
      ...list(asks),
      description: 'What was asked for and not yet done, or not for all of it',
    },
    'plan?': ref('Plan'),
  }),
  DefinitionDocument: object({
    apiVersion: { const: apiVersion },
    kind: { enum: storableKinds.filter(kind => kind !== 'Application') },
    metadata: map,
    spec: map,
  }),
  Definition: object({
    apiVersion: { const: apiVersion },
    kind: { enum: storableKinds.filter(kind => kind !== 'Application') },
    metadata,
    spec: map,
    'status?': object({ latestRevision: object({ name: text, revision: count, revisionHash: text }) }),
  }),
  ApplicationList: listOf('Application'),
  DefinitionList: listOf('Definition'),
  Accepted: object({ items: list(ref('AcceptedItem')) }),
  AcceptedItem: object({
    kind: text,
    namespace: text,
    name: text,
    result: { enum: ['created', 'configured', 'unchanged'] },
    generation: count,
    'revision?': { ...count, description: 'Of a definition' },
    warnings: list(ref('Issue')),
    links: object({ self: text, 'events?': text }),
    'plan?': ref('Plan'),
  }),
  Plan: object({
    changes: list(
      object({
        action: text,
        type: text,
        component: text,
        trait: text,
        key: text,
        reason: text,
        'diff?': list(text),
        'before?': map,
        'properties?': map,
      }),
    ),
    summary: { type: 'object', additionalProperties: count },
    'inputs?': { ...map, description: 'What it follows outside of its document, with what it is made of now' },
  }),
  BlobRequest: blobShape,
  Blob: object({
    sha256: text,
    'exists?': { const: true },
    'upload?': object({ url: text, method: text, headers: texts }, 'Where to send it, with these headers'),
  }),
  Events: object({
    items: list(
      object({
        id: text,
        at: time,
        type: { enum: ['Normal', 'Warning'] },
        reason: text,
        message: text,
        'component?': text,
        'principal?': text,
      }),
    ),
    'continue?': text,
  }),
  Revisions: object({
    items: list(
      object({ name: text, revision: count, generation: count, at: time, because: text, live: { type: 'boolean' } }),
    ),
  }),
  Revision: object({
    number: count,
    generation: count,
    at: count,
    hash: text,
    document: map,
    definitions: list(map),
    inputs: map,
    'made?': map,
    'watches?': list(text),
    because: text,
  }),
  Logs: object({
    items: list(object({ id: text, at: time, component: text, stream: text, message: text })),
    'continue?': text,
  }),
  Retrying: object({
    kind: text,
    namespace: text,
    name: text,
    generation: count,
    asked: { ...asks, description: "Stands in the status' `asked` until it is done" },
    links: object({ self: text, events: text }),
  }),
  RollbackRequest: object({ revision: { type: ['integer', 'string'], description: '1, or <name>-v1' } }),
  ExecRequest: object({
    'component?': text,
    'container?': text,
    command: { anyOf: [text, list(text)] },
  }),
  Session: object({
    component: text,
    region: text,
    sessionId: text,
    streamUrl: text,
    tokenValue: text,
    target: text,
    container: text,
  }),
  DeleteOptions: object({
    'propagationPolicy?': text,
    'preconditions?': object({ 'uid?': text, 'resourceVersion?': text }),
    'dryRun?': list({ const: 'All' }),
  }),
  Schema: { type: 'object', description: 'JSON Schema 2020-12' },
  OpenApi: { type: 'object', description: 'OpenAPI 3.1: this document' },
  Routes: object({ name: text, version: text, routes: list(object({ method: text, path: text, summary: text })) }),
  Health: object({ status: { const: 'ok' }, version: text }),
  Issue: object({
    code: text,
    severity: { enum: ['error', 'warning'] },
    pointer: { ...text, description: 'JSON Pointer into the document' },
    message: text,
    'hint?': text,
    'document?': { ...count, description: 'Which document of the request, from 0' },
    'line?': count,
    'column?': count,
  }),
  Problem: object(
    { type: text, title: text, status: count, detail: text, code: text, errors: list(ref('Issue')) },
    'RFC 9457',
  ),
  Status: object(
    {
      kind: { const: 'Status' },
      apiVersion: { const: 'v1' },
      metadata: map,
      status: { enum: ['Success', 'Failure'] },
      'message?': text,
      'reason?': text,
      'details?': map,
      'code?': count,
    },
    'As Kubernetes answers',
  ),
};

export type AnswerName =
  | 'ApplicationDocument'
  | 'Application'
  | 'ApplicationStatus'
  | 'ApplicationList'
  | 'DefinitionDocument'
  | 'Definition'
  | 'DefinitionList'
  | 'Accepted'
  | 'AcceptedItem'
  | 'Plan'
  | 'BlobRequest'
  | 'Blob'
  | 'Events'
  | 'Revisions'
  | 'Revision'
  | 'Logs'
  | 'Retrying'
  | 'RollbackRequest'
  | 'ExecRequest'
  | 'Session'
  | 'DeleteOptions'
  | 'Schema'
  | 'OpenApi'
  | 'Routes'
  | 'Health'
  | 'Issue'
  | 'Problem'
  | 'Status';

export const answers: Readonly<Record<AnswerName, JsonObject>> = fixed;

function listOf(kind: 'Application' | 'Definition'): JsonObject {
  return object({
    apiVersion: { const: apiVersion },
    kind: { enum: storableKinds.filter(one => (one === 'Application') === (kind === 'Application')).map(listKind) },
    metadata: object({ resourceVersion: text, 'continue?': text }),
    items: list(ref(kind)),
  });
}

function listKind(kind: StorableKind): string {
  return `${kind}List`;
}
