/** ETags and conditions: what a client saw against what is stored. */
import { OamError } from '../errors.ts';
import type { Desired } from '../ports.ts';
import type { ObjectKey } from '../store/desired.ts';
import type { Precondition } from './draft.ts';

/** The ETag of an object: of what its author wrote, not of its status. */
export function etagOf(desired: Desired): string {
  return `"${desired.resourceVersion}"`;
}

/** Whether an If-Match or If-None-Match header names the version. */
export function names(header: string, desired: Desired): boolean {
  const tags = header.split(',').map(tag => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etagOf(desired));
}

/** Throws NotFound, AlreadyExists, Conflict or PreconditionFailed. */
export function demand(precondition: Precondition, key: ObjectKey, stored: Desired | undefined): void {
  const what = `${key.kind} ${key.name} in namespace ${key.namespace}`;
  const { must, resourceVersion, ifMatch } = precondition;
  const there = stored !== undefined && stored.deletionTimestamp === undefined;
  if (must === 'be new' && there) {
    throw new OamError('AlreadyExists', `${what} exists already: replace it with PUT, or post it to /applications`, {
      blame: 'caller',
    });
  }
  if (must === 'exist' && stored === undefined) throw new OamError('NotFound', `There is no ${what}`);
  if (must === 'exist' && !there) {
    throw new OamError('Conflict', `${what} is being deleted: wait until it is gone, then create it`);
  }
  if (ifMatch !== undefined && (stored === undefined || !names(ifMatch, stored))) {
    const now = stored === undefined ? 'is not there' : `is at resourceVersion ${stored.resourceVersion}`;
    throw new OamError('PreconditionFailed', `${what} ${now}, If-Match asked for ${ifMatch}: read it again`);
  }
  if (resourceVersion !== undefined && resourceVersion !== stored?.resourceVersion) {
    const now = stored === undefined ? 'is not there' : `is at resourceVersion ${stored.resourceVersion}`;
    throw new OamError(
      'Conflict',
      `${what} ${now}, the document was made from ${resourceVersion}: read it again, or leave metadata.resourceVersion out`,
    );
  }
}
