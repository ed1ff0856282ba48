/** The drivers on moto: Application Auto Scaling, which MiniStack lacks, and a second opinion on the others' control planes. */
import { afterAll, beforeAll } from 'vitest';
import { types } from '../../../lib/aws/registry.ts';
import { testMoto } from '../../emulators.ts';
import { fixtures } from './fixtures/all.ts';
import { contract } from './suite.ts';
import { wire } from './wire.ts';

const moto = wire('moto', '123456789012', testMoto);
beforeAll(() => moto.start());
afterAll(() => moto.stop());

contract(moto.harness, types, fixtures);
