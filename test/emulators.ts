/** Emulators for tests: a new one each time, on a free port of 127.0.0.1, in a folder that goes away with it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Emulator, startMinistack, startMoto } from '../lib/local/emulator.ts';

export interface TestEmulator {
  readonly url: string;
  stop(): Promise<void>;
}

/** MiniStack without enforcement of IAM policies: whoever calls is its root. */
export function testMinistack(): Promise<TestEmulator> {
  return started(dir => startMinistack({ dir, auth: false }));
}

export function testMoto(): Promise<TestEmulator> {
  return started(dir => startMoto({ dir }));
}

async function started(start: (dir: string) => Promise<Emulator>): Promise<TestEmulator> {
  const dir = mkdtempSync(join(tmpdir(), 'lateen-test-'));
  const clean = (): void => rmSync(dir, { recursive: true, force: true });
  try {
    const { url, stop } = await start(dir);
    return {
      url,
      async stop() {
        await stop();
        clean();
      },
    };
  } catch (error) {
    clean();
    throw error;
  }
}
