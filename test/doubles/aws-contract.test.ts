/** The drivers on the in-memory AWS: the contract, every refusal, every crash; nothing but Node is needed. */
import { types } from '../../lib/aws/registry.ts';
import { coverage } from '../contract/aws/coverage.ts';
import { doubleHarness } from '../contract/aws/double.ts';
import { faults } from '../contract/aws/faults.ts';
import { fixtures } from '../contract/aws/fixtures/all.ts';
import { contract } from '../contract/aws/suite.ts';

coverage(types, fixtures);
contract(doubleHarness().harness, types, fixtures);
faults(types, fixtures);
