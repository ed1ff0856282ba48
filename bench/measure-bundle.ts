/** The reconciler's bundle beside one of the bare SDK clients: how big it is, how long it takes to start. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { bundle } from '../infra/build.ts';
import { runNode } from './child.ts';
import { median } from './median.ts';
import type { Figures } from './table.ts';

const runs = 15;

export async function measureBundle(): Promise<Figures> {
  const dir = mkdtempSync(join(tmpdir(), 'lateen-bench-'));
  try {
    const ours = await unpack(join(import.meta.dirname, '../functions'), 'reconciler', dir);
    const bare = await unpack(join(import.meta.dirname, 'bare'), 'sdk', dir);
    const starts: Record<'ours' | 'bare', number[]> = { ours: [], bare: [] };
    // The very first starts read the files from disk.
    for (let i = 0; i <= runs; i++) {
      const [a, b] = [await start(ours.index), await start(bare.index)];
      if (i > 0) starts.ours.push(a);
      if (i > 0) starts.bare.push(b);
    }
    return {
      bundleGzipBytes: ours.gzipBytes,
      bundleBareGzipBytes: bare.gzipBytes,
      bundleRatio: ours.gzipBytes / bare.gzipBytes,
      initMs: median(starts.ours),
      initMsOverBare: median(starts.ours) - median(starts.bare),
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

interface Unpacked {
  readonly index: string;
  /** Of all its code, each file for itself; source maps are for people. */
  readonly gzipBytes: number;
}

async function unpack(functions: string, name: string, dir: string): Promise<Unpacked> {
  const into = join(dir, 'bundles');
  const made = (await bundle(functions, into)).find(one => one.name === name);
  if (made === undefined) throw new Error(`There is no bundle ${name}`);
  const root = join(dir, name);
  let gzipBytes = 0;
  for (const [file, content] of Object.entries(unzipSync(readFileSync(made.zip)))) {
    if (!file.endsWith('.mjs')) continue;
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
    gzipBytes += gzipSync(content, { level: 9 }).length;
  }
  return { index: join(root, 'index.mjs'), gzipBytes };
}

/** Milliseconds from the import to its end in a fresh process. */
function start(index: string): Promise<number> {
  const script = `const start = performance.now(); await import(${JSON.stringify(pathToFileURL(index).href)}); console.log(performance.now() - start);`;
  return runNode<number>(['--input-type=module', '-e', script], { AWS_REGION: 'eu-west-1' });
}
