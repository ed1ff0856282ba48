/** The summary of a test run: nothing that failed is lost in it. */
import { expect, it } from 'vitest';
import { type Report, summarize } from './summary.ts';

type File = Report['testResults'][number];

function file(name: string, tests: Readonly<Record<string, string>>, status = 'passed', message = ''): File {
  const assertionResults = Object.entries(tests).map(([fullName, result]) => ({ fullName, status: result }));
  return { name: `/project/test/${name}`, status, message, assertionResults };
}

function report(files: readonly File[], success = true): Report {
  return { success, testResults: files };
}

it('adds up the reports and names what failed and what was skipped', () => {
  const unit = report([file('a.test.ts', { one: 'passed', two: 'failed', three: 'skipped' }, 'failed')], false);
  const e2e = report([file('b.test.ts', { four: 'passed', five: 'todo' })]);
  expect(summarize([unit, e2e], '/project')).toEqual({
    passed: 2,
    failed: 1,
    lines: [
      '',
      'Failed:',
      '  test/a.test.ts: two',
      '',
      'Skipped, each for the reason in its name:',
      '  test/a.test.ts: three',
      '  test/b.test.ts: five',
    ],
  });
});

it('counts a file that could not be loaded', () => {
  const broken = report([file('a.test.ts', {}, 'failed', 'SyntaxError: no\nmore')], false);
  expect(summarize([broken], '/project')).toMatchObject({
    failed: 1,
    lines: ['', 'Failed:', '  test/a.test.ts: SyntaxError: no'],
  });
});

it('counts a file whose set-up failed, so that its tests did not run', () => {
  const broken = report([file('a.test.ts', { one: 'skipped' }, 'failed', 'Error: no emulator')], false);
  expect(summarize([broken], '/project').failed).toBe(1);
});

it.each([
  ['a report that is missing', undefined],
  ['a run that found no test', report([], false)],
  ['an error that belongs to no test', report([file('a.test.ts', { one: 'passed' })], false)],
])('counts %s', (_, one) => {
  expect(summarize([one], '/project').failed).toBe(1);
});
