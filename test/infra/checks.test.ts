/** What of the deploy parameters is refused before anything is packaged. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { problemOf } from '../../infra/checks.ts';

describe('deploy parameters', () => {
  const shipped = { LEASE_SECONDS: '90', WAVE_SECONDS: '10', REOBSERVE_SECONDS: '30' };
  const problem = (timeout: number, times: object, checked: Record<string, unknown> = {}): string | undefined =>
    problemOf({
      functions: { reconciler: { timeout, environment: { ...shipped, ...times } } },
      custom: { checked },
    });

  it.each([
    [60, {}, undefined],
    [60, { LEASE_SECONDS: 60 }, 'leaseSeconds'],
    [60, { LEASE_SECONDS: 30 }, 'leaseSeconds'],
    [60, { LEASE_SECONDS: 'long' }, 'leaseSeconds'],
    [10, {}, 'waveSeconds'],
    [60, { WAVE_SECONDS: 60 }, 'waveSeconds'],
    [60, { WAVE_SECONDS: 59, REOBSERVE_SECONDS: 89 }, undefined],
    [60, { REOBSERVE_SECONDS: 90 }, 'reobserveSeconds'],
  ])('a time-out of %i s with %o: %s', (timeout, times, refused) => {
    expect(problem(timeout, times)?.split(' ')[0]).toBe(refused);
  });

  const arn = 'arn:aws:acm:eu-west-1:123456789012:certificate/1';
  it.each([
    [{ ingress: 'load-balancer', assignPublicIp: 'DISABLED', vpcId: 'vpc-1', subnetIds: 'subnet-1' }, undefined],
    [{ ingress: 'nginx' }, 'ingress'],
    [{ assignPublicIp: 'yes' }, 'assignPublicIp'],
    [{ vpcId: 'vpc-1', subnetIds: '' }, 'vpcId'],
    [{ vpcId: '', subnetIds: 'subnet-1' }, 'vpcId'],
    [{ secretPrefix: 'shop/prod/' }, undefined],
    [{ secretPrefix: '' }, 'secretPrefix'],
    [{ secretPrefix: 'shop' }, 'secretPrefix'],
    [{ secretPrefix: '*/' }, 'secretPrefix'],
    [
      { allowedTypes: 'AWS::SNS::Topic,AWS::Athena::WorkGroup', allowedTypesPolicy: 'arn:aws:iam::1:policy/x' },
      undefined,
    ],
    [{ allowedTypes: 'AWS::SNS::Topic' }, 'allowedTypes'],
    [{ allowedTypesPolicy: 'arn:aws:iam::1:policy/x' }, 'allowedTypes'],
    [{ allowedTypes: 'AWS::IAM::User', allowedTypesPolicy: 'arn:aws:iam::1:policy/x' }, 'allowedTypes'],
    [{ allowedTypes: 'topic', allowedTypesPolicy: 'arn:aws:iam::1:policy/x' }, 'allowedTypes'],
    [{ grantPrefixes: 'arn:aws:sqs:eu-west-1:123456789012:orders-,arn:aws:s3:::reports' }, undefined],
    [{ grantPrefixes: 'arn:aws:sqs:eu-west-1:123456789012:*' }, 'grantPrefixes'],
    [{ grantPrefixes: '*' }, 'grantPrefixes'],
    [{ certificates: '{}' }, undefined],
    [{ certificates: JSON.stringify({ 'shop.example.com': arn }) }, undefined],
    [{ certificates: JSON.stringify({ 'shop.example.com': 'mine' }) }, 'certificates'],
    [{ certificates: JSON.stringify([arn]) }, 'certificates'],
    [{ certificates: 'none' }, 'certificates'],
  ])('%o: %s', (checked, refused) => {
    expect(problem(60, {}, checked)?.split(' ')[0]).toBe(refused);
  });

  it('are all seen by the check', async () => {
    const text = readFileSync(join(import.meta.dirname, '..', '..', 'serverless.yml'), 'utf8');
    const names = ['ingress', 'assignPublicIp', 'vpcId', 'subnetIds', 'secretPrefix', 'certificates'];
    for (const name of [...names, 'allowedTypes', 'allowedTypesPolicy', 'grantPrefixes'])
      expect(text).toContain(`    ${name}: \${param:${name}}\n`);
  });
});
