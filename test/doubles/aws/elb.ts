/** Elastic Load Balancing: load balancers that are provisioned, target groups, listeners. */
import { type Json, type JsonObject, listOf, objectOf, textOf } from '../../../lib/json.ts';
import { fault } from './fault.ts';
import {
  assign,
  type BalancingItem,
  begin,
  copy,
  ongoing,
  pick,
  type Service,
  tagList,
  tagMap,
  type World,
  without,
} from './world.ts';

type Items = Record<string, BalancingItem>;

function arn(world: World, rest: string): string {
  return `arn:aws:elasticloadbalancing:${world.region}:${world.account}:${rest}`;
}

/** The items that a question asks for, by ARN or by name; all of them where it names none. */
function chosen(items: Items, input: JsonObject, by: { arns: string; name: string; missing: string }): BalancingItem[] {
  const arns = listOf(input[by.arns]).map(textOf);
  const names = listOf(input.Names).map(textOf);
  const found = Object.entries(items).filter(
    ([key, item]) =>
      (arns.length === 0 || arns.includes(key)) && (names.length === 0 || names.includes(textOf(item.config[by.name]))),
  );
  if (found.length < arns.length + names.length) throw fault(by.missing, 400, 'One or more of them were not found');
  return found.map(([, item]) => item);
}

const balancer = { arns: 'LoadBalancerArns', name: 'LoadBalancerName', missing: 'LoadBalancerNotFoundException' };
const group = { arns: 'TargetGroupArns', name: 'TargetGroupName', missing: 'TargetGroupNotFoundException' };
const listening = { arns: 'ListenerArns', name: '', missing: 'ListenerNotFoundException' };

function one(items: Items, reference: Json | undefined, missing: string): BalancingItem {
  const item = items[textOf(reference)];
  if (item === undefined) throw fault(missing, 400, 'One or more of them were not found');
  return item;
}

function createBalancer(world: World, input: JsonObject): Json {
  const name = textOf(input.Name);
  const items = world.state.balancers;
  if (Object.values(items).some(item => item.config.LoadBalancerName === name))
    throw fault('DuplicateLoadBalancerNameException', 400, `A load balancer with the name '${name}' already exists`);
  const key = arn(world, `loadbalancer/app/${name}/${assign(world, `balancer ${name}`, 16)}`);
  const item: BalancingItem = {
    config: {
      LoadBalancerArn: key,
      LoadBalancerName: name,
      DNSName: `internal-${name}.${world.region}.elb.amazonaws.com`,
      Type: input.Type ?? 'application',
      Scheme: input.Scheme ?? 'internet-facing',
      CanonicalHostedZoneId: 'Z35SXDOTRQ7X7K',
      SecurityGroups: input.SecurityGroups ?? [],
      AvailabilityZones: zones(input.Subnets),
      IpAddressType: input.IpAddressType ?? 'ipv4',
    },
    tags: tagMap(input.Tags),
    attributes: balancerAttributes,
    work: begin(world, 'create'),
  };
  items[key] = item;
  return { LoadBalancers: [shown(world, item, false)] };
}

function zones(subnets: Json | undefined): Json {
  return listOf(subnets).map((SubnetId, i) => ({ SubnetId, ZoneName: `zone-${i}` }));
}

function shown(world: World, item: BalancingItem, read: boolean): JsonObject {
  return {
    ...copy(item.config),
    State: { Code: ongoing(world, item.work, read) === undefined ? 'active' : 'provisioning' },
  };
}

const balancerAttributes: JsonObject = {
  'deletion_protection.enabled': 'false',
  'idle_timeout.timeout_seconds': '60',
  'routing.http2.enabled': 'true',
};
const usualGroup: JsonObject = {
  ProtocolVersion: 'HTTP1',
  HealthCheckEnabled: true,
  HealthCheckProtocol: 'HTTP',
  HealthCheckPort: 'traffic-port',
  HealthCheckPath: '/',
  HealthCheckIntervalSeconds: 30,
  HealthCheckTimeoutSeconds: 5,
  HealthyThresholdCount: 5,
  UnhealthyThresholdCount: 2,
  Matcher: { HttpCode: '200' },
  TargetType: 'instance',
};
const usualAttributes: JsonObject = {
  'deregistration_delay.timeout_seconds': '300',
  'slow_start.duration_seconds': '0',
  'stickiness.enabled': 'false',
  'load_balancing.algorithm.type': 'round_robin',
};

function createGroup(world: World, input: JsonObject): Json {
  const { Name, Tags, ...rest } = input;
  const name = textOf(Name);
  const items = world.state.targetGroups;
  if (Object.values(items).some(item => item.config.TargetGroupName === name))
    throw fault('DuplicateTargetGroupNameException', 400, `A target group with the name '${name}' already exists`);
  const key = arn(world, `targetgroup/${name}/${assign(world, `group ${name}`, 16)}`);
  items[key] = {
    config: { ...usualGroup, ...rest, TargetGroupArn: key, TargetGroupName: name },
    tags: tagMap(Tags),
    attributes: usualAttributes,
    work: undefined,
  };
  return { TargetGroups: [copy(items[key].config)] };
}

function createListener(world: World, input: JsonObject): Json {
  const balancerArn = textOf(input.LoadBalancerArn);
  one(world.state.balancers, balancerArn, balancer.missing);
  const items = world.state.listeners;
  if (Object.values(items).some(item => item.config.LoadBalancerArn === balancerArn && item.config.Port === input.Port))
    throw fault('DuplicateListenerException', 400, 'A listener already exists on this port for this load balancer');
  mustExist(world, input);
  mustBeSecure(input, input);
  const key = `${balancerArn.replace(':loadbalancer/', ':listener/')}/${assign(world, `listener ${balancerArn}`, 16)}`;
  items[key] = {
    config: {
      ...(input.Protocol === 'HTTPS' ? { SslPolicy: 'ELBSecurityPolicy-2016-08' } : {}),
      ...pick(input, ['LoadBalancerArn', 'Port', 'Protocol', 'SslPolicy', 'Certificates']),
      DefaultActions: spelledOut(input),
      ListenerArn: key,
    },
    tags: {},
    attributes: {},
    work: undefined,
  };
  return { Listeners: [copy(items[key].config)] };
}

/** Certificates and policies are for HTTPS alone, which does not go without a certificate. */
function mustBeSecure(listener: JsonObject, said: JsonObject): void {
  if (listener.Protocol !== 'HTTPS' && (said.Certificates !== undefined || said.SslPolicy !== undefined))
    throw fault('IncompatibleProtocolsException', 400, 'A certificate cannot be specified for HTTP listeners');
  if (listener.Protocol === 'HTTPS' && listOf(listener.Certificates).length === 0)
    throw fault('CertificateNotFoundException', 400, 'A certificate must be specified for HTTPS listeners');
}

function mustExist(world: World, input: JsonObject): void {
  for (const action of listOf(input.DefaultActions).map(objectOf))
    one(world.state.targetGroups, action.TargetGroupArn, group.missing);
}

/** AWS says a forward twice. */
function spelledOut(input: JsonObject): Json {
  return listOf(input.DefaultActions)
    .map(objectOf)
    .map(action => ({
      ...action,
      Order: 1,
      ForwardConfig: { TargetGroups: [{ TargetGroupArn: action.TargetGroupArn ?? '' }] },
    }));
}

/** Of whichever kind the ARN is. */
function anyOf(world: World, reference: Json | undefined): BalancingItem {
  const { balancers, targetGroups, listeners } = world.state;
  return one({ ...balancers, ...targetGroups, ...listeners }, reference, balancer.missing);
}

export const elb: Service = {
  CreateLoadBalancer: createBalancer,
  DescribeLoadBalancers: (world, input) => ({
    LoadBalancers: chosen(world.state.balancers, input, balancer).map(item => shown(world, item, true)),
  }),
  DescribeLoadBalancerAttributes: (world, input) => ({
    Attributes: tagList(one(world.state.balancers, input.LoadBalancerArn, balancer.missing).attributes),
  }),
  ModifyLoadBalancerAttributes: (world, input) => {
    const item = one(world.state.balancers, input.LoadBalancerArn, balancer.missing);
    item.attributes = { ...item.attributes, ...tagMap(input.Attributes) };
    return { Attributes: tagList(item.attributes) };
  },
  SetIpAddressType: (world, input) => {
    const item = one(world.state.balancers, input.LoadBalancerArn, balancer.missing);
    item.config = { ...item.config, ...pick(input, ['IpAddressType']) };
    return pick(input, ['IpAddressType']);
  },
  SetSubnets: (world, input) => {
    const item = one(world.state.balancers, input.LoadBalancerArn, balancer.missing);
    item.config = { ...item.config, AvailabilityZones: zones(input.Subnets) };
    return {};
  },
  SetSecurityGroups: (world, input) => {
    const item = one(world.state.balancers, input.LoadBalancerArn, balancer.missing);
    item.config = { ...item.config, ...pick(input, ['SecurityGroups']) };
    return {};
  },
  // Its listeners go with it.
  DeleteLoadBalancer: (world, input) => {
    const key = textOf(input.LoadBalancerArn);
    delete world.state.balancers[key];
    for (const [id, item] of Object.entries(world.state.listeners))
      if (item.config.LoadBalancerArn === key) delete world.state.listeners[id];
    return {};
  },
  CreateTargetGroup: createGroup,
  DescribeTargetGroups: (world, input) => ({
    TargetGroups: chosen(world.state.targetGroups, input, group).map(item => copy(item.config)),
  }),
  DescribeTargetGroupAttributes: (world, input) => ({
    Attributes: tagList(one(world.state.targetGroups, input.TargetGroupArn, group.missing).attributes),
  }),
  ModifyTargetGroup: (world, input) => {
    const { TargetGroupArn, ...rest } = input;
    const item = one(world.state.targetGroups, TargetGroupArn, group.missing);
    item.config = { ...item.config, ...rest };
    return { TargetGroups: [copy(item.config)] };
  },
  ModifyTargetGroupAttributes: (world, input) => {
    const item = one(world.state.targetGroups, input.TargetGroupArn, group.missing);
    item.attributes = { ...item.attributes, ...tagMap(input.Attributes) };
    return { Attributes: tagList(item.attributes) };
  },
  DeleteTargetGroup: (world, input) => {
    const key = textOf(input.TargetGroupArn);
    const used = Object.values(world.state.listeners).some(item =>
      listOf(item.config.DefaultActions).some(action => objectOf(action).TargetGroupArn === key),
    );
    if (used)
      throw fault('ResourceInUseException', 400, `Target group '${key}' is currently in use by a listener or a rule`);
    delete world.state.targetGroups[key];
    return {};
  },
  CreateListener: createListener,
  DescribeListeners: (world, input) => {
    if (input.LoadBalancerArn !== undefined) one(world.state.balancers, input.LoadBalancerArn, balancer.missing);
    const found = chosen(world.state.listeners, input, listening).filter(
      item => input.LoadBalancerArn === undefined || item.config.LoadBalancerArn === input.LoadBalancerArn,
    );
    return { Listeners: found.map(item => copy(item.config)) };
  },
  ModifyListener: (world, input) => {
    const { ListenerArn, DefaultActions, ...rest } = input;
    const item = one(world.state.listeners, ListenerArn, listening.missing);
    mustExist(world, input);
    mustBeSecure({ ...item.config, ...rest }, rest);
    // What HTTPS had goes with it.
    const { SslPolicy, Certificates, ...plain } = { ...item.config, ...rest };
    item.config = {
      ...plain,
      ...(plain.Protocol === 'HTTPS' ? { SslPolicy: SslPolicy ?? 'ELBSecurityPolicy-2016-08', Certificates } : {}),
      ...(DefaultActions === undefined ? {} : { DefaultActions: spelledOut(input) }),
    };
    return { Listeners: [copy(item.config)] };
  },
  DeleteListener: (world, input) => {
    const key = textOf(input.ListenerArn);
    one(world.state.listeners, key, listening.missing);
    delete world.state.listeners[key];
    return {};
  },
  DescribeTags: (world, input) => ({
    TagDescriptions: listOf(input.ResourceArns).map(ResourceArn => ({
      ResourceArn,
      Tags: tagList(anyOf(world, ResourceArn).tags),
    })),
  }),
  AddTags: (world, input) => {
    for (const reference of listOf(input.ResourceArns)) {
      const item = anyOf(world, reference);
      item.tags = { ...item.tags, ...tagMap(input.Tags) };
    }
    return {};
  },
  RemoveTags: (world, input) => {
    for (const reference of listOf(input.ResourceArns)) {
      const item = anyOf(world, reference);
      item.tags = without(item.tags, input.TagKeys);
    }
    return {};
  },
};
