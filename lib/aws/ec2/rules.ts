/** The rules of a security group: one for each source in CloudFormation's words, many to a permission in AWS's answers. */
import type * as sdk from '@aws-sdk/client-ec2';
import { canonical, type Json, type JsonObject, listOf, objectOf, textOf } from '../../json.ts';
import type { Plain } from '../operation.ts';
import { integer, list, structure, text } from '../schema.ts';

const ports = {
  IpProtocol: text({ minLength: 1 }),
  FromPort: integer(-1, 65_535),
  ToPort: integer(-1, 65_535),
  CidrIp: text(),
  CidrIpv6: text(),
};
export const ingressRules: JsonObject = list(structure({ ...ports, SourceSecurityGroupId: text() }, 'IpProtocol'));
export const egressRules: JsonObject = list(structure({ ...ports, DestinationSecurityGroupId: text() }, 'IpProtocol'));

/** Who is at the other end: the member's name differs with the direction. */
export type Direction = 'SourceSecurityGroupId' | 'DestinationSecurityGroupId';

/** What AWS lets out where nobody said what may leave. */
export const everything: JsonObject = { IpProtocol: '-1', CidrIp: '0.0.0.0/0' };

/** AWS's permissions as rules, in one form: all protocols have no ports. */
export function rulesOf(permissions: readonly Plain<sdk.IpPermission>[] | undefined, other: Direction): JsonObject[] {
  return (permissions ?? []).flatMap(({ IpProtocol = '-1', FromPort, ToPort, ...ends }) => {
    const at: JsonObject = { IpProtocol, FromPort: FromPort ?? -1, ToPort: ToPort ?? -1 };
    return [
      ...(ends.IpRanges ?? []).map(({ CidrIp = '' }) => settled({ ...at, CidrIp })),
      ...(ends.Ipv6Ranges ?? []).map(({ CidrIpv6 = '' }) => settled({ ...at, CidrIpv6 })),
      ...(ends.UserIdGroupPairs ?? []).map(({ GroupId = '' }) => settled({ ...at, [other]: GroupId })),
    ];
  });
}

function settled(rule: JsonObject): JsonObject {
  const { FromPort, ToPort, IpProtocol, ...end } = rule;
  const protocol = numbered[textOf(IpProtocol)] ?? textOf(IpProtocol).toLowerCase();
  const anyPort = protocol === '-1' || FromPort === undefined || (FromPort === -1 && ToPort === -1);
  return { IpProtocol: protocol, ...(anyPort ? {} : { FromPort, ToPort: ToPort ?? FromPort }), ...end };
}
const numbered: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp', '1': 'icmp', '58': 'icmpv6' };

/** As a sorted list of texts: what is compared, whole. */
export function asRules(value: Json): Json {
  return listOf(value)
    .map(rule => canonical(settled(objectOf(rule))))
    .sort();
}

/** The rules of the first that the second lacks, as permissions to send. */
export function missing(wanted: Json | undefined, there: Json | undefined): sdk.IpPermission[] {
  const known = new Set(listOf(asRules(there ?? [])));
  return listOf(wanted)
    .map(rule => settled(objectOf(rule)))
    .filter(rule => !known.has(canonical(rule)))
    .map(permission);
}

function permission(rule: JsonObject): sdk.IpPermission {
  const { IpProtocol, FromPort, ToPort, CidrIp, CidrIpv6, ...group } = rule;
  const GroupId = textOf(Object.values(group)[0]);
  return {
    IpProtocol: textOf(IpProtocol),
    ...(FromPort === undefined ? {} : { FromPort: Number(FromPort), ToPort: Number(ToPort) }),
    ...(CidrIp === undefined ? {} : { IpRanges: [{ CidrIp: textOf(CidrIp) }] }),
    ...(CidrIpv6 === undefined ? {} : { Ipv6Ranges: [{ CidrIpv6: textOf(CidrIpv6) }] }),
    ...(GroupId === '' ? {} : { UserIdGroupPairs: [{ GroupId }] }),
  };
}
