/** The store contract on MiniStack. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { startMinistack } from '../../../lib/local/emulator.ts';
import type { Adapter } from './bench.ts';
import { storeContract } from './suite.ts';
import { createAdapter } from './table.ts';

let adapter: Adapter | undefined;
let stop = async (): Promise<void> => {};

beforeAll(async () => {
  const dir = mkdtempSync(join(tmpdir(), 'lateen-store-'));
  const server = await startMinistack({ dir, auth: false });
  stop = async () => {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  adapter = await createAdapter(server.url, 'contract');
});
afterAll(() => stop());

storeContract('MiniStack', () => adapter!);
