/** `lateen delete`: deletes applications, one after the other, and waits until everything they made is gone. */
import { OamError } from '../../errors.ts';
import { objectOf, textOf } from '../../json.ts';
import { parseDocuments } from '../../oam/parse.ts';
import { pathOf, viewOf } from '../answer.ts';
import { follow } from '../follow.ts';
import type { Context } from '../options.ts';
import { print, tell } from '../output.ts';
import type { ExitCode } from '../problems.ts';
import { createProgress } from '../progress.ts';
import { deletedLines, outcomeOf } from '../report.ts';
import { isJson, readSources, type Source } from '../sources.ts';

interface What {
  readonly name: string | undefined;
  readonly files: readonly string[];
  /** Goes before what a file says, as with `up`. */
  readonly namespace: string | undefined;
}

export async function deleteApps(
  context: Context,
  { name, files, namespace }: What,
  options: { readonly wait: boolean; readonly timeout: number },
): Promise<ExitCode> {
  if ((name === undefined) === (files.length === 0))
    throw new OamError('BadRequest', 'Name one application, or files of applications (-f app.yaml)');
  if (name !== undefined) return await deleteApp(context, name, options);
  const named = readSources(files).flatMap(applicationsIn);
  let worst: ExitCode = 0;
  // Those that others depend on were written first.
  for (const one of named.reverse()) {
    const code = await deleteApp({ ...context, namespace: namespace ?? one.namespace }, one.name, options);
    if (code > worst) worst = code;
  }
  return worst;
}

function applicationsIn(source: Source): { readonly name: string; readonly namespace: string }[] {
  const { documents, issues } = parseDocuments(source.text, isJson(source) ? 'json' : 'yaml');
  const [issue] = issues;
  if (issue !== undefined) throw new OamError('BadRequest', `${source.name}:${issue.line ?? 1}: ${issue.message}`);
  return documents.map(({ value }) => {
    const { name, namespace } = objectOf(value.metadata);
    if (value.kind !== 'Application' || textOf(name) === '') {
      const what = `${textOf(value.kind) || 'something'} ${textOf(name)}`.trim();
      throw new OamError(
        'BadRequest',
        `${source.name}: ${what} is no application; definitions go by \`lateen def delete\``,
      );
    }
    return { name: textOf(name), namespace: textOf(namespace) || 'default' };
  });
}

async function deleteApp(
  context: Context,
  name: string,
  options: { readonly wait: boolean; readonly timeout: number },
): Promise<ExitCode> {
  const { namespace, output } = context;
  const startedAt = Date.now();
  const path = pathOf('applications', namespace, name);
  const before = viewOf(await context.client.request('GET', path));
  const { generation } = viewOf(await context.client.request('DELETE', path));
  if (!options.wait) {
    await print(output, { namespace, name, deleted: false }, () => [`${name} is being deleted.`]);
    return 0;
  }
  tell(output, [`${name} is being deleted.`]);
  const progress = createProgress(output === 'text' ? process.stdout : process.stderr, startedAt);
  // What there was, so that what the first look misses is shown as gone.
  progress.show([{ target: { namespace, name }, app: before }]);
  const target = { namespace, name, generation };
  const ended = await follow(context.client, [target], { timeoutMs: options.timeout, progress, until: 'gone' });
  const [end] = ended;
  const seconds = (Date.now() - startedAt) / 1000;
  await print(output, { namespace, name, deleted: end?.state === 'gone' }, () => deletedLines(name, end, seconds));
  return outcomeOf(ended, 'gone');
}
