/** Nothing accepted and ignored: parameters that no template reads, workloads that a trait lists and does nothing for. */
import { type Issue, problem, warning } from '../errors.ts';
import { isList, isObject, type Json, type JsonObject, objectOf, pointer, textOf, at as valueAt } from '../json.ts';
import { fields } from '../oam/fields.ts';
import { didYouMean } from '../oam/nearest.ts';
import { builtins } from './builtin/list.ts';
import type { CompiledDefinition, World } from './definition.ts';
import { celAt, type Draft, entriesOf } from './read.ts';
import { saysKeyword } from './schema-says.ts';

/** Parameters that change nothing, whatever their value. */
export function unreadParameters(schema: JsonObject, reads: ReadonlySet<string>): Issue[] {
  if (reads.has('')) return [];
  return unread(schema, '', `${celAt}/parameters`, reads);
}

function unread(schema: JsonObject, path: string, at: string, reads: ReadonlySet<string>): Issue[] {
  return Object.entries(objectOf(schema.properties)).flatMap(([name, child]) => {
    const here = path + pointer(name);
    const place = `${at}/properties${pointer(name)}`;
    // What is refused or warned of where it stands is not ignored.
    if (reads.has(here) || objectOf(child)[saysKeyword] !== undefined) return [];
    const deeper = [...reads].filter(read => read.startsWith(`${here}/`));
    if (deeper.length === 0)
      return [
        problem(
          'ParameterUnread',
          place,
          `${here.slice(1)} is a parameter that no template reads`,
          'use it, or remove it',
        ),
      ];
    return unread(objectOf(child), here, place, reads);
  });
}

/** Each workload that the trait lists is patched, given a resource or tags, or refused by a validation; no patch is for nobody. */
export function traitCoverage(draft: Draft, world: World): Issue[] {
  const patches = Object.keys(objectOf(draft.cel.patch));
  const everywhere = draft.cel.resources !== undefined || draft.cel.tags !== undefined;
  const validations = entriesOf(draft.cel, 'validations', []).map(({ entry }) => entry.workload);
  const any =
    draft.appliesTo.length === 0 ||
    draft.appliesTo.includes('*') ||
    draft.appliesTo.some(name => !isWorkload(name, world));
  const issues = draft.appliesTo.flatMap((name, i) => {
    const at = `/spec/appliesToWorkloads/${i}`;
    if (name.includes('.'))
      return [
        problem(
          'UnknownWorkload',
          at,
          `${name} is a Kubernetes resource; nothing here is one`,
          clusterHints[name] ?? 'say container, function, resources or a component type',
        ),
      ];
    const patched = isWorkload(name, world) ? patches.includes(name) : patches.length > 0;
    if (patched || everywhere || validations.some(workload => workload === undefined || workload === name)) return [];
    return [
      problem('WorkloadUncovered', at, `${name} is listed, but the trait neither patches it nor adds a resource`),
    ];
  });
  const idle = patches.filter(name => !any && !draft.appliesTo.includes(name));
  return [
    ...issues,
    ...idle.map(name =>
      problem(
        'PatchUnused',
        `${celAt}/patch${pointer(name)}`,
        `${name} is patched but not in appliesToWorkloads`,
        `add ${name} there`,
      ),
    ),
  ];
}

const clusterHints: Readonly<Record<string, string>> = {
  'deployments.apps': 'say container',
  'statefulsets.apps': 'say container',
  'daemonsets.apps': 'say container',
  'jobs.batch': 'say container',
  'cronjobs.batch': 'say container',
};

function isWorkload(name: string, world: World): boolean {
  return name === 'resources' || world.workloads.has(name);
}

const outputNames = /\boutputs\s*(?:\.\s*\??\s*([a-zA-Z_]\w*)|\[\s*\??\s*["']([^"']+)["']\s*\])/g;

/** What the built-in lowerings declare. */
const declared: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  builtins
    .filter(document => document.kind === 'WorkloadDefinition')
    .map(document => [
      textOf(objectOf(document.metadata).name),
      new Set(Object.keys(objectOf(valueAt(document, `${celAt}/outputs`)))),
    ]),
);

/** `outputs.<name>` that no lowering of the listed workloads declares. */
export function unusedOutputs(draft: Draft, world: World): Issue[] {
  const outputs = world.outputs ?? declared;
  const any = draft.appliesTo.includes('*');
  const workloads = any ? [...outputs.keys()] : draft.appliesTo;
  if (workloads.length === 0 || workloads.some(name => !outputs.has(name))) return [];
  const known = new Set(workloads.flatMap(name => [...(outputs.get(name) ?? [])]));
  const issues: Issue[] = [];
  for (const part of ['resources', 'endpoints'])
    eachText(draft.cel[part], `${celAt}/${part}`, (text, at) => {
      for (const match of text.matchAll(outputNames)) {
        const name = match[1] ?? match[2] ?? '';
        if (known.has(name)) continue;
        const hint = didYouMean(name, known) ?? `declared: ${[...known].join(', ') || 'none'}`;
        // An operator's own lowering may declare more than the built-in one.
        const tell = world.outputs === undefined ? warning : problem;
        issues.push(
          tell(
            'UnknownOutput',
            at,
            `outputs.${name} is declared by no lowering of ${workloads.join(', ') || 'a workload'}`,
            hint,
          ),
        );
      }
    });
  return issues;
}

function eachText(tree: Json | undefined, at: string, use: (text: string, at: string) => void): void {
  if (typeof tree === 'string') use(tree, at);
  else if (isList(tree)) for (const [i, item] of tree.entries()) eachText(item, at + pointer(i), use);
  else if (isObject(tree)) for (const [name, item] of Object.entries(tree)) eachText(item, at + pointer(name), use);
}

/** `code`: where uploaded code stands in the parameters; each place must be a parameter. */
export function codePlaces(draft: Draft, schema: JsonObject, issues: Issue[]): CompiledDefinition['code'] {
  return entriesOf(draft.cel, 'code', issues).map(({ entry, at }) => {
    fields(entry, at, ['at', 'runtime', 'handler'], issues);
    const place = (field: string): string | undefined => {
      const value = entry[field];
      if (value === undefined) return undefined;
      const path = textOf(value);
      const inSchema = path.replaceAll('/', '/properties/');
      if (!path.startsWith('/') || valueAt(schema, inSchema) === undefined)
        issues.push(
          problem(
            'InvalidField',
            `${at}/${field}`,
            `${path || 'it'} is not a parameter`,
            'a JSON Pointer into the properties: /code',
          ),
        );
      return path;
    };
    if (entry.at === undefined) issues.push(problem('MissingField', `${at}/at`, 'at says where the code stands'));
    return { at: place('at') ?? '', runtime: place('runtime'), handler: place('handler') };
  });
}
