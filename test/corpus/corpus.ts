/** The Applications that other people wrote for KubeVela, as files in a folder: not part of this project, found where they are. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type JsonObject, listOf, objectOf } from '../../lib/json.ts';
import { parseDocuments } from '../../lib/oam/parse.ts';

/** `direct`: AWS has the same meaning. `adapt`: with a change that must be said. `mixed`: parts of it only. */
export type Fit = 'direct' | 'adapt' | 'mixed' | 'none' | 'no-component';

export interface CorpusFile {
  readonly file: string;
  readonly fit: Fit;
  readonly text: string;
  /** It uses policies or workflow steps. */
  readonly steered: boolean;
}

/** Types of KubeVela that mean something else on AWS, wherever they are used. */
export const adapted: ReadonlySet<string> = new Set([
  ...['daemon', 'statefulset', 'storage', 'annotations', 'podsecuritycontext', 'securitycontext', 'service-account'],
  ...['json-merge-patch', 'json-patch', 'lifecycle', 'startup-probe', 'topologyspreadconstraints', 'rollout'],
  ...['kruise-rollout', 'prometheus-scrape', 'file-logs', 'keda-auto-scaler', 'configmap', 'volumes', 'pvc'],
]);

/** `OAM_CORPUS`, or the folder that stands beside the project's. */
export const folder: string = resolve(
  process.env.OAM_CORPUS ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'oam', 'corpus'),
);
export const found: boolean = existsSync(join(folder, 'INDEX.tsv'));

const fits: ReadonlySet<string> = new Set(['direct', 'adapt', 'mixed', 'none', 'no-component']);

export function readCorpus(): readonly CorpusFile[] {
  if (!found) return [];
  const [, ...lines] = readFileSync(join(folder, 'INDEX.tsv'), 'utf8').trimEnd().split('\n');
  return lines.map(line => {
    const [file = '', fit = '', , , policies = '', steps = ''] = line.split('\t');
    if (!isFit(fit)) throw new Error(`${file}: "${fit}" is no fit`);
    const text = readFileSync(join(folder, file), 'utf8');
    return { file, fit, text, steered: policies !== '' || steps !== '' || steers(text) };
  });
}

/** Every Application that lies in the folder, listed in its index or not. */
export function filesInFolder(): readonly string[] {
  return readdirSync(folder).filter(name => /\.ya?ml$/.test(name));
}

function isFit(text: string): text is Fit {
  return fits.has(text);
}

/** A workflow may be there without steps, and a policy list without types. */
function steers(text: string): boolean {
  return parseDocuments(text, 'yaml').documents.some(({ value }) => {
    const spec = objectOf(value.spec);
    return spec.workflow !== undefined || listOf(spec.policies).length > 0;
  });
}

/** Every use of a policy and of a workflow, as a pointer. */
export function uses(document: JsonObject): string[] {
  const spec = objectOf(document.spec);
  return [
    ...listOf(spec.policies).map((_, i) => `/spec/policies/${i}`),
    ...(spec.workflow === undefined ? [] : ['/spec/workflow']),
  ];
}
