/** A lock between processes: a file that only one can make, with its process id in it. */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Runs `work` while no other process holds the same lock. One that was killed does not hold it any more. */
export async function locked<T>(file: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  while (!take(file)) {
    if (isLeftOver(file)) rmSync(file, { force: true });
    else await sleep(100);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** Takes a lock for as long as this process lives, or until the answer is called; undefined where another process holds it. */
export function holdLock(file: string): (() => void) | undefined {
  mkdirSync(dirname(file), { recursive: true });
  if (!take(file)) {
    if (!isLeftOver(file)) return undefined;
    rmSync(file, { force: true });
    if (!take(file)) return undefined;
  }
  return () => rmSync(file, { force: true });
}

function take(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

function isLeftOver(file: string): boolean {
  try {
    const holder = Number(readFileSync(file, 'utf8'));
    // Made this moment, its content not written yet.
    if (holder === 0) return Date.now() - statSync(file).mtimeMs > 10_000;
    process.kill(holder, 0);
    return false;
  } catch (error) {
    // No such process; or no such file, then the next attempt decides.
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
