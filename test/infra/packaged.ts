/** The CloudFormation template that osls makes of serverless.yml for an installation on AWS. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageFunctions, packageStack } from '../../lib/local/deploy.ts';
import { installationOf } from '../../lib/local/stack.ts';

export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is read here as the JSON it is
  readonly Properties: any;
}

export interface Packaged {
  readonly resources: Readonly<Record<string, Resource>>;
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly ofType: (type: string) => [id: string, resource: Resource][];
  readonly get: (id: string) => Resource;
}

/** Of an installation, `lateen-t1` where none is named, with the parameters as they are shipped. */
export async function packaged(stage = 't1'): Promise<Packaged> {
  const into = mkdtempSync(join(tmpdir(), 'lateen-package-'));
  try {
    await packageFunctions();
    const log = join(into, 'osls.log');
    const signal = AbortSignal.timeout(120_000);
    await packageStack({ installation: installationOf(stage), region: 'eu-west-1', log, signal }, into);
    const template = JSON.parse(readFileSync(join(into, 'cloudformation-template-update-stack.json'), 'utf8'));
    const resources: Record<string, Resource> = template.Resources;
    return {
      resources,
      conditions: template.Conditions,
      ofType: type => Object.entries(resources).filter(([, resource]) => resource.Type === type),
      get: id => resources[id]!,
    };
  } finally {
    rmSync(into, { recursive: true, force: true });
  }
}
