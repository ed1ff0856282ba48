/** Objects as Kubernetes' clients speak of them: list, get, create, replace, delete, for every kind that can be stored. */
import { OamError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { apiVersion } from '../oam/application.ts';
import type { Listed, ObjectKey } from '../store/desired.ts';
import { type Accepted, accept, draftsOf } from './accept.ts';
import { readDocuments } from './body.ts';
import { answer, type Call, dryRunOf, fieldValidationOf, keyOf, namespaceOf, pageOf } from './call.ts';
import type { Precondition } from './draft.ts';
import { latestRevision, objectFrom, readStored, type StorableKind } from './objects.ts';
import { planJson } from './plan.ts';
import { etagOf, names } from './precondition.ts';
import { selectorOf } from './selector.ts';

/** Before every ULID: a watch from here would see everything. */
const beforeAll = '00000000000000000000000000';

export async function listObjects(call: Call, kind: StorableKind): Promise<Response> {
  if (['true', '1'].includes(call.query('watch') ?? '')) {
    throw new OamError('MethodNotAllowed', 'Watching is not supported yet: list again after a while');
  }
  const selects = selectorOf(call.query('labelSelector'), call.query('fieldSelector'));
  const namespace = call.param('namespace') === '' ? undefined : namespaceOf(call);
  const { limit, cursor } = pageOf(call, 500);
  const items: JsonObject[] = [];
  let resourceVersion = beforeAll;
  let next = cursor;
  // Who gives no limit cannot page, and gets everything.
  do {
    const page = await call.deps.store.list(kind, namespace, {
      limit: limit ?? 500,
      ...(next === undefined ? {} : { cursor: next }),
    });
    for (const listed of page.items) {
      if (listed.desired.resourceVersion > resourceVersion) resourceVersion = listed.desired.resourceVersion;
      const object = objectFrom(listed.key, listed.desired, statusOfListed(call, listed));
      if (selects(object)) items.push(object);
    }
    next = page.cursor;
  } while (limit === undefined && next !== undefined);
  return answer(200, {
    kind: `${kind}List`,
    apiVersion,
    metadata: { resourceVersion, ...(next === undefined ? {} : { continue: next }) },
    items,
  });
}

/** A list reads no inventory: what only rows tell is left out, rather than said wrongly. */
function statusOfListed(call: Call, { key, desired, status, definition }: Listed): JsonObject | undefined {
  if (key.kind !== 'Application') return definition === undefined ? undefined : latestRevision(key, definition);
  const whole = call.deps.pipeline.statusOf({ desired, status, wake: undefined, rows: [] });
  const { services, appliedResources, endpoints, latestRevision: _, ...rest } = whole;
  return rest;
}

export async function getObject(call: Call, kind: StorableKind): Promise<Response> {
  const key = keyOf(call, kind);
  const { desired, status } = await readStored(call.deps, key);
  const headers = { etag: etagOf(desired), 'cache-control': 'no-cache' };
  const seen = call.header('if-none-match');
  if (seen !== undefined && names(seen, desired)) return new Response(null, { status: 304, headers });
  return answer(200, objectFrom(key, desired, status), headers);
}

export async function createObject(call: Call, kind: StorableKind): Promise<Response> {
  const accepted = await acceptOne(call, { kind, namespace: namespaceOf(call) }, { must: 'be new' });
  return await acceptedObject(call, accepted, 201);
}

export async function replaceObject(call: Call, kind: StorableKind): Promise<Response> {
  const accepted = await acceptOne(call, keyOf(call, kind), { must: 'exist', ifMatch: call.header('if-match') });
  return await acceptedObject(call, accepted, 200);
}

/** The one document of the body; what it says of kind, namespace and name has to agree with the path. */
async function acceptOne(
  call: Call,
  path: Omit<ObjectKey, 'name'> & { name?: string },
  precondition: Precondition,
): Promise<Accepted> {
  const documents = await readDocuments(call.request, 'json');
  if (documents.length !== 1) {
    throw new OamError(
      'BadRequest',
      `This path takes one document, not ${documents.length}: post several to /applications`,
    );
  }
  const read = draftsOf(documents, path.namespace, precondition);
  const [draft] = read.drafts;
  if (draft === undefined) throw new OamError('Invalid', 'The document is of no known kind', { issues: read.issues });
  for (const part of ['kind', 'namespace', 'name'] as const) {
    const said = draft.key[part];
    if (path[part] === undefined || said === path[part] || said === '') continue;
    throw new OamError('BadRequest', `The document's ${part} is ${said}, the path says ${path[part]}: make them agree`);
  }
  const [accepted] = await accept(call.deps, read, {
    principal: call.principal,
    dryRun: dryRunOf(call),
    fieldValidation: fieldValidationOf(call),
  });
  if (accepted === undefined) throw new OamError('Internal', 'A document was accepted without a result');
  return accepted;
}

async function acceptedObject(call: Call, accepted: Accepted, status: number): Promise<Response> {
  const { draft, desired, definition, warnings, changes } = accepted;
  const { key } = draft;
  const headers: Record<string, string> = { etag: etagOf(desired) };
  if (warnings.length > 0) {
    headers.warning = warnings.map(({ message, pointer }) => `299 - ${quoted(`${pointer}: ${message}`)}`).join(', ');
  }
  let shown: JsonObject | undefined;
  if (key.kind !== 'Application') shown = definition === undefined ? undefined : latestRevision(key, definition);
  else {
    const snapshot = await call.deps.store.present({ namespace: key.namespace, name: key.name });
    shown = call.deps.pipeline.statusOf({ ...snapshot, desired });
  }
  if (changes !== undefined) shown = { ...shown, plan: planJson(changes) };
  return answer(status, objectFrom(key, desired, shown), headers);
}

/** A quoted string of HTTP: one line of ASCII. */
function quoted(text: string): string {
  return `"${text.replace(/[^\x20-\x7e]/g, ' ').replace(/["\\]/g, '\\$&')}"`;
}
