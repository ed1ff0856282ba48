/** What vitest's JSON reports say in all: counts, the names of what failed and of what was skipped, file by file. */
import { relative } from 'node:path';

/** The part of vitest's JSON report that is read here. */
export interface Report {
  readonly success: boolean;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

export interface Summary {
  readonly passed: number;
  readonly failed: number;
  readonly lines: readonly string[];
}

/** A report that is missing counts as a failure, and so does a file that failed outside its tests. */
export function summarize(reports: readonly (Report | undefined)[], root: string): Summary {
  const files = reports.flatMap(report => report?.testResults ?? []);
  const named = files.flatMap(file =>
    file.assertionResults.map(test => ({
      status: test.status,
      name: `${relative(root, file.name)}: ${test.fullName.trim()}`,
    })),
  );
  const broken = files
    .filter(file => file.status === 'failed' && !file.assertionResults.some(test => test.status === 'failed'))
    .map(file => `${relative(root, file.name)}: ${file.message.split('\n')[0] ?? ''}`);
  const lost = reports.flatMap((report, i) =>
    report === undefined ? [`vitest ended without a report (run ${i + 1})`] : [],
  );
  // An error that belongs to no test (an unhandled rejection) fails the run without failing a file.
  const stray = reports.flatMap((report, i) =>
    report !== undefined && !report.success && report.testResults.every(file => file.status === 'passed')
      ? [`an error outside of all tests (run ${i + 1})`]
      : [],
  );
  const of = (status: string): string[] => named.filter(test => test.status === status).map(test => test.name);
  const failures = [...of('failed'), ...broken, ...lost, ...stray];
  const skipped = named.filter(test => test.status !== 'passed' && test.status !== 'failed').map(test => test.name);
  return {
    passed: of('passed').length,
    failed: failures.length,
    lines: [...section('Failed', failures), ...section('Skipped, each for the reason in its name', skipped)],
  };
}

function section(title: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : ['', `${title}:`, ...names.map(name => `  ${name}`)];
}
