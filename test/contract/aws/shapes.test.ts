/** Every call of the contract suite, its answer by the double and its error's name, against AWS's own service models. */
import { expect, it } from 'vitest';
import { types } from '../../../lib/aws/registry.ts';
import { validate } from '../../shapes/validate.ts';
import { doubleHarness } from './double.ts';
import { fixtures } from './fixtures/all.ts';
import { type Recorded, recording } from './record.ts';
import { contract } from './suite.ts';

const calls: Recorded[] = [];
contract(recording(doubleHarness().harness, calls), types, fixtures);

it('the service models know everything that was sent and answered', { timeout: 120_000 }, async () => {
  const verdict = await validate(calls);
  expect(verdict.problems).toEqual([]);
  expect(verdict.checked).toBe(calls.length);
  expect(verdict.checked).toBeGreaterThan(100);
  expect(verdict.unreadable).toEqual([]);
});
