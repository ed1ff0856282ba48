/** Step assess: how the application is after a wave: its phase, what holds it up, until when, and what comes next. Pure. */
import type { Issue } from '../errors.ts';
import type { Row } from '../ports.ts';
import { type ResourceGraph, type ResourceSchema, usualDeadline } from '../resource/resource.ts';
import { earliest } from './earliest.ts';
import { type Looks, nextLookOf } from './looks.ts';
import type { Step } from './plan.ts';
import { conditionsAt, isFalse, isTrue, type KeptStatus, type Phase, type Verdict } from './status.ts';

export interface Findings {
  readonly generation: number;
  readonly revision: { readonly number: number; readonly hash: string } | undefined;
  readonly deleting: boolean;
  readonly deletionSince: number | undefined;
  readonly graph: ResourceGraph;
  readonly rows: ReadonlyMap<string, Row>;
  readonly steps: readonly Step[];
  /** What is newer and waits to be asked for. */
  readonly inputs: readonly Verdict[];
  /** Why there is no graph, where there is none. */
  readonly issues: readonly Issue[];
  readonly types: ReadonlyMap<string, ResourceSchema>;
  readonly looks: Looks;
  readonly digest: string;
  readonly engine: string;
  readonly doubtSince: number;
  readonly doubtNext: number | undefined;
  readonly retrySince: number;
  readonly now: number;
}

/** Seconds that a deletion may take. */
const deletionDeadline = 1800;

export function assess(findings: Findings, before: KeptStatus): KeptStatus {
  const { generation, now, steps } = findings;
  const fresh = before.rollout.generation !== generation;
  const startedAt = fresh ? now : before.rollout.startedAt;
  const refused = findings.issues.filter(issue => issue.severity === 'error');
  const open = steps.filter(step => !isSettled(step));
  const settled = open.length === 0 && refused.length === 0;
  const done = settled || (!fresh && before.rollout.done);
  const deadline = deadlineOf(findings, open, startedAt);
  const stuck = refused.length > 0 || isHopeless(open, now) || now >= deadline;
  const phase = phaseOf(findings, { settled, stuck, done, everRan: before.everRan });
  const held = settled ? undefined : causeOf(open, refused);
  const counts = { total: findings.graph.resources.length, ready: steps.filter(isReady).length };
  const waiting = !settled && !stuck;
  return {
    phase,
    observedGeneration: generation,
    conditions: conditionsAt(verdictsOf(findings, settled, held, counts), before.conditions, now),
    rollout: { generation, startedAt, done },
    behind: done ? undefined : behindOf(open),
    everRan: before.everRan || (settled && !findings.deleting),
    revision: findings.revision,
    // A sweep that has rows left to look at is not over, though nothing is amiss so far.
    convergedDigest: settled && steps.every(step => step.action !== 'observe') ? findings.digest : undefined,
    engine: findings.engine,
    looks: findings.looks,
    doubtSince: findings.doubtSince,
    doubtNext: findings.doubtNext,
    retrySince: findings.retrySince,
    buried: undefined,
    counts,
    deadline: waiting && Number.isFinite(deadline) ? deadline : undefined,
    cause: held,
    waiting: Object.fromEntries(
      (findings.graph.waiting ?? []).slice(0, 10).map(({ component, reason }) => [component, reason]),
    ),
    next: settled ? lookNext(findings.looks, now) : overdue(findings) + nextOf(open, refused, stuck, now),
  };
}

/** When the application must be looked at again (ms); undefined when nothing is open. */
export function nextLook(
  findings: Findings,
  status: KeptStatus,
  deferredUntil: number | undefined,
): number | undefined {
  const times: (number | undefined)[] = [status.deadline, status.doubtNext];
  for (const step of findings.steps) {
    if (isSettled(step) && step.action !== 'observe') continue;
    // Nothing more comes of it by itself.
    if (step.notBefore === Number.POSITIVE_INFINITY) continue;
    // What waits for others is looked at when they are.
    if (step.waits.length > 0) continue;
    times.push(step.notBefore > findings.now ? step.notBefore : (deferredUntil ?? findings.now));
  }
  // Where there is no graph nothing can be looked at, until somebody changes what is amiss.
  const refused = findings.issues.some(issue => issue.severity === 'error');
  const look = refused ? undefined : nextLookOf(status.looks);
  return earliest(...times, look === undefined ? undefined : Math.max(look, findings.now));
}

function isSettled(step: Step): boolean {
  return step.action === 'notEmulated' || step.ready;
}

function isReady(step: Step): boolean {
  return step.ready;
}

/** Nobody but a person can help: every step that is not waiting for another has failed for good. */
function isHopeless(open: readonly Step[], now: number): boolean {
  const fronts = open.filter(step => step.waits.length === 0);
  return fronts.length > 0 && fronts.every(step => hasFailed(step.row) && step.notBefore > now);
}

/** For good, as far as can be told: AWS refused it, or says that it will not come alive, which is no matter of what goes. */
function hasFailed(row: Row | undefined): boolean {
  if (row?.failure !== undefined) return !row.failure.retry;
  return row?.health === 'failed' && row.phase !== 'retiring';
}

/** Components that are not yet as their generation wants them; unknown where they are many. */
function behindOf(open: readonly Step[]): readonly string[] | undefined {
  const names = [...new Set(open.map(step => step.component))].filter(name => name !== '-');
  return names.length > 20 ? undefined : names;
}

function phaseOf(findings: Findings, is: { settled: boolean; stuck: boolean; done: boolean; everRan: boolean }): Phase {
  if (findings.deleting) return 'deleting';
  if (is.settled) return 'running';
  if (is.stuck) return is.everRan ? 'unhealthy' : 'workflowFailed';
  return is.done ? 'unhealthy' : 'runningWorkflow';
}

function deadlineOf(findings: Findings, open: readonly Step[], startedAt: number): number {
  // Who asks to try again gives it its time again.
  const { deletionSince = startedAt, retrySince } = findings;
  if (findings.deleting) return Math.max(deletionSince, retrySince) + deletionDeadline * 1000;
  // What waits for others, for quotas or for its turn has not begun: its time runs from when it is written down.
  const ends = open
    .filter(step => step.waits.length === 0)
    .map(({ row, type }) => {
      const seconds = row?.deadline ?? findings.types.get(type)?.deadline ?? usualDeadline;
      return row === undefined ? Number.POSITIVE_INFINITY : Math.max(startedAt, row.since, retrySince) + seconds * 1000;
    });
  return Math.min(...ends, Number.POSITIVE_INFINITY);
}

/** One sentence: what holds the application up. Failures first, then what AWS is still making, then what waits for a turn. */
function causeOf(open: readonly Step[], refused: readonly Issue[]): string {
  const issue = refused[0];
  if (issue !== undefined) return `${issue.pointer}: ${issue.message}`;
  const failed = open.find(step => step.row?.failure !== undefined);
  if (failed?.row?.failure !== undefined) return `${label(failed)}: ${failed.row.failure.message}`;
  const step = open.find(one => one.waits.length === 0) ?? open[0];
  return step === undefined ? '' : `${label(step)}: ${step.reason}`;
}

function nextOf(open: readonly Step[], refused: readonly Issue[], stuck: boolean, now: number): string {
  if (refused.length > 0) return refused[0]?.hint ?? 'Change the application or its definitions and apply it again';
  const failed = open.find(step => step.row?.failure !== undefined);
  const failure = failed?.row?.failure;
  if (failure !== undefined) {
    const seconds = secondsTo(failure.retryAt, now);
    const mend = failure.retry ? '' : 'Mend the cause and apply again, or run `lateen retry`; ';
    return `${mend}it is tried again in ${seconds} s`;
  }
  if (open.some(step => step.notBefore === Number.POSITIVE_INFINITY))
    return 'It is not run again by itself: change the application, or run `lateen retry`; `lateen logs` may tell more';
  return stuck
    ? 'Mend the cause (`lateen logs` may tell more) and run `lateen retry`; by itself it is only looked at from time to time'
    : 'It is looked at again as AWS goes on';
}

/** What runs is well, and what is newer of it cannot be known. */
function lookNext({ missed }: Looks, now: number): string | undefined {
  if (missed === undefined) return undefined;
  return `What runs goes on; it is looked at again in ${secondsTo(missed.at, now)} s, and at once by \`lateen retry\``;
}

function secondsTo(time: number, now: number): number {
  return Math.max(0, Math.ceil((time - now) / 1000));
}

function label(step: Step): string {
  const where = step.component === '-' ? '' : ` of ${step.component}`;
  return `${step.type}${where}${step.row?.name ? ` (${step.row.name})` : ''}`;
}

function verdictsOf(
  findings: Findings,
  settled: boolean,
  cause: string | undefined,
  counts: { total: number; ready: number },
): Verdict[] {
  const refused = findings.issues.find(issue => issue.severity === 'error');
  const missing = [...new Set(findings.steps.filter(step => step.action === 'notEmulated').map(step => step.type))];
  const rendered =
    refused === undefined ? isTrue('Render', 'Rendered') : isFalse('Render', refused.code, refused.message);
  const ready = settled
    ? isTrue('Ready', 'Available', `${counts.ready} of ${counts.total} resources are ready`)
    : isFalse('Ready', unreadyReason(findings), cause ?? '');
  const emulated = emulatedVerdict(missing, findings.issues);
  return [
    isTrue('Parsed', 'Parsed'),
    isTrue('Revision', 'Revised'),
    rendered,
    ready,
    ...findings.inputs,
    ...emulated,
    ...domainVerdict(findings.issues),
  ];
}

function overdue({ deleting, deletionSince, now }: Findings): string {
  if (!deleting || !isOverdue(deletionSince, now)) return '';
  return `It takes longer than ${deletionDeadline / 60} minutes; remove what holds it up by hand where AWS says so. `;
}

function unreadyReason({ deleting, deletionSince, now }: Findings): string {
  if (!deleting) return 'Progressing';
  return isOverdue(deletionSince, now) ? 'DeletionTimedOut' : 'Deleting';
}

/** It is tried again for ever; people should look at what holds it up. */
function isOverdue(deletionSince: number | undefined, now: number): boolean {
  return deletionSince !== undefined && now >= deletionSince + deletionDeadline * 1000;
}

/** Whether the names that it is to answer at have what they need: as definitions say it, by these two codes. */
function domainVerdict(issues: readonly Issue[]): Verdict[] {
  const told = (code: string): string =>
    issues
      .filter(issue => issue.code === code)
      .map(({ message, hint }) => (hint === undefined ? message : `${message}. ${hint}`))
      .join('; ');
  const lacking = told('DomainNotReady');
  if (lacking !== '') return [isFalse('DomainReady', 'NoCertificate', shortened(lacking))];
  const served = told('DomainReady');
  return served === '' ? [] : [isTrue('DomainReady', 'Certified', shortened(served))];
}

function shortened(text: string): string {
  return text.length > 1000 ? `${text.slice(0, 1000)}...; lateen up --dry-run tells all` : text;
}

/** What the emulator has no service for, and what it takes and does not perform: no more than a status has room for. */
function emulatedVerdict(missing: readonly string[], issues: readonly Issue[]): Verdict[] {
  const ignored = issues.filter(issue => issue.code === 'NotEmulated').map(issue => issue.message);
  const unmade =
    missing.length === 0
      ? []
      : [`Planned and not made, because the emulator does not have them: ${missing.join(', ')}`];
  const parts = [...unmade, ...new Set(ignored)];
  if (parts.length === 0) return [];
  const reason = missing.length > 0 ? 'NotEmulated' : 'PartlyEmulated';
  return [isFalse('Emulated', reason, shortened(parts.join('; ')))];
}
