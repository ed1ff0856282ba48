/** Progress on a terminal: the block is redrawn in place and only when something changed; in a pipe, lines. */
import { expect, test } from 'vitest';
import { type AppView, viewOf } from '../../lib/cli/answer.ts';
import { createProgress, type Screen } from '../../lib/cli/progress.ts';
import { objectOf } from '../../lib/json.ts';
import { application } from './command.ts';

const target = { namespace: 'default', name: 'hello' };

function screen(rows: number, isTTY = true): Screen & { readonly written: string[] } {
  const written: string[] = [];
  const write = (text: string): boolean => {
    written.push(text);
    return true;
  };
  return { isTTY, rows, columns: 80, write: write as Screen['write'], written };
}

function view(...phases: readonly string[]): AppView {
  const says = (phase: string): string => (phase === 'Ready' ? '' : 'x'.repeat(80));
  const resources = phases.map(phase => ['web', '-', 'AWS::Lambda::Function', phase, says(phase)] as const);
  return viewOf(objectOf(application('hello', 'runningWorkflow', { resources })));
}

test('redraws its block over itself, cut to the width, and not where nothing changed', () => {
  const terminal = screen(24);
  const progress = createProgress(terminal, 0);
  progress.show([{ target, app: view('Creating', 'Creating') }]);
  progress.show([{ target, app: view('Creating', 'Creating') }]);
  progress.show([{ target, app: view('Ready', 'Creating') }]);
  expect(terminal.written).toHaveLength(2);
  expect(terminal.written[0]).not.toContain('\u001b[2A');
  expect(terminal.written[1]).toContain('\u001b[2A\u001b[0J✓ web ');
  expect(terminal.written[1]).toMatch(/Ready\n· web /);
  for (const line of terminal.written[0]!.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test('says what a resource that is ready has to say, as an alarm that rings', () => {
  const terminal = screen(24, false);
  const resources = [['web', 'alarm', 'AWS::CloudWatch::Alarm', 'Ready', 'ALARM: too many errors'] as const];
  const app = viewOf(objectOf(application('hello', 'running', { resources })));
  createProgress(terminal, 0).show([{ target, app }]);
  expect(terminal.written.join('')).toContain('Ready  ALARM: too many errors');
});

test('a block higher than the screen becomes lines', () => {
  const terminal = screen(3);
  createProgress(terminal, 0).show([{ target, app: view('Creating', 'Creating', 'Creating') }]);
  expect(terminal.written).toHaveLength(3);
});

test('in a pipe, what was ready before is no news; what changes again is', () => {
  const pipe = screen(24, false);
  const progress = createProgress(pipe, Date.now() + 60_000);
  progress.show([{ target, app: view('Ready') }]);
  expect(pipe.written).toEqual([]);
  progress.show([{ target, app: view('Updating') }]);
  progress.show([{ target, app: undefined }]);
  expect(pipe.written.map(line => line.split(/ +/)[2]?.trim())).toEqual(['Updating', 'Deleted']);
});

test('what is kept, has run or was never made is not told to be deleted', () => {
  const pipe = screen(24, false);
  const progress = createProgress(pipe, 0);
  progress.show([{ target, app: view('Retained', 'Done', 'NotEmulated', 'Deleting') }]);
  progress.show([{ target, app: undefined }]);
  expect(pipe.written.filter(line => line.includes('Deleted'))).toHaveLength(1);
});
