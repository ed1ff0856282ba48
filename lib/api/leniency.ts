/** Fields that nobody knows: refused, or left out with or without a word, as `?fieldValidation=` asks for (Kubernetes' own parameter). */
import type { Issue } from '../errors.ts';
import { isList, isObject, type Json, type JsonObject, segments } from '../json.ts';
import type { ApiDeps } from './deps.ts';
import type { Draft } from './draft.ts';
import { type Judged, judge } from './judge.ts';

export const fieldValidations = ['Strict', 'Warn', 'Ignore'] as const;
export type FieldValidation = (typeof fieldValidations)[number];

const unknown: ReadonlySet<string> = new Set(['UnknownField', 'UnknownParameter']);

/** Judges what is left when unknown fields are left out; with Strict they are errors as any other. */
export async function judgeFields(
  deps: ApiDeps,
  drafts: readonly Draft[],
  dryRun: boolean,
  validation: FieldValidation,
): Promise<Judged> {
  const judged = await judge(deps, drafts, dryRun);
  if (validation === 'Strict') return judged;
  const strangers = judged.issues.filter(issue => issue.severity === 'error' && unknown.has(issue.code));
  const without = drafts.map(draft => leaveOut(draft, strangers));
  // A field that stands nowhere cannot be left out.
  if (without.every((draft, i) => draft === drafts[i])) return judged;
  const rest = await judgeFields(deps, without, dryRun, validation);
  if (validation === 'Ignore') return rest;
  const words = strangers.map(left);
  return {
    issues: [...rest.issues, ...words],
    verdicts: rest.verdicts.map(verdict => ({
      ...verdict,
      warnings: [...verdict.warnings, ...words.filter(issue => issue.document === verdict.draft.index)],
    })),
  };
}

function left(issue: Issue): Issue {
  return { ...issue, severity: 'warning', message: `${issue.message}: it was left out` };
}

function leaveOut(draft: Draft, strangers: readonly Issue[]): Draft {
  const own = strangers.filter(issue => issue.document === draft.index);
  const document = own.reduce((rest, issue) => without(rest, segments(issue.pointer)), draft.document);
  if (document === draft.document) return draft;
  return { ...draft, document, issues: draft.issues.filter(issue => !unknown.has(issue.code)) };
}

/** The same value where there is no such member. */
function without(value: JsonObject, path: readonly string[]): JsonObject {
  const changed = cut(value, path);
  return isObject(changed) ? changed : value;
}

function cut(value: Json | undefined, [first, ...rest]: readonly string[]): Json | undefined {
  if (first === undefined) return value;
  if (isList(value)) {
    const at = Number(first);
    const inner = cut(value[at], rest);
    return inner === value[at] || inner === undefined ? value : value.with(at, inner);
  }
  if (!isObject(value) || !Object.hasOwn(value, first)) return value;
  const { [first]: inner, ...others } = value;
  if (rest.length === 0) return others;
  const changed = cut(inner, rest);
  return changed === inner || changed === undefined ? value : { ...value, [first]: changed };
}
