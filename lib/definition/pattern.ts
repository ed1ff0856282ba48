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
  return { test: text => run(steps, text) };
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
function run(steps: readonly Step[], text: string): boolean {
  const characters = Array.from(text, character => character.codePointAt(0) ?? 0);
  const seen = new Int32Array(steps.length).fill(-1);
  let current: number[] = [];
  for (let at = 0; at <= characters.length; at += 1) {
    const waiting: number[] = [];
    const pending = [...current, 0];
    while (pending.length > 0) {
      const index = pending.pop() ?? 0;
      if (seen[index] === at) continue;
      seen[index] = at;
      const step = steps[index];
      if (step === undefined) continue;
      if (step.kind === 'match') return true;
      if (step.kind === 'char') waiting.push(index);
      else if (step.kind === 'split') pending.push(...step.targets);
      else if (step.kind === 'start' ? at === 0 : at === characters.length) pending.push(index + 1);
    }
    const code = characters[at];
    if (code === undefined) return false;
    current = [];
    for (const index of waiting) {
      const step = steps[index];
      if (step?.kind === 'char' && step.accepts(code)) current.push(index + 1);
    }
  }
  return false;
}
