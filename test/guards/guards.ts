/** The engine's guards: where each stands, what the code is without it, and the test that then fails. */

export interface Guard {
  /** The engine rule of DESIGN 6. */
  readonly rule: number;
  readonly what: string;
  readonly source: string;
  /** Stands exactly once in the source. */
  readonly code: string;
  readonly without: string;
  /** The test file and the name of the test. */
  readonly file: string;
  readonly test: string;
}

const engine = 'test/reconcile/engine.test.ts';

export const guards: readonly Guard[] = [
  {
    rule: 1,
    what: 'a property that the driver does not handle is refused when the definition is admitted',
    source: 'lib/definition/tree-check.ts',
    code: 'else if (!open) issues.push(unknown(name, here, Object.keys(known), check));',
    without: '',
    file: 'test/definition/admit.test.ts',
    test: 'a misspelt property',
  },
  {
    rule: 3,
    what: 'only what is declared or was applied is compared, in one form',
    source: 'lib/aws/diff.ts',
    code: 'return !same(side(desired[name]), side(applied?.[name]), side(observed[name]), side(comparison.defaults?.[name]));',
    without: 'return !equal(side(desired[name]), side(observed[name]));',
    file: engine,
    test: 'rule 3: a sweep after a create finds no drift',
  },
  {
    rule: 8,
    what: 'an initial value is not sent on an update',
    source: 'lib/reconcile/references.ts',
    code: "if ('$initial' in node) return forCreate ? walk(node.$initial ?? null) : undefined;",
    without: "if ('$initial' in node) return walk(node.$initial ?? null);",
    file: engine,
    test: 'rule 8: what others own after the create is neither sent again nor reset',
  },
  {
    rule: 2,
    what: 'the diff sees what was applied and is no longer declared',
    source: 'lib/reconcile/perform.ts',
    code: 'return tagged(type, { ...row.intended, ...row.applied }, tags);',
    without: 'return tagged(type, {}, tags);',
    file: engine,
    test: 'rule 2: removing a property resets it to the default of the service',
  },
  {
    rule: 4,
    what: 'rows with what is wanted are trusted',
    source: 'lib/reconcile/plan.ts',
    code: 'if (row.seen < facts.doubtSince)',
    without: 'if (facts.now > 0)',
    file: engine,
    test: 'rule 4: a change of one component asks nothing about the other',
  },
  {
    rule: 5,
    what: 'nothing is made before what it needs',
    source: 'lib/reconcile/plan.ts',
    code: 'const waits = resource.needs.filter(need => isOpen(verdicts.get(need)));',
    without: 'const waits: string[] = [];',
    file: engine,
    test: 'rule 5: what is needed is made first and removed last',
  },
  {
    rule: 5,
    what: 'nothing goes before those that use it',
    source: 'lib/reconcile/plan.ts',
    code: 'const waits = [...(dependents.get(row.key) ?? [])];',
    without: 'const waits: string[] = [];',
    file: engine,
    test: 'rule 5: what is needed is made first and removed last',
  },
  {
    rule: 5,
    what: 'the old identity waits for the new one',
    source: 'lib/reconcile/plan.ts',
    code: "if (successor !== undefined && !successor.ready && successor.action !== 'notEmulated') waits.push(successor.key);",
    without: '',
    file: engine,
    test: 'rule 5: a new identity is live before the old one goes',
  },
  {
    rule: 6,
    what: 'the intent is written before AWS is called',
    source: 'lib/reconcile/apply.ts',
    code: 'if (news.length > 0) await io.store.intend(lease, news);',
    without: '',
    file: engine,
    test: 'rule 6: killed at any request, before or after it took effect, it ends in the same state and leaks nothing',
  },
  {
    rule: 6,
    what: 'an interrupted create is looked for before it is made again',
    source: 'lib/reconcile/perform.ts',
    code: 'if (work.lookFirst || overwrites(type, properties)) {',
    without: 'if (overwrites(type, properties)) {',
    file: engine,
    test: 'rule 6: killed at any request, before or after it took effect, it ends in the same state and leaks nothing',
  },
  {
    rule: 6,
    what: 'what exists and is not ours is refused',
    source: 'lib/reconcile/perform.ts',
    code: "if (row.phase === 'intended' && !isOurs(type, observed, tags)) {",
    without: 'if (observed === undefined) {',
    file: engine,
    test: 'rule 6: what exists and is not ours is refused and left alone',
  },
  {
    rule: 6,
    what: 'what was never confirmed is removed only if it is ours',
    source: 'lib/reconcile/perform.ts',
    code: 'if (found === undefined || !isOurs(type, found, work.tags)) return;',
    without: 'if (found === undefined) return;',
    file: engine,
    test: 'rule 6: what exists and is not ours is refused and left alone',
  },
  {
    rule: 6,
    what: 'after a takeover everything is observed, and again later',
    source: 'lib/reconcile/doubts.ts',
    code: 'if (!lease.clean) return',
    without: 'if (lease.fence < 0) return',
    file: engine,
    test: 'rule 6: a late call of a dead holder is found by the second look',
  },
  {
    rule: 6,
    what: 'no mutation is sent at the end of a lease',
    source: 'lib/reconcile/runner.ts',
    code: 'call.mutates && io.now() > lease.until - settings.guardMs',
    without: 'call.mutates && io.now() < 0',
    file: engine,
    test: 'rule 6: nothing is changed in the last seconds of a lease',
  },
  {
    rule: 7,
    what: 'what may pass is tried again within a minute',
    source: 'lib/reconcile/apply.ts',
    code: 'const wait = error.retry ? Math.min(1000 * 2 ** (count - 1), 60_000) :',
    without: 'const wait = error.code === undefined ? 0 :',
    file: engine,
    test: 'rule 7: a throttle is tried again within seconds',
  },
  {
    rule: 10,
    what: 'a wave ends after its budget',
    source: 'lib/reconcile/apply.ts',
    code: 'Math.min(batch, work.settings.waveCalls - work.runner.sent())',
    without: 'batch',
    file: engine,
    test: 'rule 10: a wave ends after its budget of calls',
  },
  {
    rule: 10,
    what: 'calls are paced by the quotas of the account',
    source: 'lib/reconcile/pace.ts',
    code: 'return tokens >= 1 ? 0 :',
    without: 'return tokens >= -1e9 ? 0 :',
    file: engine,
    test: 'rule 10: calls keep to the quotas of the account',
  },
  {
    rule: 11,
    what: 'a missed deadline ends the rollout',
    source: 'lib/reconcile/assess.ts',
    code: '|| now >= deadline',
    without: '',
    file: engine,
    test: 'rule 11: a missed deadline ends with the cause and the next step; retry tries at once',
  },
  {
    rule: 11,
    what: 'retry forgets the back-off',
    source: 'lib/reconcile/plan.ts',
    code: 'if (facts.retryAll || row.failure.generation !== facts.generation) return 0;',
    without: '',
    file: engine,
    test: 'rule 11: a missed deadline ends with the cause and the next step; retry tries at once',
  },
  {
    rule: 12,
    what: 'an application that keeps throwing is given up',
    source: 'lib/reconcile/dispatch.ts',
    code: 'if (attempt < patience)',
    without: 'if (attempt < 1e9 && attempt < 50)',
    file: engine,
    test: 'rule 12: an application whose reconcile keeps throwing is buried with uid and error, and acknowledged',
  },
];
