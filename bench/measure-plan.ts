/** How much CPU and memory it takes to plan an application of 1, 100 and 1,000 components in which one thing changed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applicationText, containersText } from './application.ts';
import { runNode } from './child.ts';
import { median } from './median.ts';
import { inventoryOf } from './pipeline.ts';
import type { Figures } from './table.ts';

interface Measured {
  readonly first: number;
  readonly warm: readonly number[];
  readonly startMb: number;
  readonly peakMb: number;
  readonly actions: Readonly<Record<string, number>>;
}

const processes = 3;
/** Of these the first are left out: V8 is still compiling. */
const runs = 25;
const cold = 10;

export async function measurePlan(): Promise<Figures> {
  const dir = mkdtempSync(join(tmpdir(), 'lateen-bench-'));
  try {
    const functions = (components: number): Promise<Measured[]> =>
      measure(dir, applicationText(components), applicationText(components, 256));
    const one = await functions(1);
    const hundred = await functions(100);
    const thousand = await functions(1000);
    const containers = await measure(dir, containersText(1000), containersText(1000, 'nginx:1.30'));
    return {
      planCpuMs1: warmOf(one),
      planCpuMs100: warmOf(hundred),
      planCpuMs1000: warmOf(thousand),
      planCpuMs1First: median(one.map(({ first }) => first)),
      planCpuMs1000First: median(thousand.map(({ first }) => first)),
      planRssMb1000: median(thousand.map(({ peakMb }) => peakMb)),
      planRssMb1000Start: median(thousand.map(({ startMb }) => startMb)),
      planCpuMs1000Containers: warmOf(containers),
      planCpuMs1000ContainersFirst: median(containers.map(({ first }) => first)),
      planRssMb1000Containers: median(containers.map(({ peakMb }) => peakMb)),
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** One after the other: two at once would measure each other. */
async function measure(dir: string, before: string, after: string): Promise<Measured[]> {
  const text = join(dir, 'app.yaml');
  const rows = join(dir, 'rows.json');
  const inventory = inventoryOf(before);
  writeFileSync(text, after);
  writeFileSync(rows, JSON.stringify(inventory));
  const all: Measured[] = [];
  for (let i = 0; i < processes; i++) {
    const measured = await runNode<Measured>([join(import.meta.dirname, 'plan.ts'), text, rows, String(runs)]);
    expectOneChange(measured.actions, inventory.length);
    all.push(measured);
  }
  return all;
}

/** A plan that found something else was not the work that is to be measured: a function changes and its alias follows, or a task and its service. */
function expectOneChange({ update = 0, keep = 0 }: Measured['actions'], rows: number): void {
  if (update !== 2 || keep !== rows - update)
    throw new Error(`The plan has ${update} updates and keeps ${keep} of ${rows}`);
}

function warmOf(all: readonly Measured[]): number {
  return median(all.flatMap(({ warm }) => warm.slice(cold)));
}
