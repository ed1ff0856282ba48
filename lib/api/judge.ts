/** Drafts judged: every problem of every document at once, and what each would change. Nothing is written here. */
import { type Issue, OamError } from '../errors.ts';
import { digest } from '../json.ts';
import { systemNamespace } from '../oam/application.ts';
import type { DefinitionKind, StoredDefinition } from '../ports.ts';
import { loadCatalog, target } from './catalog.ts';
import type { ApiDeps } from './deps.ts';
import type { Draft } from './draft.ts';
import { keptPart } from './envelope.ts';
import { installer } from './install.ts';
import { judgeApplication, needOf } from './judge-application.ts';
import { demand } from './precondition.ts';
import { once, resultOf, type Stored, type Verdict, warningsOf } from './verdict.ts';

export interface Judged {
  readonly verdicts: readonly Verdict[];
  /** Located; with errors in it there are no verdicts to act on. */
  readonly issues: readonly Issue[];
}

export async function judge(deps: ApiDeps, drafts: readonly Draft[], dryRun: boolean): Promise<Judged> {
  const storedByKey = await readStored(deps, drafts);
  const storedOf = (draft: Draft): Stored | undefined => storedByKey.get(textKey(draft));
  for (const draft of drafts) {
    if (draft.key.name === '') continue;
    protectBuiltIns(draft, storedOf(draft));
    demand(draft.precondition, draft.key, storedOf(draft)?.desired);
  }
  const issues: Issue[] = drafts.flatMap(draft => draft.locate(draft.issues));
  const verdicts: Verdict[] = [];
  const fresh: StoredDefinition[] = [];
  const refused = new Set<string>();
  const facts = await factsFor(deps, drafts);
  for (const draft of drafts) {
    const { kind } = draft.key;
    if (kind === 'Application') continue;
    const judged = judgeDefinition(deps, draft, kind, storedOf(draft), facts);
    issues.push(...draft.locate(judged.issues));
    if (judged.fresh === undefined) refused.add(`${kind}#${draft.key.name}`);
    else fresh.push(judged.fresh);
    verdicts.push(judged.verdict);
  }
  const applications = drafts.filter(draft => draft.key.kind === 'Application');
  if (applications.length > 0) {
    const needs = applications.filter(draft => draft.pinned === undefined).map(needOf);
    const shared = await loadCatalog(deps, needs, fresh);
    for (const draft of applications) {
      const judged = await judgeApplication(deps, draft, storedOf(draft), { shared, refused, dryRun });
      issues.push(...draft.locate(judged.issues));
      verdicts.push(judged.verdict);
    }
  }
  return { verdicts: verdicts.sort((a, b) => a.draft.index - b.draft.index), issues: once(issues) };
}

async function readStored(deps: ApiDeps, drafts: readonly Draft[]): Promise<ReadonlyMap<string, Stored>> {
  const named = drafts.filter(draft => draft.key.name !== '');
  const keys = [...new Map(named.map(draft => [textKey(draft), draft.key])).values()];
  const found = keys.length === 0 ? [] : await deps.store.get(keys);
  return new Map(found.map(item => [textKey(item), item]));
}

/** Names of the environment's facts, where there are definitions that may read them; undefined before there is one. */
async function factsFor(deps: ApiDeps, drafts: readonly Draft[]): Promise<readonly string[] | undefined> {
  if (drafts.every(draft => draft.key.kind === 'Application')) return undefined;
  const { environment } = await deps.store.catalog([], target);
  return environment === undefined ? undefined : Object.keys(environment);
}

function textKey({ key }: Pick<Draft, 'key'>): string {
  return `${key.kind}#${key.namespace}/${key.name}`;
}

function protectBuiltIns({ key }: Draft, stored: Stored | undefined): void {
  if (key.namespace !== systemNamespace || stored?.desired.principal !== installer) return;
  throw new OamError(
    'Forbidden',
    `${key.kind} ${key.name} comes with Lateen and is replaced by the next deploy: write your own in another namespace, or under another name`,
  );
}

function judgeDefinition(
  deps: ApiDeps,
  draft: Draft,
  kind: DefinitionKind,
  stored: Stored | undefined,
  facts: readonly string[] | undefined,
): { readonly verdict: Verdict; readonly issues: readonly Issue[]; readonly fresh: StoredDefinition | undefined } {
  const { key } = draft;
  const document = keptPart(draft.document);
  const hash = digest(document.spec);
  const before = stored?.definition;
  const revision = before === undefined ? 1 : before.hash === hash ? before.revision : before.revision + 1;
  const { namespace, name } = key;
  const definition = { kind, namespace, name, revision, hash, document: draft.document };
  const { value, issues } = deps.pipeline.admit(definition, facts);
  const result = resultOf(draft, document, stored);
  const warnings = warningsOf(draft, issues);
  const verdict = { draft, stored, result, document, definition: { revision, hash }, warnings, blobs: new Map() };
  return { verdict, issues, fresh: value === undefined ? undefined : definition };
}
