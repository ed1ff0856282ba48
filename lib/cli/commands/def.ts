/** `lateen def`: definitions applied, listed, shown as the documents they are, deleted. */
import { OamError } from '../../errors.ts';
import { type JsonObject, listOf, objectOf, textOf } from '../../json.ts';
import { itemOf, pathOf } from '../answer.ts';
import { listAll } from '../list.ts';
import type { Context } from '../options.ts';
import { print, table, write, yamlOf } from '../output.ts';
import type { ExitCode } from '../problems.ts';
import { joinSources, readSources } from '../sources.ts';
import { refusedBy } from './post.ts';
import { resultLine, warningLines } from './up.ts';

/** Where the built-in definitions live. */
const systemNamespace = 'lateen-system';

export const kinds = ['component', 'trait', 'workload', 'policy'] as const;
export type DefKind = (typeof kinds)[number];

export async function applyDefinitions(
  context: Context,
  files: readonly string[],
  namespace: string | undefined,
): Promise<ExitCode> {
  const body = joinSources(readSources(files));
  const query = namespace === undefined ? '' : `?${new URLSearchParams({ namespace })}`;
  const answer = await refusedBy(body, () => context.client.request('POST', `/applications${query}`, body));
  const items = listOf(answer.items).map(itemOf);
  await print(context.output, answer, () => [...items.map(resultLine), ...warningLines(items, body)]);
  return 0;
}

export async function listDefinitions(context: Context): Promise<ExitCode> {
  const items: JsonObject[] = [];
  for (const namespace of placesOf(context)) {
    for (const kind of kinds) items.push(...(await listAll(context.client, pathOf(pluralOf(kind), namespace))).items);
  }
  items.sort(byKindAndName);
  await print(context.output, { items }, () =>
    table(
      ['KIND', 'NAME', 'NAMESPACE', 'REVISION', 'DESCRIPTION'],
      items.map(item => {
        const metadata = objectOf(item.metadata);
        return [
          textOf(item.kind).replace('Definition', '').toLowerCase(),
          textOf(metadata.name),
          textOf(metadata.namespace),
          textOf(objectOf(objectOf(item.status).latestRevision).name),
          textOf(objectOf(metadata.annotations)['definition.oam.dev/description']),
        ];
      }),
    ),
  );
  return 0;
}

function byKindAndName(a: JsonObject, b: JsonObject): number {
  const [left = '', right = ''] = [a, b].map(({ kind, metadata }) => {
    const { name, namespace } = objectOf(metadata);
    return [kind, name, namespace].map(textOf).join('\n');
  });
  return left < right ? -1 : 1;
}

/** Prints the document that would be posted to make it; several where the name stands for several kinds. */
export async function showDefinition(context: Context, name: string, kind: DefKind | undefined): Promise<ExitCode> {
  for (const namespace of placesOf(context)) {
    const found = await findAll(context, namespace, name, kind);
    if (found.length === 0) continue;
    const documents = found.map(each => documentOf(each.object));
    if (context.output !== 'json') write(process.stdout, [(await Promise.all(documents.map(yamlOf))).join('\n---\n')]);
    else await print('json', documents.length === 1 ? objectOf(documents[0]) : { items: documents }, () => []);
    return 0;
  }
  throw new OamError('NotFound', `There is no ${kind ?? ''} definition ${name}. See lateen def ls.`.replace('  ', ' '));
}

export async function deleteDefinition(context: Context, name: string, kind: DefKind | undefined): Promise<ExitCode> {
  const { namespace } = context;
  const found = await findAll(context, namespace, name, kind);
  const [only] = found;
  if (only === undefined) {
    const builtIn = namespace !== systemNamespace && (await findAll(context, systemNamespace, name, kind)).length > 0;
    const where = builtIn ? `: it is one of ${systemNamespace}, which every namespace uses` : '';
    throw new OamError('NotFound', `There is no definition ${name} in ${namespace}${where}. See lateen def ls.`);
  }
  if (found.length > 1) {
    const options = found.map(each => `--kind ${each.kind}`).join(' or ');
    throw new OamError('BadRequest', `${name} stands for several definitions: say ${options}.`);
  }
  await context.client.request('DELETE', pathOf(pluralOf(only.kind), namespace, name));
  await print(context.output, { namespace, name, kind: only.kind, deleted: true }, () => [
    `${only.kind} definition ${name} is gone.`,
  ]);
  return 0;
}

function placesOf(context: Context): string[] {
  return context.namespace === systemNamespace ? [systemNamespace] : [context.namespace, systemNamespace];
}

function pluralOf(kind: DefKind): string {
  return `${kind}definitions`;
}

interface Found {
  readonly kind: DefKind;
  readonly object: JsonObject;
}

async function findAll(context: Context, namespace: string, name: string, only: DefKind | undefined): Promise<Found[]> {
  const found: Found[] = [];
  for (const kind of only === undefined ? kinds : [only]) {
    try {
      found.push({ kind, object: await context.client.request('GET', pathOf(pluralOf(kind), namespace, name)) });
    } catch (error) {
      if (!(error instanceof OamError && error.code === 'NotFound')) throw error;
    }
  }
  return found;
}

/** Without what the server adds. */
function documentOf({ apiVersion = '', kind = '', metadata, spec = {} }: JsonObject): JsonObject {
  const { name = '', namespace = '', labels, annotations } = objectOf(metadata);
  const kept = {
    name,
    namespace,
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
  };
  return { apiVersion, kind, metadata: kept, spec };
}
