/** DELETE: an application is marked and the reconciler takes it away; a definition goes at once, unless it is in use. */
import { OamError } from '../errors.ts';
import { type JsonObject, objectOf, textOf } from '../json.ts';
import { systemNamespace } from '../oam/application.ts';
import type { DefinitionKind, Desired } from '../ports.ts';
import type { ObjectKey } from '../store/desired.ts';
import { readObject } from './body.ts';
import { answer, type Call, dryRunOf, keyOf } from './call.ts';
import { installer } from './install.ts';
import { notFound, objectFrom, plurals, type StorableKind } from './objects.ts';
import { demand, etagOf } from './precondition.ts';

export async function deleteObject(call: Call, kind: StorableKind): Promise<Response> {
  const options = await readObject(call.request);
  if (options.propagationPolicy === 'Orphan') {
    throw new OamError('BadRequest', 'Keeping the resources (propagationPolicy Orphan) is not supported yet');
  }
  try {
    return await attempt(call, kind, options);
  } catch (error) {
    // It changed between reading and writing: what was asked for still is to go, unless it was another version.
    if (!(error instanceof OamError) || error.code !== 'Conflict') throw error;
    return await attempt(call, kind, options);
  }
}

async function attempt(call: Call, kind: StorableKind, { preconditions, dryRun }: JsonObject): Promise<Response> {
  const { uid, resourceVersion } = objectOf(preconditions);
  const key = keyOf(call, kind);
  const [stored] = await call.deps.store.get([key]);
  if (stored === undefined) throw notFound(key);
  const { desired } = stored;
  demand({ ifMatch: call.header('if-match'), resourceVersion: textOf(resourceVersion) || undefined }, key, desired);
  if (uid !== undefined && uid !== desired.uid) {
    throw new OamError('Conflict', `${kind} ${key.name} has the uid ${desired.uid} now: it is not the one you saw`);
  }
  const tried = dryRunOf(call) || dryRun !== undefined;
  return kind === 'Application'
    ? await deleteApplication(call, key, desired, tried)
    : await deleteDefinition(call, { ...key, kind }, desired, tried);
}

async function deleteApplication(call: Call, key: ObjectKey, before: Desired, tried: boolean): Promise<Response> {
  const { store, pipeline, now, id } = call.deps;
  const desired: Desired =
    before.deletionTimestamp === undefined
      ? {
          ...before,
          deletionTimestamp: now(),
          generation: before.generation + 1,
          resourceVersion: id(),
          principal: call.principal.arn,
        }
      : before;
  if (!tried && desired !== before) {
    const event = {
      at: now(),
      type: 'Normal' as const,
      reason: 'Deleting',
      message: 'Deletion was asked for',
      principal: call.principal.arn,
    };
    await store.write([{ key, expected: before.resourceVersion, desired, event }]);
  }
  const snapshot = await store.present({ namespace: key.namespace, name: key.name });
  const status = pipeline.statusOf({ ...snapshot, desired });
  return answer(200, objectFrom(key, desired, status), { etag: etagOf(desired) });
}

async function deleteDefinition(
  call: Call,
  key: ObjectKey & { readonly kind: DefinitionKind & StorableKind },
  desired: Desired,
  tried: boolean,
): Promise<Response> {
  const { kind, namespace, name } = key;
  if (namespace === systemNamespace && desired.principal === installer) {
    throw new OamError('Forbidden', `${kind} ${name} comes with Lateen: the next deploy would bring it back`);
  }
  const users = await call.deps.store.users(`${kind}#${namespace}/${name}`, 6);
  if (users.length > 0) {
    const listed = users.slice(0, 5).map(app => `${app.namespace}/${app.name}`);
    const more = users.length > 5 ? ' and others' : '';
    throw new OamError(
      'InUse',
      `${kind} ${name} is in use by ${listed.join(', ')}${more}: change or delete them first`,
    );
  }
  if (!tried) await call.deps.store.removeDefinition({ kind, namespace, name }, desired.resourceVersion);
  return answer(200, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name, group: 'core.oam.dev', kind: plurals[kind], uid: desired.uid },
  });
}
