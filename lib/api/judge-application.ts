/** An application judged: its code moved out, its definitions found, resolved and rendered, and on a dry run planned. */
import { hasErrors, type Issue, problem, warning } from '../errors.ts';
import { type JsonObject, listOf, objectOf } from '../json.ts';
import type { Application } from '../oam/application.ts';
import type { Snapshot } from '../ports.ts';
import { numberOf, staysOn } from '../reconcile/revision.ts';
import type { Change, ResourceGraph } from '../resource/resource.ts';
import { type Loaded, loadCatalog, type Need } from './catalog.ts';
import { extractCode } from './code.ts';
import type { ApiDeps, Outcome } from './deps.ts';
import type { Draft } from './draft.ts';
import { keptPart } from './envelope.ts';
import { prune } from './prune.ts';
import { resultOf, type Stored, type Verdict, warningsOf } from './verdict.ts';

export function needOf(draft: Draft): Need {
  return { namespace: draft.key.namespace, document: draft.document };
}

export interface Round {
  readonly shared: Loaded;
  /** Definitions of the request that were not admitted: an application that uses one is not resolved. */
  readonly refused: ReadonlySet<string>;
  readonly dryRun: boolean;
}

export async function judgeApplication(
  deps: ApiDeps,
  draft: Draft,
  stored: Stored | undefined,
  { shared, refused, dryRun }: Round,
): Promise<{ readonly verdict: Verdict; readonly issues: readonly Issue[] }> {
  const { namespace, name } = draft.key;
  let loaded =
    draft.pinned === undefined ? shared : await loadCatalog(deps, [needOf(draft)], [], draft.pinned.definitions);
  const code = extractCode(draft.document, (kind, type) => loaded.catalog.find(kind, type, namespace));
  const { blobs } = code;
  const document = keptPart(code.document);
  const result = resultOf(draft, document, stored);
  const verdict = { draft, stored, result, document, blobs };
  const checked = deps.pipeline.check(code.document);
  const issues: Issue[] = [...code.issues, ...checked.issues];
  if (result === 'unchanged' && !dryRun)
    return { verdict: { ...verdict, warnings: warningsOf(draft, issues) }, issues };

  issues.push(...(await missingBlobs(deps, code.named, blobs, stored, dryRun)));
  const snapshot = dryRun || stored !== undefined ? await deps.store.view({ namespace, name }) : undefined;
  const stays = result === 'unchanged' && snapshot !== undefined ? staysOn(snapshot) : undefined;
  if (stays !== undefined) loaded = await loadCatalog(deps, [needOf(draft)], [], stays.definitions);
  const generation = (stored?.desired.generation ?? 0) + (result === 'unchanged' ? 0 : 1);
  let changes: readonly Change[] | undefined;
  let inputs: JsonObject | undefined;
  const application = checked.value ?? deps.pipeline.check(prune(code.document, checked.issues, namespace)).value;
  if (application !== undefined && !typesOf(document).some(type => refused.has(type))) {
    const rendered = renderWith(deps, application, loaded, numberOf(snapshot, generation), snapshot);
    issues.push(...rendered.issues);
    if (rendered.value !== undefined && snapshot !== undefined && !hasErrors(issues)) {
      const planned = deps.pipeline.planOf(
        snapshot,
        rendered.value,
        { environment: loaded.environment, namespace },
        draft.pinned?.inputs,
      );
      issues.push(...planned.issues);
      if (dryRun) {
        changes = planned.changes;
        inputs = planned.inputs;
      }
    }
  }
  const warnings = warningsOf(draft, issues);
  return {
    verdict: {
      ...verdict,
      warnings,
      ...(changes === undefined ? {} : { changes }),
      ...(inputs === undefined ? {} : { inputs }),
    },
    issues,
  };
}

/** Resolve, then render where that went well; where not, its parts are judged each by itself. */
export function renderWith(
  deps: ApiDeps,
  application: Application,
  { catalog, environment }: Loaded,
  revision: number,
  snapshot?: Snapshot,
): Outcome<ResourceGraph> {
  const resolved = deps.pipeline.resolve(application, catalog, revision);
  if (resolved.value === undefined) {
    const others = deps.pipeline.examine(resolved.parts, environment);
    return { value: undefined, issues: [...resolved.issues, ...others] };
  }
  const rendered = deps.pipeline.render(resolved.value, environment, snapshot);
  return { value: rendered.value, issues: [...resolved.issues, ...rendered.issues] };
}

function typesOf(document: JsonObject): string[] {
  return listOf(objectOf(document.spec).components)
    .map(objectOf)
    .flatMap(component => [
      `ComponentDefinition#${String(component.type)}`,
      ...listOf(component.traits).map(trait => `TraitDefinition#${String(objectOf(trait).type)}`),
    ]);
}

/** Blobs that the stored document does not name already and that nobody uploaded; a dry run may come before the upload. */
async function missingBlobs(
  deps: ApiDeps,
  named: ReadonlyMap<string, readonly string[]>,
  coming: ReadonlyMap<string, Uint8Array>,
  stored: Stored | undefined,
  dryRun: boolean,
): Promise<Issue[]> {
  const known = stored === undefined ? '' : JSON.stringify(stored.desired.document);
  const unknown = [...named].filter(([sha256]) => !coming.has(sha256) && !known.includes(sha256));
  const issues: Issue[] = [];
  const tell = dryRun ? warning : problem;
  for (let from = 0; from < unknown.length; from += 20) {
    const answers = unknown.slice(from, from + 20).map(async ([sha256, pointers]) => {
      if (await deps.blobs.exists(sha256)) return [];
      const hint = 'POST /blobs {sha256, size} answers where to PUT the zip; then post this again';
      return pointers.map(pointer => tell('BlobNotFound', pointer, `No blob ${sha256} was uploaded`, hint));
    });
    issues.push(...(await Promise.all(answers)).flat());
  }
  return issues;
}
