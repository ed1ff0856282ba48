/** The reconciler's side of the store, in memory. */
import { OamError } from '../../errors.ts';
import type { Lease, Store } from '../../ports.ts';
import { eventIds, seenWakeId } from '../keys.ts';
import { checkDocument, checkTransaction, eventLife, fitStatus, revisionBytes, tombstoneLife } from '../limits.ts';
import type { Request } from '../memory.ts';
import type { Installation } from './installation.ts';
import { applicationKey, type Partition, type Partitions, snapshotOf } from './partitions.ts';

export interface EngineParts {
  readonly partitions: Partitions;
  readonly installation: Installation;
  readonly request: Request;
  readonly now: () => number;
  readonly id: () => string;
  readonly lease: number;
}

export function createMemoryEngine(parts: EngineParts): Store {
  const { partitions, installation, request, now, id } = parts;
  return {
    acquire: (app, owner, at) =>
      request('acquire', () => {
        const partition = partitions.open(applicationKey(app));
        const before = partition.lease;
        if (before !== undefined && !before.clean && before.until > at) return 'held';
        const fence = (before?.fence ?? 0) + 1;
        const until = at + parts.lease;
        partition.lease = { owner, fence, until, clean: false };
        return { app: { ...app }, uid: '', owner, fence, until, clean: before?.clean ?? true };
      }),
    load: app => request('load', () => snapshotOf(partitions.find(applicationKey(app)))),
    catalog: (refs, target) => request('catalog', () => installation.catalog(refs, target)),
    intend: (lease, rows) =>
      request('intend', () => {
        checkTransaction(
          'intend',
          rows.map(row => row.key),
        );
        const partition = fenced(partitions, lease);
        for (const row of rows) partition.rows.set(row.key, JSON.stringify(row));
      }),
    settle: (lease, rows, gone) =>
      request('settle', () => {
        checkTransaction('settle', [...rows.map(row => row.key), ...gone]);
        const partition = fenced(partitions, lease);
        for (const row of rows) partition.rows.set(row.key, JSON.stringify(row));
        for (const key of gone) partition.rows.delete(key);
      }),
    revise: (lease, revision, uses, drop) =>
      request('revise', () => {
        checkTransaction('revise', [`${revision.number}`, ...uses, ...drop.revisions.map(String), ...drop.uses]);
        const text = JSON.stringify(revision);
        checkDocument(`Revision ${revision.number} of ${lease.app.name}`, text, revision.document, revisionBytes);
        const partition = fenced(partitions, lease);
        partition.revisions.set(revision.number, text);
        for (const used of uses) partition.uses.add(used);
        for (const number of drop.revisions) partition.revisions.delete(number);
        for (const used of drop.uses) partition.uses.delete(used);
      }),
    index: (lease, add, gone) =>
      request('index', () => {
        checkTransaction('index', [...add, ...gone]);
        const partition = fenced(partitions, lease);
        for (const used of add) partition.uses.add(used);
        for (const used of gone) partition.uses.delete(used);
      }),
    report: (lease, status, events) =>
      request('report', () => {
        const ids = eventIds(id(), events.length);
        checkTransaction('report', ['STATUS', ...ids]);
        const partition = fenced(partitions, lease);
        partition.status = JSON.stringify(fitStatus(status));
        const expires = now() + eventLife;
        for (const [i, event] of events.entries())
          partition.events.push({ id: ids[i] ?? '', text: JSON.stringify(event), expires });
      }),
    release: (lease, sawGeneration, sawWake, next) =>
      request('release', () => {
        const partition = partitions.find(applicationKey(lease.app));
        // Without a document the lease item goes too, so a release that is asked twice finds none.
        const gone = sawGeneration === 0 && partition?.lease === undefined;
        if (!gone) fenced(partitions, lease);
        if ((partition?.desired?.generation ?? 0) !== sawGeneration) return 'superseded';
        const wake = partition?.wake;
        if (wake !== undefined && seenWakeId(wake.id, wake.marks) !== sawWake) return 'superseded';
        if (partition === undefined) return 'released';
        partition.wake = next === undefined ? undefined : { ...next, marks: 0 };
        if (sawGeneration === 0) partition.lease = undefined;
        else if (partition.lease !== undefined) partition.lease.clean = true;
        return 'released';
      }),
    abandon: (lease, clean) =>
      request('abandon', () => {
        const partition = fenced(partitions, lease);
        if (partition.lease !== undefined) partition.lease = { ...partition.lease, clean, until: 0 };
      }),
    erase: (lease, sawGeneration) =>
      request('erase', () => {
        const partition = fenced(partitions, lease);
        if (partition.desired?.generation !== sawGeneration) return 'superseded';
        const expires = now() + tombstoneLife;
        partition.tombstone = { uid: partition.desired.uid, resourceVersion: id(), expires };
        partition.desired = undefined;
        partition.status = undefined;
        partition.wake = undefined;
        partition.lease = undefined;
        partition.revisions.clear();
        partition.uses.clear();
        return 'erased';
      }),
  };
}

function fenced(partitions: Partitions, lease: Lease): Partition {
  const partition = partitions.find(applicationKey(lease.app));
  if (partition?.lease?.owner === lease.owner && partition.lease.fence === lease.fence && !partition.lease.clean)
    return partition;
  throw new OamError('Fenced', `Another reconcile took over ${lease.app.namespace}/${lease.app.name}`);
}
