/** `lateen up`: posts files, then shows each resource as it comes alive and prints the URLs. */
import { type JsonObject, listOf, objectOf } from '../../json.ts';
import { type Item, itemOf, pathOf } from '../answer.ts';
import { prepare } from '../code/prepare.ts';
import { type Ended, follow } from '../follow.ts';
import type { Context } from '../options.ts';
import { print, tell } from '../output.ts';
import { describePlan } from '../plan-text.ts';
import { describeIssues, type ExitCode } from '../problems.ts';
import { createProgress } from '../progress.ts';
import { endedLines, outcomeOf, watchIt } from '../report.ts';
import { type Body, joinSources, readSources } from '../sources.ts';
import { refusedBy } from './post.ts';

export interface UpOptions {
  readonly wait: boolean;
  readonly timeout: number;
  readonly dryRun: boolean;
  /** The namespace of documents that name none, where `-n` was given. */
  readonly namespace: string | undefined;
  /** Told what local code is made from: before it is packed, and after. */
  inputs?(paths: readonly string[]): void;
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
}

export async function up(context: Context, files: readonly string[], options: UpOptions): Promise<ExitCode> {
  const startedAt = Date.now();
  const prepared = await prepare(context.client, readSources(files), options);
  tell(context.output, prepared.said);
  const body = joinSources(prepared.sources);
  const query = new URLSearchParams({
    ...(options.dryRun ? { dryRun: 'All' } : {}),
    ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
  });
  const path = query.size === 0 ? '/applications' : `/applications?${query}`;
  const answer = await refusedBy(body, () => context.client.request('POST', path, body));
  const items = listOf(answer.items)
    .map(itemOf)
    .map(item => withoutComing(item, prepared.blobs));
  if (options.dryRun) {
    await print(context.output, answer, () => [...items.flatMap(planLines), ...warningLines(items, body)]);
    return 0;
  }
  tell(context.output, items.map(resultLine));
  const targets = items.filter(item => item.kind === 'Application');
  if (!options.wait || targets.length === 0) {
    await print(context.output, answer, () => [
      ...warningLines(items, body),
      ...targets.map(each => watchIt('status', each)),
    ]);
    return 0;
  }
  // Of an application that was there before, what is ready already is no news.
  const since = targets.every(item => item.result === 'created') ? 0 : startedAt;
  const progress = createProgress(context.output === 'text' ? process.stdout : process.stderr, since);
  const ended = await follow(context.client, targets, {
    timeoutMs: options.timeout,
    progress,
    until: 'running',
    signal: options.signal,
  });
  const seconds = (Date.now() - startedAt) / 1000;
  await print(context.output, await withStatus(context, answer, ended), () => [
    ...warningLines(items, body),
    ...ended.flatMap(each => endedLines(each, seconds)),
  ]);
  return outcomeOf(ended);
}

/** A dry run warns of code that was not uploaded; what was packed here is uploaded when it is done. */
export function withoutComing(item: Item, blobs: ReadonlySet<string>): Item {
  const own = (message: string): boolean => [...blobs].some(sha256 => message.includes(sha256));
  return { ...item, warnings: item.warnings.filter(({ code, message }) => code !== 'BlobNotFound' || !own(message)) };
}

function planLines(item: Item): string[] {
  return item.plan === undefined ? [`${resultLine(item)} (dry run)`] : describePlan(item.name, item.plan);
}

export function resultLine(item: Item): string {
  const revision = item.kind !== 'Application' && item.revision > 0 ? ` (revision ${item.revision})` : '';
  const generation = item.kind === 'Application' && item.generation > 0 ? ` (generation ${item.generation})` : '';
  return `${item.kind} ${item.name} ${item.result}${revision}${generation}`;
}

export function warningLines(items: readonly Item[], body: Body): string[] {
  return describeIssues(
    items.flatMap(item => item.warnings),
    body,
  );
}

/** The answer's items, each application with the object as it ended. */
async function withStatus(context: Context, answer: JsonObject, ended: readonly Ended[]): Promise<JsonObject> {
  if (context.output === 'text') return answer;
  const objects = await Promise.all(
    ended.map(async ({ target, state }) => {
      const path = pathOf('applications', target.namespace, target.name);
      const object = state === 'gone' ? {} : await context.client.request('GET', path);
      return { key: `${target.namespace}/${target.name}`, ended: state, status: objectOf(object.status) };
    }),
  );
  const items = listOf(answer.items).map(value => {
    const item = itemOf(value);
    const found = objects.find(each => item.kind === 'Application' && each.key === `${item.namespace}/${item.name}`);
    return found === undefined ? value : { ...objectOf(value), ended: found.ended, status: found.status };
  });
  return { ...answer, items };
}
