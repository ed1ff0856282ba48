/** Whether this machine can run containers: tests that need it are skipped by name where it cannot. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findContainerEngine } from '../../../lib/local/containers.ts';

/** `missing` is empty, or what to put behind a name: ` (skipped: why)`. */
export async function needsEngine(): Promise<{ readonly missing: string }> {
  const dir = mkdtempSync(join(tmpdir(), 'lateen-engine-'));
  try {
    const engine = await findContainerEngine(dir);
    if ('missing' in engine) return { missing: ` (skipped: ${engine.missing})` };
    await engine.stop();
    return { missing: '' };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
