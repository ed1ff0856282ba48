import { describe, expect, it } from 'vitest';
import { privateDnsNamespace } from '../../../lib/aws/servicediscovery/private-dns-namespace.ts';
import { discoveryService } from '../../../lib/aws/servicediscovery/service.ts';
import type { JsonObject } from '../../../lib/json.ts';
import { fault } from '../../doubles/aws.ts';
import { play } from '../script.ts';

const noNamespace = fault('NamespaceNotFound', 400, 'The namespace does not exist.');
const asked = { Name: 'app.internal', Vpc: 'vpc-1' };
const operation = (Status: string, rest: JsonObject = {}): JsonObject => ({
  Operation: { Id: 'op-1', Status, Targets: { NAMESPACE: 'ns-1' }, ...rest },
});
const namespace = {
  Namespace: {
    Id: 'ns-1',
    Arn: 'arn:ns-1',
    Name: 'app.internal',
    Properties: { DnsProperties: { HostedZoneId: 'Z1' } },
  },
};

describe('a namespace', () => {
  const { result: made } = play(privateDnsNamespace.create(asked, '', 'token-1', { 'oam.dev/app': 'a' }), [
    ['CreatePrivateDnsNamespace', { OperationId: 'op-1' }],
    ['GetOperation', operation('SUBMITTED')],
    ['GetNamespace', noNamespace],
  ]);

  it('is remembered by its id and its operation as long as AWS makes it', () => {
    expect(privateDnsNamespace.identify(made)).toEqual({ Id: 'ns-1', Vpc: 'vpc-1', Operation: 'op-1' });
    expect(privateDnsNamespace.health(made).state).toBe('progressing');
  });

  it('is not gone while its operation goes on, and is changed only when it stands', () => {
    const { result } = play(privateDnsNamespace.observe(privateDnsNamespace.identify(made)), [
      ['GetOperation', operation('PENDING')],
      ['GetNamespace', noNamespace],
    ]);
    expect(result).toBeDefined();
    const seen = result ?? {};
    expect(privateDnsNamespace.health(seen).state).toBe('progressing');
    const desired = { ...asked, Description: 'new' };
    expect(play(privateDnsNamespace.update(made, desired, seen, ['Description', 'Tags'], asked), []).result).toBe(seen);
  });

  it('stands when its operation succeeded, and is then known by its id alone', () => {
    const { result } = play(privateDnsNamespace.observe(privateDnsNamespace.identify(made)), [
      ['GetOperation', operation('SUCCESS')],
      ['GetNamespace', namespace],
      ['ListTagsForResource', { Tags: [] }],
    ]);
    expect(result).toMatchObject({ HostedZoneId: 'Z1', Arn: 'arn:ns-1' });
    expect(privateDnsNamespace.identify(result ?? {})).toEqual({ Id: 'ns-1', Vpc: 'vpc-1' });
    expect(privateDnsNamespace.health(result ?? {}).state).toBe('ready');
  });

  it("says why it failed in AWS's words", () => {
    const { result } = play(privateDnsNamespace.observe(privateDnsNamespace.identify(made)), [
      ['GetOperation', operation('FAIL', { ErrorMessage: 'The VPC has a zone of that name' })],
      ['GetNamespace', noNamespace],
    ]);
    expect(privateDnsNamespace.health(result ?? {})).toEqual({
      state: 'failed',
      message: 'The VPC has a zone of that name',
    });
  });

  it('is found by the CreatorRequestId among those of its name', () => {
    const Namespaces = [
      { Id: 'ns-0', Name: 'other.internal' },
      { Id: 'ns-2', Name: 'app.internal' },
      { Id: 'ns-1', Name: 'app.internal' },
    ];
    const { result } = play(privateDnsNamespace.find(asked, 'token-1'), [
      ['ListNamespaces', { Namespaces }],
      ['GetNamespace', { Namespace: { Id: 'ns-2', CreatorRequestId: 'token-2' } }],
      ['GetNamespace', { Namespace: { Id: 'ns-1', CreatorRequestId: 'token-1' } }],
    ]);
    expect(result).toEqual({ Id: 'ns-1', Vpc: 'vpc-1' });
  });
});

describe('a service', () => {
  const desired = { Name: 'web', NamespaceId: 'ns-1', DnsConfig: { DnsRecords: [{ Type: 'SRV', TTL: 30 }] } };
  const observed = {
    ...desired,
    DnsConfig: { DnsRecords: [{ Type: 'SRV', TTL: 10 }], RoutingPolicy: 'MULTIVALUE' },
    Description: 'old',
    Id: 'srv-1',
    Arn: 'arn:srv-1',
    Tags: [],
  };

  it('repeats the records in every change, since AWS takes away what is not said', () => {
    const now = { ...observed, DnsConfig: desired.DnsConfig };
    const { inputs, result } = play(
      discoveryService.update({ Id: 'srv-1' }, { ...desired, Description: 'new' }, now, ['Description']),
      [['UpdateService', { OperationId: 'op-2' }]],
    );
    expect(inputs).toEqual([{ Id: 'srv-1', Service: { Description: 'new', DnsConfig: desired.DnsConfig } }]);
    expect(discoveryService.identify(result)).toEqual({ Id: 'srv-1', Operation: 'op-2' });
    expect(discoveryService.health(result).state).toBe('progressing');
  });

  it('is compared without regard to the order of records, and needs no routing policy', () => {
    const both = [
      { Type: 'A', TTL: 10 },
      { Type: 'SRV', TTL: 10 },
    ];
    const wanted = { ...desired, DnsConfig: { DnsRecords: both } };
    const seen = { ...observed, DnsConfig: { DnsRecords: [...both].reverse(), RoutingPolicy: 'MULTIVALUE' } };
    expect(discoveryService.diff(wanted, wanted, seen)).toEqual([]);
    expect(discoveryService.diff(desired, desired, observed)).toEqual(['DnsConfig']);
  });

  it('waits with its end until ECS took out the last instance', () => {
    const inUse = fault('ResourceInUse', 400, 'Service contains registered instances');
    expect(() => play(discoveryService.delete({ Id: 'srv-1' }), [['DeleteService', inUse]])).toThrow(
      expect.objectContaining({ code: 'NotReady', retry: true }),
    );
  });
});
