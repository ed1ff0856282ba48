/** The lock between processes. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { holdLock, locked } from '../../lib/local/lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'lateen-lock-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('lets one at a time in', async () => {
  const file = join(folder, 'deep', 'one');
  let inside = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    inside += 1;
    most = Math.max(most, inside);
    await sleep(20);
    inside -= 1;
  };
  await Promise.all([1, 2, 3].map(() => locked(file, work)));
  expect([most, existsSync(file)]).toEqual([1, false]);
});

it('opens again when the work fails', async () => {
  const file = join(folder, 'two');
  await expect(locked(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await locked(file, async () => 'in')).toBe('in');
});

it('is not held by a process that is gone', async () => {
  const file = join(folder, 'three');
  writeFileSync(file, String(spawnSync('true').pid));
  expect(await locked(file, async () => 'in')).toBe('in');
});

it('is held until it is let go of, and taken from a process that is gone', () => {
  const file = join(folder, 'four');
  const release = holdLock(file);
  expect(release).toBeDefined();
  expect(holdLock(file)).toBeUndefined();
  release?.();
  writeFileSync(file, String(spawnSync('true').pid));
  expect(holdLock(file)).toBeDefined();
});
