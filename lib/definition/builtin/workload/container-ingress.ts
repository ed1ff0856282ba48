/** How a service of containers is reached: by name, through the VPC link to Cloud Map, or by a load balancer of its own.
 * `ports` are all of its ports, `published` those that a gateway leads to. */
import type { Json, JsonObject } from '../../../json.ts';

export const ingressLets: readonly JsonObject[] = [
  {
    ports:
      '${run == "service" ? flatten(workload.containers.map(c, c.?ports.orValue([]).map(p, {"container": c.name, "port": p.port, "inside": p.?containerPort.orValue(p.port), "reached": p.?expose.orValue(false) || p.?public.orValue(false), "public": p.?public.orValue(false), "asked": p.?asked.orValue(false)}))) : []}',
  },
  { published: '${ports.filter(p, p.public)}' },
  // The one port that Cloud Map can tell: the gateway's, else the first that is exposed.
  { named: '${size(published) > 0 ? published : ports.filter(p, p.reached)}' },
  { discovered: '${size(named) > 0 && environment.?namespaceId.orValue("") != ""}' },
  { balanced: '${size(published) > 0 && environment.ingress != "cloud-map"}' },
  // The emulator does not tell the ports of a load balancer apart: there each port has its own.
  {
    balancers: '${!balanced ? [] : environment.ingress == "local" ? published.map(p, string(p.port)) : ["all"]}',
  },
];

const balancer = 'environment.ingress == "local" ? string(p.port) : "all"';

export const ingressResources: readonly JsonObject[] = [
  {
    id: 'discovery',
    $if: 'discovered',
    type: 'AWS::ServiceDiscovery::Service',
    properties: {
      Name: '${context.name}.${context.appName}.${context.namespace}',
      NamespaceId: '${environment.namespaceId}',
      DnsConfig: {
        RoutingPolicy: 'MULTIVALUE',
        DnsRecords: [
          { Type: 'A', TTL: 10 },
          { Type: 'SRV', TTL: 10 },
        ],
      },
    },
  },
  {
    $for: 'balancer in balancers',
    id: 'balancer',
    key: '${balancer}',
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    properties: {
      Type: 'application',
      Scheme: 'internal',
      Subnets: '${environment.subnets}',
      SecurityGroups: ['${environment.linkSecurityGroup}'],
    },
  },
  {
    $for: 'p in published',
    $if: 'balanced',
    id: 'target',
    key: '${string(p.port)}',
    type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    properties: {
      TargetType: 'ip',
      Protocol: 'HTTP',
      Port: '${p.inside}',
      VpcId: '${environment.vpc}',
      HealthCheckPath: {
        $if: 'checks.exists(k, has(k.probe.httpGet) && k.probe.httpGet.port == p.inside)',
        $value: '${checks.filter(k, has(k.probe.httpGet) && k.probe.httpGet.port == p.inside)[0].probe.httpGet.path}',
      },
      // Without a probe whatever it answers will do: it is there.
      Matcher: {
        HttpCode:
          '${checks.exists(k, has(k.probe.httpGet) && k.probe.httpGet.port == p.inside) ? "200-399" : "200-499"}',
      },
      TargetGroupAttributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }],
    },
  },
  {
    $for: 'p in published',
    $if: 'balanced',
    id: 'listener',
    key: '${string(p.port)}',
    type: 'AWS::ElasticLoadBalancingV2::Listener',
    properties: {
      LoadBalancerArn: `\${resources.balancer[${balancer}].LoadBalancerArn}`,
      Protocol: 'HTTP',
      Port: '${p.port}',
      DefaultActions: [{ Type: 'forward', TargetGroupArn: '${resources.target[string(p.port)].TargetGroupArn}' }],
    },
  },
];

/** Of the ECS service. */
export const registries: Json = [
  {
    $if: 'discovered',
    RegistryArn: '${resources.discovery.Arn}',
    ContainerName: '${named[0].container}',
    ContainerPort: '${named[0].inside}',
  },
];

export const loadBalancers: Json = [
  {
    $for: 'p in published',
    $if: 'balanced',
    ContainerName: '${p.container}',
    ContainerPort: '${p.inside}',
    // Through the listener: ECS refuses a target group that no load balancer uses yet.
    TargetGroupArn: '${resources.listener[string(p.port)].TargetGroupArn}',
  },
];

const linked: JsonObject = {
  type: 'HTTP_PROXY',
  method: 'ANY',
  connectionType: 'VPC_LINK',
  connectionId: '${environment.vpcLink}',
};

/** By port. */
export const integration: Json = [
  {
    $for: 'p in published',
    $if: 'environment.ingress == "cloud-map"',
    $key: '${string(p.port)}',
    $value: { ...linked, uri: '${resources.?discovery.Arn}' },
  },
  {
    $for: 'p in published',
    $if: 'environment.ingress == "load-balancer"',
    $key: '${string(p.port)}',
    $value: { ...linked, uri: '${resources.listener[string(p.port)].ListenerArn}' },
  },
  {
    $for: 'p in published',
    $if: 'environment.ingress == "local"',
    $key: '${string(p.port)}',
    $value: {
      type: 'HTTP_PROXY',
      method: 'ANY',
      uri: '${environment.loadBalancerUrl}${resources.balancer[string(p.port)].LoadBalancerName}/',
    },
  },
];

export const ingressValidations: readonly JsonObject[] = [
  {
    if: 'ports.exists(p, p.public && p.asked)',
    severity: 'warning',
    code: 'NotNeeded',
    message:
      'A gateway leads to ${ports.filter(p, p.public && p.asked).map(p, string(p.port)).join(", ")}, and so other components reach it by name: expose adds nothing',
  },
  {
    if: 'environment.ingress != "local" && environment.?namespaceId.orValue("") == "" && ports.exists(p, p.reached && !p.public)',
    severity: 'warning',
    code: 'Adapted',
    message: 'This installation has no Cloud Map namespace: other components do not reach it by name',
    hint: 'Deploy it with ingress: cloud-map',
  },
  {
    if: 'environment.ingress == "cloud-map" && size(published) > 1',
    code: 'NotOnAws',
    message:
      'Cloud Map, which the gateway leads to, knows one port of a component; its gateways name ${string(size(published))}',
    hint: 'Install with ingress: load-balancer, or make a component of each port',
  },
  {
    if: 'environment.ingress == "cloud-map" && size(published) > 0 && !discovered',
    code: 'NotOnAws',
    message: 'This installation has no Cloud Map namespace: nothing can lead to the component',
    hint: 'Deploy it with ingress: cloud-map, or load-balancer',
  },
  {
    if: 'size(ports) > 1 && ports.exists(p, ports.filter(o, o.inside == p.inside).size() > 1)',
    code: 'InvalidParameter',
    message: 'Two ports lead to one port of the task: its containers share one network',
  },
  {
    if: 'size(context.name) + size(context.appName) + size(context.namespace) > 125 && discovered',
    code: 'InvalidParameter',
    message:
      'The names of component, application and namespace are longer together than the 127 characters of a Cloud Map name',
  },
];
