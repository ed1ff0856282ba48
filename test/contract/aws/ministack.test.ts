/** The drivers on MiniStack: all but Application Auto Scaling, which must never be sent there, and VPC links, which it does not know. */
import { afterAll, beforeAll, it } from 'vitest';
import { types } from '../../../lib/aws/registry.ts';
import { localAccount } from '../../../lib/local/emulator.ts';
import { testMinistack } from '../../emulators.ts';
import { fixtures } from './fixtures/all.ts';
import { contract } from './suite.ts';
import { wire } from './wire.ts';

const ministack = wire('ministack', localAccount, testMinistack);
beforeAll(() => ministack.start());
afterAll(() => ministack.stop());

/** It ends only in containers: test/e2e runs it there, the double and AWS's models prove its requests. */
const inContainers = 'Lateen::ECS::Task';
it.skip(`${inContainers} (skipped: no engine runs containers here; test/e2e/container-failures.test.ts has one)`, () => {});

/** It answers SUCCESS, and nothing exists: the double and AWS's models prove its requests. */
const hollow = 'Lateen::CloudControl::Resource';
it.skip(`${hollow} (skipped: no emulator performs Cloud Control; test/aws/cloudcontrol has its tests)`, () => {});

contract(
  ministack.harness,
  types,
  fixtures.filter(
    fixture =>
      !fixture.type.startsWith('AWS::ApplicationAutoScaling') &&
      fixture.type !== 'AWS::ApiGatewayV2::VpcLink' &&
      fixture.type !== inContainers &&
      fixture.type !== hollow,
  ),
);
