/** Applications of functions, and definitions of operators, for the tests of resolve and render. */
import { types } from '../../lib/aws/registry.ts';
import { catalogOf } from '../../lib/definition/catalog.ts';
import type { Catalog } from '../../lib/definition/definition.ts';
import { hasErrors, type Issue } from '../../lib/errors.ts';
import { digest, type JsonObject, objectOf, trusted } from '../../lib/json.ts';
import { checkApplication } from '../../lib/oam/check.ts';
import type { StoredDefinition } from '../../lib/ports.ts';
import type { Environment } from '../../lib/reconcile/appfile.ts';
import { render } from '../../lib/reconcile/render.ts';
import { resolve } from '../../lib/reconcile/resolve.ts';
import type { GraphResource, ResourceGraph } from '../../lib/resource/resource.ts';
import { workloads } from '../../lib/workload/workloads.ts';

export const blob: string = 'a'.repeat(64);

export const environment: Environment = trusted<Environment>({
  installation: 'test',
  prefix: 'lateen-app-',
  account: '123456789012',
  region: 'eu-central-1',
  partition: 'aws',
  notEmulated: [],
  basicRole: 'arn:aws:iam::123456789012:role/lateen-basic',
  boundary: 'arn:aws:iam::123456789012:policy/lateen-boundary',
  rolePath: '/lateen/',
  blobBucket: 'lateen-blobs',
  apiUrlPrefix: 'https://',
  apiUrlSuffix: '.execute-api.eu-central-1.amazonaws.com',
});

/** A function with traits; `properties` come on top of its code. */
export function fn(name: string, traits: readonly JsonObject[] = [], properties: JsonObject = {}): JsonObject {
  return { name, type: 'function', properties: { code: { blob }, ...properties }, traits };
}

export function gateway(properties: JsonObject): JsonObject {
  return { type: 'gateway', properties };
}

export function application(...components: readonly JsonObject[]): JsonObject {
  return { apiVersion: 'core.oam.dev/v1beta1', kind: 'Application', metadata: { name: 'app' }, spec: { components } };
}

/** A definition of the namespace `default`, as an operator would have stored it. */
export function definition(kind: string, name: string, spec: JsonObject, revision = 1): StoredDefinition {
  const document = { apiVersion: 'core.oam.dev/v1beta1', kind, metadata: { name }, spec };
  return trusted<StoredDefinition>({ kind, namespace: 'default', name, revision, hash: digest(spec), document });
}

export function catalog(...stored: readonly StoredDefinition[]): Catalog {
  return catalogOf(stored, { types, workloads });
}

export interface Outcome {
  readonly graph: ResourceGraph;
  readonly issues: readonly Issue[];
}

/** What becomes of a document that resolves. */
export function rendered(document: JsonObject, known: Catalog = catalog(), facts: Environment = environment): Outcome {
  const { application: checked, issues } = checkApplication(document);
  if (checked === undefined) throw new Error(JSON.stringify(issues));
  const { appfile, issues: wrong } = resolve(checked, known);
  if (appfile === undefined) throw new Error(JSON.stringify(wrong));
  return render(appfile, facts, types);
}

/** The issues of check, resolve and render, as far as they come. */
export function issuesOf(document: JsonObject, known: Catalog = catalog()): readonly Issue[] {
  const { application: checked, issues } = checkApplication(document);
  if (checked === undefined) return issues;
  const { appfile, issues: wrong } = resolve(checked, known);
  const all = [...issues, ...wrong];
  return appfile === undefined || hasErrors(all) ? all : [...all, ...render(appfile, environment, types).issues];
}

export function marks(issues: readonly Issue[]): string[] {
  return issues.map(issue => `${issue.code} ${issue.pointer}`);
}

/** The one resource of a type and, where there are several, an id or key that its row key contains. */
export function only(graph: ResourceGraph, type: string, part = ''): GraphResource {
  const found = graph.resources.filter(one => one.type === type && one.key.includes(part));
  if (found.length !== 1) throw new Error(`${found.length} of ${type} ${part}`);
  return found[0]!;
}

/** The properties of `only`, loosely typed for comparisons. */
export function propertiesOf(graph: ResourceGraph, type: string, part = ''): JsonObject {
  return objectOf(only(graph, type, part).properties);
}
