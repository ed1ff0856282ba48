/** A process of its own that plans: its first run, its warm runs, its memory. Started by measure-plan.ts, answers with one line of JSON. */
import { readFileSync } from 'node:fs';
import type { Row } from '../lib/ports.ts';
import { planOf } from './pipeline.ts';

const [textFile = '', rowsFile = '', runs = '0'] = process.argv.slice(2);
const text = readFileSync(textFile, 'utf8');
const rows: readonly Row[] = JSON.parse(readFileSync(rowsFile, 'utf8'));

/** Of all threads of this process, the garbage collector's included. */
function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const startKb = process.resourceUsage().maxRSS;
let actions: Record<string, number> = {};
const run = (): void => {
  actions = {};
  for (const { action } of planOf(text, rows)) actions[action] = (actions[action] ?? 0) + 1;
};
const first = cpuMs(run);
const warm = Array.from({ length: Number(runs) }, () => cpuMs(run));
const peakKb = process.resourceUsage().maxRSS;
console.log(JSON.stringify({ first, warm, startMb: startKb / 1024, peakMb: peakKb / 1024, actions }));
