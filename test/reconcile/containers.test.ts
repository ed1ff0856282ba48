/** Containers, rendered only: webservice, sidecar, env on one container, resource, scaler and gateway give their complete graph. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { types as drivers } from '../../lib/aws/registry.ts';
import { admit } from '../../lib/definition/admit.ts';
import { gateway } from '../../lib/definition/builtin/trait/gateway.ts';
import { catalogOf } from '../../lib/definition/catalog.ts';
import type { Catalog } from '../../lib/definition/definition.ts';
import { digest, type JsonObject, objectOf, trusted } from '../../lib/json.ts';
import { checkApplication } from '../../lib/oam/check.ts';
import { parseDocuments } from '../../lib/oam/parse.ts';
import type { StoredDefinition } from '../../lib/ports.ts';
import type { Environment } from '../../lib/reconcile/appfile.ts';
import { render } from '../../lib/reconcile/render.ts';
import { resolve } from '../../lib/reconcile/resolve.ts';
import type { ResourceSchema } from '../../lib/resource/resource.ts';
import { workloads } from '../../lib/workload/workloads.ts';
import { schemaOnly } from './schema-only.ts';

const environment = trusted<Environment>({
  installation: 'test',
  prefix: 'lateen-app-',
  account: '123456789012',
  region: 'eu-central-1',
  partition: 'aws',
  notEmulated: [],
  cluster: 'lateen',
  subnets: ['subnet-1', 'subnet-2'],
  executionRole: 'arn:aws:iam::123456789012:role/lateen-execution',
  vpcLink: 'vpclink-1',
  namespaceId: 'ns-1',
  ingress: 'cloud-map',
  apiUrlPrefix: 'https://',
  apiUrlSuffix: '.execute-api.eu-central-1.amazonaws.com',
});

function documents(name: string): readonly JsonObject[] {
  const text = readFileSync(new URL(`../golden/containers/${name}`, import.meta.url), 'utf8');
  const parsed = parseDocuments(text, 'yaml');
  expect(parsed.issues).toEqual([]);
  return parsed.documents.map(document => document.value);
}

/** The built-in gateway as it stands, with the other workload added to the list. */
const both: JsonObject = {
  ...gateway,
  metadata: { name: 'gateway' },
  spec: { ...objectOf(gateway.spec), appliesToWorkloads: ['container', 'function'] },
};

describe('containers', () => {
  let types: ReadonlyMap<string, ResourceSchema>;
  let catalog: Catalog;

  beforeAll(async () => {
    const more = await schemaOnly('AWS::ECS::TaskDefinition', 'AWS::ECS::Service', 'AWS::ServiceDiscovery::Service');
    types = new Map([...drivers, ...more]);
    const stored = [...documents('definitions.yaml'), both].map(document => {
      const admitted = admit(document, { types, workloads });
      expect(admitted.ok ? [] : admitted.issues).toEqual([]);
      return trusted<StoredDefinition>({
        kind: document.kind,
        namespace: 'default',
        name: objectOf(document.metadata).name,
        revision: 1,
        hash: digest(document.spec),
        document,
      });
    });
    catalog = catalogOf(stored, { types, workloads });
  }, 60_000);

  it('gives the complete graph', async () => {
    const [document] = documents('app.yaml');
    const { application, issues } = checkApplication(document!);
    expect(issues).toEqual([]);
    const { appfile, issues: wrong } = resolve(application!, catalog);
    expect(wrong).toEqual([]);
    const rendered = render(appfile!, environment, types);
    expect(rendered.issues.map(issue => `${issue.severity} ${issue.code} ${issue.message}`)).toEqual([
      'warning PatchOverwritten The trait env#1 overwrites containers/front/env/OLD, which the component set',
      'warning PatchOverwritten The trait env#1 overwrites containers/front/env/STAGE/value, which the component set',
    ]);
    await expect(`${JSON.stringify(rendered.graph, null, 2)}\n`).toMatchFileSnapshot('../golden/containers/graph.json');
  });
});
