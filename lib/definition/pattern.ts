/** Regular expressions that run in linear time whatever the text: an operator's `pattern` can never hang the control plane. */
import { OamError } from '../errors.ts';
import { type Node, parsePattern } from './pattern-syntax.ts';

export interface Pattern {
  test(text: string): boolean;
}

type Step =
  | { readonly kind: 'char'; readonly accepts: (code: number) => boolean }
  | { readonly kind: 'split'; targets: readonly number[] }
  | { readonly kind: 'start' | 'end' | 'match' };

/** Repetitions are unrolled: this bounds the work per character. */
const maxSteps = 4000;

/** Compiles ECMAScript syntax without what needs backtracking (back references, look-around). Throws OamError Invalid. */
export function compilePattern(source: string): Pattern {
  const node = parsePattern(source);
  const native = isPlain(node) ? nativeOf(source) : undefined;
  if (native !== undefined) return native;
  const steps: Step[] = [];
  emit(node, steps, source);
  steps.push({ kind: 'match' });
  return simulation(steps);
}

/** `^[a-z]{3}-[0-9]+$`: anchored, no groups, one repetition of open length at most. The engine of the language needs linear time for it. */
function isPlain(node: Node): boolean {
  if (node.kind !== 'sequence' || node.items[0]?.kind !== 'start') return false;
  const open = node.items.filter(item => item.kind === 'repeat' && item.min !== item.max);
  return (
    open.length <= 1 &&
    node.items.every(
      item =>
        item.kind !== 'sequence' && item.kind !== 'choice' && (item.kind !== 'repeat' || item.item.kind === 'char'),
    )
  );
}

function nativeOf(source: string): Pattern | undefined {
  try {
    return new RegExp(source, 'u');
  } catch {
    // What only we read (an escape that needs none) is run by ourselves.
    return undefined;
  }
}

function emit(node: Node, steps: Step[], source: string): void {
  if (steps.length > maxSteps) throw new OamError('Invalid', `The pattern ${source} repeats too much`);
  switch (node.kind) {
    case 'char':
      steps.push({ kind: 'char', accepts: node.accepts });
      return;
    case 'start':
    case 'end':
      steps.push({ kind: node.kind });
      return;
    case 'sequence':
      for (const item of node.items) emit(item, steps, source);
      return;
    case 'choice':
      emitChoice(node.items, steps, source);
      return;
    case 'repeat':
      emitRepeat(node, steps, source);
  }
}

function emitChoice(items: readonly Node[], steps: Step[], source: string): void {
  const fork: Step & { kind: 'split' } = { kind: 'split', targets: [] };
  steps.push(fork);
  const starts: number[] = [];
  const jumps: (Step & { kind: 'split' })[] = [];
  for (const item of items) {
    starts.push(steps.length);
    emit(item, steps, source);
    const jump: Step & { kind: 'split' } = { kind: 'split', targets: [] };
    jumps.push(jump);
    steps.push(jump);
  }
  fork.targets = starts;
  for (const jump of jumps) jump.targets = [steps.length];
}

function emitRepeat(node: Node & { kind: 'repeat' }, steps: Step[], source: string): void {
  for (let i = 0; i < node.min; i += 1) emit(node.item, steps, source);
  if (node.max === undefined) {
    const loop: Step & { kind: 'split' } = { kind: 'split', targets: [] };
    const from = steps.length;
    steps.push(loop);
    emit(node.item, steps, source);
    steps.push({ kind: 'split', targets: [from] });
    loop.targets = [from + 1, steps.length];
    return;
  }
  const exits: { readonly split: Step & { kind: 'split' }; readonly next: number }[] = [];
  for (let i = node.min; i < node.max; i += 1) {
    const split: Step & { kind: 'split' } = { kind: 'split', targets: [] };
    steps.push(split);
    exits.push({ split, next: steps.length });
    emit(node.item, steps, source);
  }
  for (const { split, next } of exits) split.targets = [next, steps.length];
}

/** Thompson's simulation: all states at once, each at most once per character. */
function simulation(steps: readonly Step[]): Pattern {
  // What is anchored begins nowhere but at the start.
  const anchored = steps[0]?.kind === 'start';
  // The same lists serve all texts, with counts of their own: most texts are short, and thousands are looked at.
  const seen = new Int32Array(steps.length);
  const pending: number[] = [];
  const waiting: number[] = [];
  let awaited = 0;
  /** Follows the first `count` of what is pending to all that wait for a character; true at a match. */
  const follow = (count: number, at: number, last: boolean): boolean => {
    let left = count;
    awaited = 0;
    while (left > 0) {
      left -= 1;
      const index = pending[left] ?? 0;
      if (seen[index] === at) continue;
      seen[index] = at;
      const step = steps[index];
      if (step === undefined) continue;
      if (step.kind === 'match') return true;
      if (step.kind === 'char') {
        waiting[awaited] = index;
        awaited += 1;
      } else if (step.kind === 'split') {
        for (const target of step.targets) {
          pending[left] = target;
          left += 1;
        }
      } else if (step.kind === 'start' ? at === 1 : last) {
        pending[left] = index + 1;
        left += 1;
      }
    }
    return false;
  };
  const run = (text: string): boolean => {
    seen.fill(0);
    let count = 0;
    let i = 0;
    for (let at = 1; ; at += 1) {
      if (at === 1 || !anchored) {
        pending[count] = 0;
        count += 1;
      }
      const code = text.codePointAt(i);
      if (follow(count, at, code === undefined)) return true;
      if (code === undefined || (anchored && awaited === 0)) return false;
      count = 0;
      for (let turn = 0; turn < awaited; turn += 1) {
        const index = waiting[turn] ?? 0;
        const step = steps[index];
        if (step?.kind !== 'char' || !step.accepts(code)) continue;
        pending[count] = index + 1;
        count += 1;
      }
      i += code > 0xffff ? 2 : 1;
    }
  };
  // One text often comes many times in a row: the size of every component.
  let before: string | undefined;
  let answer = false;
  return {
    test: text => {
      if (text !== before) {
        answer = run(text);
        before = text;
      }
      return answer;
    },
  };
}
