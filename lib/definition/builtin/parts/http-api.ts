/** An HTTP API for the traits that lead the internet to a component: one for an application and what it is called (`domain`).
 * They bring the lets `domains` and `served`, a list of {path, port, below}; `below` says that what lies below the path is answered too. */
import type { Json, JsonObject } from '../../../json.ts';
import { here, portNumber } from './ports.ts';

export const pathPattern = '^/([^/\\s*()\\[\\]\\\\]+(/[^/\\s*()\\[\\]\\\\]+)*)?$';
export const pathWords = 'a path begins with /, does not end with it, and is no regular expression: /api/{name}';

export const belowWords = 'Whether paths below are answered too: all but Exact do';

export const hostName: JsonObject = {
  type: 'string',
  minLength: 1,
  maxLength: 253,
  description: 'The host name that is served',
};

/** Ports by path. */
export const pathsParameter: JsonObject = {
  type: 'object',
  description: 'Ports by path: { /hello: 80 }. A function answers on every port',
  propertyNames: { pattern: pathPattern, description: pathWords },
  additionalProperties: portNumber,
};

export const apiLets: readonly JsonObject[] = [
  // Whose domains are the same share an API.
  { domain: '${domains.join(" ")}' },
  { certificates: '${environment.?certificates.orValue({})}' },
  {
    certified: [
      {
        $for: 'name in distinct(domains)',
        $if: 'name in certificates || ("*." + name.substring(name.indexOf(".") + 1)) in certificates',
        name: '${name}',
        certificate:
          '${name in certificates ? certificates[name] : certificates["*." + name.substring(name.indexOf(".") + 1)]}',
      },
    ],
  },
  { ready: '${certified.map(c, c.name)}' },
  { uncertified: '${domains.filter(name, !(name in ready))}' },
  here,
  { open: '${flatten(here.map(c, c.?ports.orValue([]))).filter(p, p.?public.orValue(false)).map(p, p.port)}' },
];

/** The ports are there for the gateway, whether or not the component names them; what another gateway opened is open. */
export const apiPatch: JsonObject = {
  container: {
    containers: [
      {
        name: '${context.name}',
        ports: [
          { $for: 'port in distinct(served.map(s, s.port)).filter(p, !(p in open))', port: '${port}', public: true },
        ],
      },
    ],
  },
};

export const apiResource = (properties: JsonObject = {}): JsonObject => ({
  id: 'api',
  scope: 'application',
  key: '${domain}',
  type: 'AWS::ApiGatewayV2::Api',
  properties: { ProtocolType: 'HTTP', ...properties },
});

export const stageResources: readonly JsonObject[] = [
  {
    id: 'stage',
    scope: 'application',
    key: '${domain}',
    type: 'AWS::ApiGatewayV2::Stage',
    properties: { ApiId: '${resources.api.ApiId}', StageName: '$default', AutoDeploy: true },
  },
  {
    $for: 'one in certified',
    id: 'domain',
    scope: 'application',
    key: '${one.name}',
    type: 'AWS::ApiGatewayV2::DomainName',
    properties: {
      DomainName: '${one.name}',
      DomainNameConfigurations: [
        { CertificateArn: '${one.certificate}', EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2' },
      ],
    },
  },
  {
    $for: 'one in certified',
    id: 'mapping',
    scope: 'application',
    key: '${one.name}',
    type: 'AWS::ApiGatewayV2::ApiMapping',
    properties: {
      DomainName: '${resources.domain[one.name].DomainName}',
      ApiId: '${resources.api.ApiId}',
      Stage: '${resources.stage.StageName}',
    },
  },
];

/** One for each port of `ports`, a list of texts. */
export const integrationResource = (ports: string): JsonObject => ({
  $for: `port in distinct(${ports})`,
  id: 'integration',
  key: '${port}',
  type: 'AWS::ApiGatewayV2::Integration',
  properties: {
    ApiId: '${resources.api.ApiId}',
    IntegrationType: '${outputs.integration[port].type}',
    IntegrationMethod: '${outputs.integration[port].?method}',
    IntegrationUri: '${outputs.integration[port].uri}',
    ConnectionType: '${outputs.integration[port].?connectionType}',
    ConnectionId: '${outputs.integration[port].?connectionId}',
    PayloadFormatVersion: '${outputs.integration[port].?payload}',
  },
});

const target = 'integrations/${resources.integration[string(s.port)].IntegrationId}';
const routeKey = '${s.path == "/" && s.below ? "$default" : "ANY " + s.path}';

/** `guard`: what a route asks of its callers. */
export const routeResources = (guard: JsonObject = {}): readonly JsonObject[] => [
  {
    $for: 's in served',
    id: 'route',
    key: '${s.path}',
    unique: `\${domain} ${routeKey}`,
    type: 'AWS::ApiGatewayV2::Route',
    properties: { ApiId: '${resources.api.ApiId}', RouteKey: routeKey, Target: target, ...guard },
  },
  {
    $for: 's in served',
    $if: 's.below && s.path != "/"',
    id: 'below',
    key: '${s.path}',
    unique: '${domain} ANY ${s.path}/{proxy+}',
    type: 'AWS::ApiGatewayV2::Route',
    properties: { ApiId: '${resources.api.ApiId}', RouteKey: 'ANY ${s.path}/{proxy+}', Target: target, ...guard },
  },
];

/** One statement for the function and the API, whatever the number of routes: its policy has room for 20 KB. */
export const permissionResource: JsonObject = {
  id: 'permission',
  scope: 'application',
  key: '${context.name} ${domain}',
  $if: 'has(outputs.invoke)',
  type: 'AWS::Lambda::Permission',
  properties: {
    Action: 'lambda:InvokeFunction',
    FunctionName: '${outputs.invoke}',
    Principal: 'apigateway.amazonaws.com',
    SourceAccount: '${context.account}',
    SourceArn: 'arn:${environment.partition}:execute-api:${context.region}:${context.account}:${resources.api.ApiId}/*',
  },
};

export const url = '${environment.apiUrlPrefix}${resources.api.ApiId}${environment.apiUrlSuffix}';

/** At the API's own address, and at those that have a certificate. */
export const pathEndpoints: readonly Json[] = [
  { $for: 's in served', url: `${url}\${s.path}` },
  { $for: 'one in certified', url: 'https://${one.name}${size(served) > 0 ? served[0].path : "/"}' },
];

/** `pointer`: where the domains stand. */
export const domainValidations = (pointer: string): readonly JsonObject[] => [
  {
    if: 'size(uncertified) > 0',
    pointer,
    severity: 'warning',
    code: 'DomainNotReady',
    message: '${uncertified.join(", ")} is not served yet: the API answers at its own URL',
    hint: 'Its operator makes a certificate in ACM and gives its ARN in the parameter certificates of the installation; then a CNAME or alias record leads to the RegionalDomainName of the DomainName among its resources',
  },
  {
    if: 'size(certified) > 0',
    pointer,
    severity: 'warning',
    code: 'DomainReady',
    message: '${ready.join(", ")} answers as soon as DNS leads there: Lateen changes no DNS',
    hint: 'A CNAME or alias record to the RegionalDomainName of the DomainName among its resources',
  },
];
