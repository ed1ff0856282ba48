/** EC2's security groups, with their rules grouped by protocol and ports as AWS answers them. */
import { canonical, type Json, type JsonObject, listOf, objectOf, textOf } from '../../../lib/json.ts';
import { fault } from './fault.ts';
import { assignHex, copy, type GroupItem, type Service, tagList, tagMap, type World, without } from './world.ts';

function groupOf(world: World, id: Json | undefined): GroupItem {
  const group = world.state.securityGroups[textOf(id)];
  if (group === undefined)
    throw fault('InvalidGroup.NotFound', 400, `The security group '${textOf(id)}' does not exist`);
  return group;
}

const ends = ['IpRanges', 'Ipv6Ranges', 'UserIdGroupPairs', 'PrefixListIds'];

/** One permission for each source: what rules are to AWS. */
function apart(permissions: Json | undefined): JsonObject[] {
  return listOf(permissions).flatMap(permission => {
    const { IpProtocol = '-1', FromPort, ToPort, ...rest } = objectOf(permission);
    const at = { IpProtocol, ...(FromPort === undefined ? {} : { FromPort, ToPort: ToPort ?? FromPort }) };
    return ends.flatMap(end => listOf(rest[end]).map(one => ({ ...at, [end]: [one] })));
  });
}

/** As AWS answers: one permission for each protocol and ports. */
function together(rules: readonly JsonObject[]): Json {
  const groups: Record<string, JsonObject> = {};
  for (const { IpProtocol, FromPort, ToPort, ...rest } of rules) {
    const at = { IpProtocol: IpProtocol ?? '-1', ...(FromPort === undefined ? {} : { FromPort, ToPort: ToPort ?? 0 }) };
    const before = groups[canonical(at)] ?? { ...at, ...Object.fromEntries(ends.map(end => [end, []])) };
    const added = Object.fromEntries(ends.map(end => [end, [...listOf(before[end]), ...listOf(rest[end])]]));
    groups[canonical(at)] = { ...before, ...added };
  }
  return Object.values(groups);
}

function create(world: World, input: JsonObject): Json {
  const { GroupName, VpcId, Description, TagSpecifications } = input;
  const twins = Object.values(world.state.securityGroups).filter(({ config }) => config.VpcId === VpcId);
  if (twins.some(({ config }) => config.GroupName === GroupName))
    throw fault('InvalidGroup.Duplicate', 400, `The security group '${textOf(GroupName)}' already exists for the VPC`);
  const GroupId = `sg-${assignHex(world, `group ${textOf(VpcId)} ${textOf(GroupName)}`)}`;
  world.state.securityGroups[GroupId] = {
    config: {
      GroupId,
      OwnerId: world.account,
      GroupName: GroupName ?? '',
      VpcId: VpcId ?? '',
      Description: Description ?? '',
      IpPermissions: [],
      IpPermissionsEgress: apart([{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }]),
    },
    tags: tagMap(objectOf(listOf(TagSpecifications)[0]).Tags),
  };
  return { GroupId };
}

function authorize(side: string): (world: World, input: JsonObject) => Json {
  return (world, input) => {
    const group = groupOf(world, input.GroupId);
    const there = listOf(group.config[side]).map(canonical);
    const added = apart(input.IpPermissions);
    if (added.some(rule => there.includes(canonical(rule))))
      throw fault('InvalidPermission.Duplicate', 400, 'the specified rule already exists');
    group.config = { ...group.config, [side]: [...listOf(group.config[side]), ...added] };
    return { Return: true };
  };
}

function revoke(side: string): (world: World, input: JsonObject) => Json {
  return (world, input) => {
    const group = groupOf(world, input.GroupId);
    const taken = apart(input.IpPermissions).map(canonical);
    const left = listOf(group.config[side]).filter(rule => !taken.includes(canonical(rule)));
    if (left.length + taken.length !== listOf(group.config[side]).length)
      throw fault('InvalidPermission.NotFound', 400, 'The specified rule does not exist in this security group');
    group.config = { ...group.config, [side]: left };
    return { Return: true };
  };
}

/** What holds a group: rules of others that name it, load balancers, and VPC links. */
function isUsed(world: World, id: string): boolean {
  const { securityGroups, balancers, links } = world.state;
  const others = Object.values(securityGroups).filter(({ config }) => config.GroupId !== id);
  return [...others, ...Object.values(balancers), ...Object.values(links)].some(({ config }) =>
    JSON.stringify(config).includes(`"${id}"`),
  );
}

function shown({ config, tags }: GroupItem): JsonObject {
  const rules = (side: string): Json => together(listOf(config[side]).map(objectOf));
  return copy({
    ...config,
    IpPermissions: rules('IpPermissions'),
    IpPermissionsEgress: rules('IpPermissionsEgress'),
    Tags: tagList(tags),
  });
}

export const ec2: Service = {
  CreateSecurityGroup: create,
  DescribeSecurityGroups: (world, input) => {
    const wanted: Readonly<Record<string, string>> = { 'vpc-id': 'VpcId', 'group-name': 'GroupName' };
    const found = Object.values(world.state.securityGroups).filter(({ config }) =>
      listOf(input.Filters)
        .map(objectOf)
        .every(({ Name, Values }) => listOf(Values).includes(config[wanted[textOf(Name)] ?? ''] ?? '')),
    );
    return { SecurityGroups: found.map(shown) };
  },
  AuthorizeSecurityGroupIngress: authorize('IpPermissions'),
  AuthorizeSecurityGroupEgress: authorize('IpPermissionsEgress'),
  RevokeSecurityGroupIngress: revoke('IpPermissions'),
  RevokeSecurityGroupEgress: revoke('IpPermissionsEgress'),
  DeleteSecurityGroup: (world, input) => {
    const id = textOf(groupOf(world, input.GroupId).config.GroupId);
    if (isUsed(world, id)) throw fault('DependencyViolation', 400, `resource ${id} has a dependent object`);
    delete world.state.securityGroups[id];
    return { Return: true };
  },
  CreateTags: (world, input) => {
    for (const id of listOf(input.Resources)) {
      const group = groupOf(world, id);
      group.tags = { ...group.tags, ...tagMap(input.Tags) };
    }
    return {};
  },
  DeleteTags: (world, input) => {
    const keys = listOf(input.Tags).map(tag => objectOf(tag).Key ?? '');
    for (const id of listOf(input.Resources)) {
      const group = groupOf(world, id);
      group.tags = without(group.tags, keys);
    }
    return {};
  },
};
