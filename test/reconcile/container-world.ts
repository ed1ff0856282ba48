/** Applications of containers: the facts of an installation that runs them, and what becomes of a document in it. */
import { types } from '../../lib/aws/registry.ts';
import { admit } from '../../lib/definition/admit.ts';
import { cronTask } from '../../lib/definition/builtin/component/cron-task.ts';
import { daemon } from '../../lib/definition/builtin/component/daemon.ts';
import { kubernetesOnly } from '../../lib/definition/builtin/component/kubernetes-only.ts';
import { statefulset } from '../../lib/definition/builtin/component/statefulset.ts';
import { task } from '../../lib/definition/builtin/component/task.ts';
import { webserver } from '../../lib/definition/builtin/component/webserver.ts';
import { webservice } from '../../lib/definition/builtin/component/webservice.ts';
import { worker } from '../../lib/definition/builtin/component/worker.ts';
import { containerWorkload } from '../../lib/definition/builtin/workload/container.ts';
import { catalogOf } from '../../lib/definition/catalog.ts';
import type { Catalog } from '../../lib/definition/definition.ts';
import { hasErrors, type Issue } from '../../lib/errors.ts';
import { digest, type JsonObject, objectOf, trusted } from '../../lib/json.ts';
import { emulatorIgnores } from '../../lib/local/setup.ts';
import { checkApplication } from '../../lib/oam/check.ts';
import type { StoredDefinition } from '../../lib/ports.ts';
import type { Environment } from '../../lib/reconcile/appfile.ts';
import { render } from '../../lib/reconcile/render.ts';
import { resolve } from '../../lib/reconcile/resolve.ts';
import { emptyGraph, type ResourceGraph, type ResourceSchema } from '../../lib/resource/resource.ts';
import { workloads } from '../../lib/workload/workloads.ts';
import { environment as functionFacts } from './applications.ts';

export const containerFacts: Environment = trusted<Environment>({
  ...functionFacts,
  cluster: 'lateen',
  executionRole: 'arn:aws:iam::123456789012:role/lateen-execution',
  schedulerRole: 'arn:aws:iam::123456789012:role/lateen-scheduler',
  vpc: 'vpc-1',
  subnets: ['subnet-1', 'subnet-2'],
  assignPublicIp: 'ENABLED',
  serviceSecurityGroup: 'sg-service',
  linkSecurityGroup: 'sg-link',
  vpcLink: 'vpclink-1',
  namespaceId: 'ns-1',
  namespaceName: 'lateen.local',
  ingress: 'cloud-map',
  loadBalancerUrl: '',
  probeImage: 'busybox:1.37.0',
  certificates: {},
  secretPrefix: 'lateen/',
  allowedTypes: [],
  grantPrefixes: [],
  containers: 'run',
  emulatorIgnores: [],
});

/** An installation in an emulator. */
export const localFacts: JsonObject = {
  ingress: 'local',
  loadBalancerUrl: 'http://127.0.0.1:4566/_alb/',
  namespaceId: '',
  namespaceName: '',
  emulatorIgnores,
};

/** The definitions that containers need. */
export const containerDefinitions: readonly JsonObject[] = [
  containerWorkload,
  ...[webservice, webserver, worker, task, cronTask, daemon, statefulset],
  ...kubernetesOnly,
];

export interface Containers {
  readonly types: ReadonlyMap<string, ResourceSchema>;
  readonly catalog: Catalog;
  /** What a document makes and what is said of it. */
  judge(document: JsonObject, facts?: JsonObject): { readonly graph: ResourceGraph; readonly issues: readonly Issue[] };
}

export function openContainers(more: readonly JsonObject[] = []): Containers {
  const stored = [...containerDefinitions, ...more].map(document => {
    const admitted = admit(document, { types, workloads });
    if (!admitted.ok) throw new Error(JSON.stringify(admitted.issues));
    const { name, namespace = 'default' } = objectOf(document.metadata);
    return trusted<StoredDefinition>({
      kind: document.kind,
      namespace,
      name,
      revision: 1,
      hash: digest(document),
      document,
    });
  });
  const catalog = catalogOf(stored, { types, workloads });
  const judge: Containers['judge'] = (document, facts = {}) => {
    const { application, issues } = checkApplication(document);
    if (application === undefined) return { graph: emptyGraph, issues };
    const { appfile, issues: wrong } = resolve(application, catalog);
    const told = [...issues, ...wrong];
    if (appfile === undefined || hasErrors(told)) return { graph: emptyGraph, issues: told };
    const rendered = render(appfile, trusted<Environment>({ ...containerFacts, ...facts }), types);
    return { graph: rendered.graph, issues: [...told, ...rendered.issues] };
  };
  return { types, catalog, judge };
}
