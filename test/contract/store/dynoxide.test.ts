/** The store contract on dynoxide. */
import { afterAll, beforeAll } from 'vitest';
import type { Adapter } from './bench.ts';
import { startDynoxide } from './dynoxide.ts';
import { storeContract } from './suite.ts';
import { createAdapter } from './table.ts';

let adapter: Adapter | undefined;
let stop = async (): Promise<void> => {};

beforeAll(async () => {
  const server = await startDynoxide();
  stop = server.stop;
  adapter = await createAdapter(server.url, 'contract');
});
afterAll(() => stop());

storeContract('dynoxide', () => adapter!);
