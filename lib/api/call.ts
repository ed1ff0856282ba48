/** One authorized request as the handlers see it, and the parts of a query that several of them read. */
import type { Context } from 'hono';
import { OamError } from '../errors.ts';
import type { Json } from '../json.ts';
import { nameRule } from '../oam/fields.ts';
import type { ObjectKind } from '../store/desired.ts';
import type { Place, Principal, Subject, Verb } from './authorize.ts';
import type { ApiDeps } from './deps.ts';
import { type FieldValidation, fieldValidations } from './leniency.ts';
import { canonicalNamespaceOf, isName } from './namespaces.ts';

export interface Call {
  readonly deps: ApiDeps;
  readonly request: Request;
  readonly principal: Principal;
  /** A part of the path; empty where the route has none of that name. */
  param(name: string): string;
  query(name: string): string | undefined;
  header(name: string): string | undefined;
  /** Throws Forbidden: for what only the body says. */
  authorize(verb: Verb, subject: Subject, place: Place): void;
}

export function callOf(context: Context, deps: ApiDeps, principal: Principal, authorize: Call['authorize']): Call {
  return {
    deps,
    principal,
    authorize,
    request: context.req.raw,
    param: name => context.req.param(name) ?? '',
    query: name => context.req.query(name),
    header: name => context.req.header(name),
  };
}

/** The namespace of the path. */
export function namespaceOf(call: Call): string {
  return canonicalNamespaceOf(call.param('namespace'));
}

/** The object that the path names. */
export function keyOf<K extends ObjectKind>(
  call: Call,
  kind: K,
): { readonly kind: K; readonly namespace: string; readonly name: string } {
  return { kind, namespace: namespaceOf(call), name: call.param('name') };
}

/** The namespace of `?namespace=`, for documents that name none. */
export function queryNamespace(call: Call): string | undefined {
  const namespace = call.query('namespace');
  if (namespace === undefined) return undefined;
  if (!isName(namespace)) throw new OamError('BadRequest', `${namespace} cannot be a namespace: ${nameRule}`);
  return canonicalNamespaceOf(namespace);
}

/** `?fieldValidation=Strict|Warn|Ignore`, as Kubernetes has it; Strict where it is left out. */
export function fieldValidationOf(call: Call): FieldValidation {
  const value = call.query('fieldValidation') ?? 'Strict';
  const found = fieldValidations.find(one => one === value);
  if (found !== undefined) return found;
  throw new OamError('BadRequest', `fieldValidation is ${fieldValidations.join(', ')}, not ${JSON.stringify(value)}`);
}

/** `?dryRun=All`. */
export function dryRunOf(call: Call): boolean {
  const value = call.query('dryRun');
  if (value === undefined) return false;
  if (value === 'All') return true;
  throw new OamError('BadRequest', `dryRun is All or absent, not ${JSON.stringify(value)}`);
}

/** For routes that cannot be tried: better refused than done for real. */
export function noDryRun(call: Call): void {
  if (call.query('dryRun') !== undefined) throw new OamError('BadRequest', 'dryRun is not possible here');
}

/** `limit` (a whole number from 1 to `most`; more is taken as `most`) and `continue`. */
export function pageOf(call: Call, most: number): { readonly limit: number | undefined; readonly cursor?: string } {
  const limit = call.query('limit');
  const cursor = call.query('continue');
  if (limit !== undefined && !/^\d{1,9}$/.test(limit)) {
    throw new OamError('BadRequest', `limit is a whole number, not ${JSON.stringify(limit)}`);
  }
  // Kubernetes takes 0 for "no limit".
  const wanted = limit === undefined || Number(limit) === 0 ? undefined : Math.min(Number(limit), most);
  return { limit: wanted, ...(cursor === undefined || cursor === '' ? {} : { cursor }) };
}

export function answer(status: number, body: Json, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
}
