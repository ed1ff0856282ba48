/** How a service of containers is reached: through the VPC link to Cloud Map, or by a load balancer of its own. */
import type { Json, JsonObject } from '../../../json.ts';

export const ingressResources: readonly JsonObject[] = [
  {
    id: 'discovery',
    $if: 'discovered',
    type: 'AWS::ServiceDiscovery::Service',
    properties: {
      NamespaceId: '${environment.namespaceId}',
      DnsConfig: { DnsRecords: [{ Type: 'SRV', TTL: 10 }] },
    },
  },
  {
    id: 'balancer',
    $if: 'balanced',
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    properties: {
      Type: 'application',
      Scheme: 'internal',
      Subnets: '${environment.subnets}',
      SecurityGroups: ['${environment.linkSecurityGroup}'],
    },
  },
  {
    $for: 'port in ports',
    $if: 'balanced',
    id: 'target',
    key: '${string(port)}',
    type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    properties: {
      TargetType: 'ip',
      Protocol: 'HTTP',
      Port: '${port}',
      VpcId: '${environment.vpc}',
      // Whatever it answers, it is there: ECS looks after the containers' own health.
      Matcher: { HttpCode: '200-499' },
    },
  },
  {
    $for: 'port in ports',
    $if: 'balanced',
    id: 'listener',
    key: '${string(port)}',
    type: 'AWS::ElasticLoadBalancingV2::Listener',
    properties: {
      LoadBalancerArn: '${resources.balancer.LoadBalancerArn}',
      Protocol: 'HTTP',
      Port: '${port}',
      DefaultActions: [{ Type: 'forward', TargetGroupArn: '${resources.target[string(port)].TargetGroupArn}' }],
    },
  },
];

/** By port. */
export const integration: Json = [
  {
    $for: 'port in ports',
    $if: 'environment.ingress == "cloud-map"',
    $key: '${string(port)}',
    $value: {
      type: 'HTTP_PROXY',
      method: 'ANY',
      uri: '${resources.?discovery.Arn}',
      connectionType: 'VPC_LINK',
      connectionId: '${environment.vpcLink}',
    },
  },
  {
    $for: 'port in ports',
    $if: 'environment.ingress == "load-balancer"',
    $key: '${string(port)}',
    $value: {
      type: 'HTTP_PROXY',
      method: 'ANY',
      uri: '${resources.listener[string(port)].ListenerArn}',
      connectionType: 'VPC_LINK',
      connectionId: '${environment.vpcLink}',
    },
  },
  {
    $for: 'port in ports',
    $if: 'environment.ingress == "local"',
    $key: '${string(port)}',
    $value: {
      type: 'HTTP_PROXY',
      method: 'ANY',
      uri: '${environment.loadBalancerUrl}${resources.?balancer.LoadBalancerName}/',
    },
  },
];
