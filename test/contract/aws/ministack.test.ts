/** The drivers on MiniStack: all but Application Auto Scaling, which must never be sent there. */
import { afterAll, beforeAll } from 'vitest';
import { types } from '../../../lib/aws/registry.ts';
import { localAccount } from '../../../lib/local/emulator.ts';
import { type TestEmulator, testMinistack } from '../../emulators.ts';
import { fixtures } from './fixtures/all.ts';
import { contract } from './suite.ts';
import { wireHarness } from './wire.ts';

let emulator: TestEmulator | undefined;
beforeAll(async () => {
  emulator = await testMinistack();
});
afterAll(() => emulator?.stop());

const there = fixtures.filter(fixture => !fixture.type.startsWith('AWS::ApplicationAutoScaling'));
contract(
  wireHarness('ministack', localAccount, () => emulator?.url ?? ''),
  types,
  there,
);
