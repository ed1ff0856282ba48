/** The API's answers as the commands read them: paths, one application's status, the items of a POST. */
import { type Issue, OamError } from '../errors.ts';
import { type Json, type JsonObject, listOf, objectOf, textOf, trusted } from '../json.ts';
import { nameRule } from '../oam/fields.ts';

const group = '/apis/core.oam.dev/v1beta1';

/** The path of a kind's objects in a namespace (all namespaces where it is undefined), or of one of them. */
export function pathOf(plural: string, namespace: string | undefined, ...rest: readonly string[]): string {
  const place = namespace === undefined ? [] : ['namespaces', namespace];
  // Servers on the way read %2F and dots as parts of the path: such a name would be another object.
  const bad = [...place, ...rest].find(part => /^\.{0,2}$|[/\\]/.test(part));
  if (bad !== undefined) throw new OamError('BadRequest', `${JSON.stringify(bad)} cannot be a name: ${nameRule}`);
  return [group, ...[...place, plural, ...rest].map(encodeURIComponent)].join('/');
}

export interface AppResource {
  readonly type: string;
  readonly name: string;
  readonly component: string;
  readonly trait: string;
  readonly phase: string;
  readonly message: string;
  /** When it came to this phase (ISO). */
  readonly since: string;
}

export interface AppView {
  readonly namespace: string;
  readonly name: string;
  readonly generation: number;
  readonly created: string;
  readonly deleting: boolean;
  readonly phase: string;
  readonly observedGeneration: number;
  readonly revision: number;
  readonly conditions: readonly JsonObject[];
  readonly services: readonly JsonObject[];
  readonly resources: readonly AppResource[];
  readonly endpoints: readonly { readonly component: string; readonly url: string }[];
  readonly deadline: string;
  readonly cause: string;
  readonly next: string;
  /** What somebody asked for beyond a look, and no wave has served yet. */
  readonly asked: readonly string[];
}

export function viewOf(object: JsonObject): AppView {
  const metadata = objectOf(object.metadata);
  const status = objectOf(object.status);
  return {
    namespace: textOf(metadata.namespace),
    name: textOf(metadata.name),
    generation: numberOf(metadata.generation),
    created: textOf(metadata.creationTimestamp),
    deleting: metadata.deletionTimestamp !== undefined && metadata.deletionTimestamp !== null,
    phase: textOf(status.status),
    observedGeneration: numberOf(status.observedGeneration),
    revision: numberOf(objectOf(status.latestRevision).revision),
    conditions: listOf(status.conditions).map(objectOf),
    services: listOf(status.services).map(objectOf),
    resources: listOf(status.appliedResources).map(objectOf).map(resourceOf),
    endpoints: listOf(status.endpoints)
      .map(objectOf)
      .map(endpoint => ({ component: textOf(endpoint.component), url: textOf(endpoint.url) })),
    deadline: textOf(status.deadline),
    cause: textOf(status.cause),
    next: textOf(status.next),
    asked: listOf(status.asked).map(textOf),
  };
}

function resourceOf(row: JsonObject): AppResource {
  return {
    type: textOf(row.kind),
    name: textOf(row.name),
    component: textOf(row.component),
    trait: textOf(row.trait),
    phase: textOf(row.phase),
    message: textOf(row.message),
    since: textOf(row.since),
  };
}

/** Who asked for the resource: `web`, `web/gateway` where a trait did, `shared` where several did. */
export function ownerOf(row: { readonly component: string; readonly trait: string }): string {
  if (row.component === '' || row.component === '-') return 'shared';
  return row.trait === '' || row.trait === '-' ? row.component : `${row.component}/${row.trait}`;
}

/** One document's result in the answer to a POST. */
export interface Item {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly result: string;
  readonly generation: number;
  readonly revision: number;
  readonly warnings: readonly Issue[];
  readonly plan: JsonObject | undefined;
}

export function itemOf(value: Json): Item {
  const item = objectOf(value);
  return {
    kind: textOf(item.kind),
    namespace: textOf(item.namespace),
    name: textOf(item.name),
    result: textOf(item.result),
    generation: numberOf(item.generation),
    revision: numberOf(item.revision),
    warnings: trusted<readonly Issue[]>(listOf(item.warnings)),
    plan: item.plan === undefined ? undefined : objectOf(item.plan),
  };
}

export function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
