/** The one door for changes: documents are judged as a whole, then stored in one transaction, or not at all. */
import { hasErrors, type Issue, OamError, problem } from '../errors.ts';
import { equal, type JsonObject } from '../json.ts';
import { locate, type ParsedDocument } from '../oam/parse.ts';
import type { Desired } from '../ports.ts';
import type { Write } from '../store/desired.ts';
import type { Principal } from './authorize.ts';
import { countOf } from './body.ts';
import type { ApiDeps } from './deps.ts';
import type { Draft, Precondition } from './draft.ts';
import { readEnvelope } from './envelope.ts';
import { type FieldValidation, judgeFields } from './leniency.ts';
import { pathOf } from './objects.ts';
import { planJson } from './plan.ts';
import { issueJson } from './problem.ts';
import type { Verdict } from './verdict.ts';

export interface AcceptOptions {
  readonly principal: Principal;
  readonly dryRun: boolean;
  /** What is done about fields that nobody knows; refused where it is left out. */
  readonly fieldValidation?: FieldValidation;
}

/** A verdict that was acted on: `desired` is the object as it is now (on a dry run, as it would be). */
export interface Accepted extends Verdict {
  readonly desired: Desired;
}

/** Documents as drafts, and the Issues of those of which nothing can be made. */
export interface Drafts {
  readonly drafts: readonly Draft[];
  readonly issues: readonly Issue[];
}

/** `namespace` is for documents that name none. */
export function draftsOf(
  documents: readonly ParsedDocument[],
  namespace: string | undefined,
  precondition: Precondition = {},
): Drafts {
  const drafts: Draft[] = [];
  const strays: Issue[] = [];
  for (const [index, source] of documents.entries()) {
    const { key, document, resourceVersion, issues } = readEnvelope(source.value, namespace);
    if (key === undefined) {
      strays.push(...locate(issues, index, source));
      continue;
    }
    const earlier = drafts.find(draft => key.name !== '' && equal(draft.key, key));
    const message = `${key.kind} ${key.name} stands in this request twice, first as document ${earlier?.index ?? 0}`;
    const twice = problem('DuplicateDocument', '/metadata/name', message, 'Keep one of them');
    drafts.push({
      index,
      key,
      document,
      issues: earlier === undefined ? [] : [twice],
      locate: given => locate(given, index, source),
      precondition: { resourceVersion, ...precondition },
    });
  }
  return { drafts, issues: strays };
}

/** Throws Invalid with every Issue, or a Conflict when somebody else was faster twice. */
export async function accept(deps: ApiDeps, drafts: Drafts, options: AcceptOptions): Promise<Accepted[]> {
  const first = await attempt(deps, drafts, options);
  if (first !== 'overtaken') return first;
  const second = await attempt(deps, drafts, options);
  if (second !== 'overtaken') return second;
  throw new OamError('Conflict', 'The same object was changed by others twice while this request ran: send it again');
}

async function attempt(
  deps: ApiDeps,
  { drafts, issues: strays }: Drafts,
  { principal, dryRun, fieldValidation = 'Strict' }: AcceptOptions,
): Promise<Accepted[] | 'overtaken'> {
  const judged = await judgeFields(deps, drafts, dryRun, fieldValidation);
  const issues = inOrder([...strays, ...judged.issues]);
  if (hasErrors(issues)) {
    const errors = issues.filter(issue => issue.severity === 'error').length;
    throw new OamError('Invalid', countOf(errors), { issues });
  }
  const now = deps.now();
  const accepted = judged.verdicts.map(verdict => ({ ...verdict, desired: desiredOf(deps, verdict, now, principal) }));
  const changed = accepted.filter(({ result }) => result !== 'unchanged');
  if (dryRun || changed.length === 0) return accepted;
  const blobs = new Map(changed.flatMap(({ blobs: own }) => [...own]));
  await storeBlobs(deps, [...blobs]);
  try {
    await deps.store.write(changed.map(item => writeOf(item, now, principal)));
  } catch (error) {
    if (error instanceof OamError && error.code === 'Conflict') return 'overtaken';
    throw error;
  }
  return accepted;
}

/** As they stand in the text. */
function inOrder(issues: readonly Issue[]): Issue[] {
  const place = ({ document = 0, line = 0, column = 0 }: Issue): number[] => [document, line, column];
  return issues.toSorted((a, b) => {
    const [left, right] = [place(a), place(b)];
    const differs = left.findIndex((value, i) => value !== right[i]);
    return (left[differs] ?? 0) - (right[differs] ?? 0);
  });
}

function desiredOf(deps: ApiDeps, { result, stored, document, draft }: Verdict, now: number, who: Principal): Desired {
  const before = stored?.desired;
  if (result === 'unchanged' && before !== undefined) return before;
  // What comes back while it is being deleted is a new object; its generation goes on, so that no status fits it by chance.
  const again = result === 'configured' ? before : undefined;
  return {
    uid: again?.uid ?? deps.id(),
    generation: (before?.generation ?? 0) + 1,
    resourceVersion: deps.id(),
    creationTimestamp: again?.creationTimestamp ?? now,
    document,
    principal: who.arn,
    ...(draft.pinned === undefined ? {} : { pinned: draft.pinned.number }),
  };
}

function writeOf({ draft, stored, desired, definition }: Accepted, now: number, { arn }: Principal): Write {
  const because = draft.pinned === undefined ? '' : `, back to revision ${draft.pinned.number}`;
  return {
    key: draft.key,
    expected: stored?.desired.resourceVersion,
    desired,
    ...(definition === undefined ? {} : { definition }),
    event: {
      at: now,
      type: 'Normal',
      reason: 'Accepted',
      message: `Generation ${desired.generation} was accepted${because}`,
      principal: arn,
    },
  };
}

async function storeBlobs(deps: ApiDeps, blobs: readonly (readonly [string, Uint8Array])[]): Promise<void> {
  for (let from = 0; from < blobs.length; from += 20) {
    await Promise.all(blobs.slice(from, from + 20).map(([sha256, bytes]) => deps.blobs.put(sha256, bytes)));
  }
}

/** What POST /applications says of one document. */
export function itemJson({ draft, result, desired, definition, warnings, changes, inputs }: Accepted): JsonObject {
  const { kind, namespace, name } = draft.key;
  const self = pathOf(draft.key);
  return {
    kind,
    namespace,
    name,
    result,
    generation: desired.generation,
    ...(definition === undefined ? {} : { revision: definition.revision }),
    warnings: warnings.map(issueJson),
    links: { self, ...(kind === 'Application' ? { events: `${self}/events` } : {}) },
    ...(changes === undefined ? {} : { plan: planJson(changes, inputs) }),
  };
}
