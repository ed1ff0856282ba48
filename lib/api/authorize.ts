/** Who may do what: roles by ACCESS rows, and nothing without one. */
import { OamError } from '../errors.ts';
import { systemNamespace } from '../oam/application.ts';
import type { Access, ObjectKind } from '../store/desired.ts';

export interface Principal {
  readonly arn: string;
}

export type Verb = 'get' | 'list' | 'create' | 'update' | 'delete';
/** What a route is about; `Route` is the list of routes itself. */
export type Subject = ObjectKind | 'Blob' | 'Route';
/** A namespace by name; `all`: every namespace at once; `any`: at least one, whichever (the documents decide later). */
export type Place = { readonly namespace: string } | 'all' | 'any';

/** Throws Forbidden unless some ACCESS row allows it. */
export function authorize(
  rows: readonly Access[],
  principal: Principal,
  verb: Verb,
  subject: Subject,
  place: Place,
): void {
  const mine = rows.filter(row => matches(row.principal, principal.arn));
  if (mine.some(row => may(row.role, verb, subject) && covers(row, verb, subject, place))) return;
  const where = place === 'all' ? ' in all namespaces' : place === 'any' ? '' : ` in namespace ${place.namespace}`;
  const roles = [...new Set(mine.map(row => `${row.role} of ${row.namespaces.join(', ')}`))].join('; ');
  const has = roles === '' ? 'no ACCESS row names it' : `it is ${roles}`;
  throw new OamError(
    'Forbidden',
    `${principal.arn} may not ${verb} ${subject}${where}: ${has}. An operator can change that`,
  );
}

function may(role: Access['role'], verb: Verb, subject: Subject): boolean {
  if (role === 'operator' || verb === 'get' || verb === 'list') return true;
  return role === 'developer' && (subject === 'Application' || subject === 'Blob');
}

function covers(row: Access, verb: Verb, subject: Subject, place: Place): boolean {
  if (place === 'any' || row.namespaces.includes('*')) return true;
  if (place === 'all') return false;
  // Everybody builds on the shared definitions, so whoever may read at all may read them.
  const reads = verb === 'get' || verb === 'list';
  if (reads && subject !== 'Application' && place.namespace === systemNamespace) return true;
  return row.namespaces.includes(place.namespace);
}

/** Whether an ARN fits a pattern whose only special character is `*` (any text). Linear. */
export function matches(pattern: string, arn: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === arn;
  if (!arn.startsWith(first)) return false;
  const last = rest.pop() ?? '';
  let at = first.length;
  for (const part of rest) {
    const found = arn.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return arn.length - last.length >= at && arn.endsWith(last);
}
