/** The drivers on moto: Application Auto Scaling, which MiniStack lacks, and a second opinion on the others' control planes. */
import { afterAll, beforeAll } from 'vitest';
import { types } from '../../../lib/aws/registry.ts';
import { type TestEmulator, testMoto } from '../../emulators.ts';
import { fixtures } from './fixtures/all.ts';
import { contract } from './suite.ts';
import { wireHarness } from './wire.ts';

let emulator: TestEmulator | undefined;
beforeAll(async () => {
  emulator = await testMoto();
});
afterAll(() => emulator?.stop());

contract(
  wireHarness('moto', '123456789012', () => emulator?.url ?? ''),
  types,
  fixtures,
);
