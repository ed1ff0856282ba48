/** The whole way from a text to a plan, by the functions that the deployed code runs, and a full inventory to compare with. */
import { types } from '../lib/aws/registry.ts';
import { catalogOf } from '../lib/definition/catalog.ts';
import { hasErrors, type Issue } from '../lib/errors.ts';
import { type Json, type JsonObject, objectOf } from '../lib/json.ts';
import { checkApplication } from '../lib/oam/check.ts';
import { parseDocuments } from '../lib/oam/parse.ts';
import type { Row } from '../lib/ports.ts';
import type { Environment } from '../lib/reconcile/appfile.ts';
import { plan, type Step } from '../lib/reconcile/plan.ts';
import { type Lookup, substitute } from '../lib/reconcile/references.ts';
import { render } from '../lib/reconcile/render.ts';
import { resolve } from '../lib/reconcile/resolve.ts';
import type { ResourceGraph } from '../lib/resource/resource.ts';
import { workloads } from '../lib/workload/workloads.ts';

const environment: Environment = {
  installation: 'lateen-bench',
  prefix: 'lateen-bench-app-',
  account: '123456789012',
  region: 'eu-west-1',
  partition: 'aws',
  basicRole: 'arn:aws:iam::123456789012:role/lateen-bench-basic',
  boundary: 'arn:aws:iam::123456789012:policy/lateen-bench-boundary',
  rolePath: '/lateen-bench/',
  blobBucket: 'lateen-bench-blobs',
  apiUrlPrefix: 'https://',
  apiUrlSuffix: '.execute-api.eu-west-1.amazonaws.com',
  notEmulated: [],
  cluster: 'lateen-bench',
  executionRole: 'arn:aws:iam::123456789012:role/lateen-bench-execution',
  schedulerRole: 'arn:aws:iam::123456789012:role/lateen-bench-scheduler',
  vpc: 'vpc-1',
  subnets: ['subnet-1', 'subnet-2'],
  assignPublicIp: 'ENABLED',
  serviceSecurityGroup: 'sg-1',
  linkSecurityGroup: 'sg-2',
  vpcLink: 'link-1',
  namespaceId: 'ns-1',
  namespaceName: 'lateen-bench.local',
  ingress: 'cloud-map',
  loadBalancerUrl: '',
  probeImage: 'public.ecr.aws/docker/library/busybox:1.37',
  certificates: {},
  secretPrefix: 'lateen-bench/',
  allowedTypes: [],
  grantPrefixes: [],
  containers: 'run',
  emulatorIgnores: [],
};

/** Parses, checks, resolves and renders. */
function graphOf(text: string): ResourceGraph {
  const parsed = parseDocuments(text, 'yaml');
  refuse(parsed.issues);
  const checked = checkApplication(objectOf(parsed.documents[0]?.value));
  refuse(checked.issues);
  if (checked.application === undefined) throw new Error('There is no application in the text');
  const resolved = resolve(checked.application, catalogOf([], { types, workloads }));
  refuse(resolved.issues);
  if (resolved.appfile === undefined) throw new Error('The application has no Appfile');
  const rendered = render(resolved.appfile, environment, types);
  refuse(rendered.issues);
  return rendered.graph;
}

/** From the text to the steps, rows as the store gives them. */
export function planOf(text: string, rows: readonly Row[]): Step[] {
  return plan({
    graph: graphOf(text),
    rows: new Map(rows.map(row => [row.key, row])),
    types,
    notEmulated: [],
    now: 0,
    generation: 1,
    doubtSince: 0,
    retryAll: false,
    deleting: false,
  });
}

/** What the inventory holds once all of the application runs: every row live and ready, with attributes as AWS might give them. */
export function inventoryOf(text: string): Row[] {
  const rows = new Map<string, Row>();
  const lookup: Lookup = (key, attribute) => rows.get(key)?.attributes[attribute];
  for (const { key, type, target, component, trait, id, properties, needs } of graphOf(text).resources) {
    const { value, known } = substitute(properties, lookup, false);
    if (!known) throw new Error(`${key} refers to something that is not known`);
    const attributes: Record<string, Json> = {};
    for (const name of types.get(type)?.attributes ?? []) attributes[name] = `${component}-${id}-${name}`;
    const applied: JsonObject = objectOf(value);
    const state = { phase: 'live', health: 'ready', message: '', intended: undefined, seen: 1, since: 1 } as const;
    const names = { name: `${environment.prefix}${component}-${id}`, token: `lateen-${component}-${id}` };
    rows.set(key, {
      ...state,
      ...names,
      key,
      type,
      target,
      component,
      trait,
      identity: key,
      applied,
      attributes,
      needs,
    });
  }
  return [...rows.values()];
}

function refuse(issues: readonly Issue[]): void {
  if (hasErrors(issues)) throw new Error(issues.map(({ pointer, message }) => `${pointer}: ${message}`).join('\n'));
}
