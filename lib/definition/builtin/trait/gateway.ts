/** The trait `gateway`: a public URL by an HTTP API, which all gateways of an application for one domain share. */
import type { JsonObject } from '../../../json.ts';

export const gateway: JsonObject = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'TraitDefinition',
  metadata: {
    name: 'gateway',
    namespace: 'lateen-system',
    annotations: { 'definition.oam.dev/description': 'Make it answer on the internet, by path or by route' },
  },
  spec: {
    appliesToWorkloads: ['container', 'function'],
    schematic: {
      cel: {
        parameters: {
          type: 'object',
          properties: {
            http: {
              type: 'object',
              description: 'Ports by path: { /hello: 80 }. A function answers on every port',
              propertyNames: {
                pattern: '^/([^/\\s*()\\[\\]\\\\]+(/[^/\\s*()\\[\\]\\\\]+)*)?$',
                description: 'a path begins with /, does not end with it, and is no regular expression: /api/{name}',
              },
              additionalProperties: { type: 'integer', minimum: 1, maximum: 65535 },
            },
            pathType: {
              type: 'string',
              description: 'Whether paths below are answered too: all but Exact do',
              enum: ['ImplementationSpecific', 'Prefix', 'Exact'],
              default: 'ImplementationSpecific',
            },
            routes: {
              type: 'array',
              description: "API Gateway's own route keys, beside or instead of http: GET /hello/{name}, $default",
              uniqueItems: true,
              items: {
                type: 'string',
                pattern: '^((GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY) /[^\\s]*|\\$default)$',
              },
            },
            cors: {
              type: 'object',
              description: 'Which pages of other origins may call it; one answer for all gateways of a domain',
              properties: {
                allowOrigins: { type: 'array', items: { type: 'string' }, description: 'https://example.com, or *' },
                allowMethods: { type: 'array', items: { type: 'string' }, description: 'GET, POST, or *' },
                allowHeaders: { type: 'array', items: { type: 'string' } },
                exposeHeaders: { type: 'array', items: { type: 'string' } },
                allowCredentials: { type: 'boolean' },
                maxAge: { type: 'integer', minimum: -1, maximum: 86400, description: 'Seconds' },
              },
            },
            domain: { type: 'string', minLength: 1, maxLength: 253, description: 'The host name that is served' },
            labels: {
              type: 'object',
              description: 'Labels of the component: they become AWS tags',
              propertyNames: { minLength: 1, maxLength: 128, pattern: '^[\\w .:/=+@-]+$' },
              additionalProperties: { type: 'string', maxLength: 256, pattern: '^[\\w .:/=+@-]*$' },
            },
            name: { type: 'string', description: 'Tells several gateways of a component apart' },
            class: { type: 'string', description: 'Ingress class' },
            classInSpec: { type: 'boolean', description: 'Where the ingress class is written' },
            secretName: { type: 'string', description: 'Secret with the certificate' },
            gatewayHost: { type: 'string', description: 'Host to show where domain is empty' },
            annotations: { type: 'object', additionalProperties: { type: 'string' }, description: 'Annotations' },
            existingServiceName: { type: 'string', description: 'Route to this service' },
          },
        },
        let: [
          { domain: '${parameter.?domain.orValue("")}' },
          { http: '${parameter.?http.orValue({})}' },
          { routes: '${parameter.?routes.orValue([])}' },
          { below: '${parameter.pathType != "Exact"}' },
          {
            ports: [
              { $for: 'path, port in http', $value: '${string(port)}' },
              { $if: 'size(routes) > 0', $value: '*' },
            ],
          },
          {
            // Every method of one path is the same address.
            paths: [
              { $for: 'route in routes', $value: '${route == "$default" ? "/" : route.substring(route.indexOf("/"))}' },
            ],
          },
        ],
        patch: {
          container: {
            containers: [
              {
                name: '${context.name}',
                ports: [{ $for: 'path, port in http', port: '${port}', public: true }],
              },
            ],
          },
        },
        resources: [
          {
            id: 'api',
            scope: 'application',
            key: '${domain}',
            type: 'AWS::ApiGatewayV2::Api',
            properties: {
              ProtocolType: 'HTTP',
              CorsConfiguration: {
                $if: 'has(parameter.cors)',
                AllowOrigins: '${parameter.cors.?allowOrigins}',
                AllowMethods: '${parameter.cors.?allowMethods}',
                AllowHeaders: '${parameter.cors.?allowHeaders}',
                ExposeHeaders: '${parameter.cors.?exposeHeaders}',
                AllowCredentials: '${parameter.cors.?allowCredentials}',
                MaxAge: '${parameter.cors.?maxAge}',
              },
            },
          },
          {
            id: 'stage',
            scope: 'application',
            key: '${domain}',
            type: 'AWS::ApiGatewayV2::Stage',
            properties: { ApiId: '${resources.api.ApiId}', StageName: '$default', AutoDeploy: true },
          },
          {
            $for: 'port in distinct(ports)',
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
          },
          {
            $for: 'path, port in http',
            id: 'route',
            key: '${path}',
            unique: '${domain} ${path == "/" && below ? "$default" : "ANY " + path}',
            type: 'AWS::ApiGatewayV2::Route',
            properties: {
              ApiId: '${resources.api.ApiId}',
              RouteKey: '${path == "/" && below ? "$default" : "ANY " + path}',
              Target: 'integrations/${resources.integration[string(port)].IntegrationId}',
            },
          },
          {
            $for: 'path, port in http',
            $if: 'below && path != "/"',
            id: 'below',
            key: '${path}',
            unique: '${domain} ANY ${path}/{proxy+}',
            type: 'AWS::ApiGatewayV2::Route',
            properties: {
              ApiId: '${resources.api.ApiId}',
              RouteKey: 'ANY ${path}/{proxy+}',
              Target: 'integrations/${resources.integration[string(port)].IntegrationId}',
            },
          },
          {
            $for: 'route in routes',
            id: 'named',
            key: '${route}',
            unique: '${domain} ${route}',
            type: 'AWS::ApiGatewayV2::Route',
            properties: {
              ApiId: '${resources.api.ApiId}',
              RouteKey: '${route}',
              Target: 'integrations/${resources.integration["*"].IntegrationId}',
            },
          },
          {
            // One statement for the function and the API, whatever the number of routes: its policy has room for 20 KB.
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
              SourceArn:
                'arn:${environment.partition}:execute-api:${context.region}:${context.account}:${resources.api.ApiId}/*',
            },
          },
        ],
        tags: '${parameter.?labels}',
        endpoints: [
          {
            $for: 'path, port in http',
            url: '${environment.apiUrlPrefix}${resources.api.ApiId}${environment.apiUrlSuffix}${path}',
          },
          {
            // A path with variables is no address.
            $for: 'path in distinct(paths)',
            $if: '!path.contains("{") && !(path in http)',
            url: '${environment.apiUrlPrefix}${resources.api.ApiId}${environment.apiUrlSuffix}${path}',
          },
        ],
        validations: [
          {
            if: 'size(http) == 0 && size(routes) == 0',
            pointer: '/http',
            code: 'MissingParameter',
            message: 'http is missing: the gateway leads nowhere',
            hint: 'http: { /: 80 }, or routes: [GET /hello]',
          },
          {
            workload: 'container',
            if: 'size(routes) > 0',
            pointer: '/routes',
            code: 'NotForWorkload',
            message: 'Routes say no port, and a container may have several',
            hint: 'http: { /path: port }',
          },
          {
            if: 'has(parameter.domain)',
            pointer: '/domain',
            severity: 'warning',
            code: 'DomainNotServed',
            message: '${domain} is not served yet: the API answers at its own URL',
            hint: 'Certificates and custom domains come later; keep domain to have an API of its own for it',
          },
          {
            if: 'has(parameter.name)',
            pointer: '/name',
            severity: 'warning',
            code: 'NotNeeded',
            message: 'name is not needed: several gateways of a component are told apart by their order',
          },
          {
            if: 'has(parameter.class)',
            pointer: '/class',
            severity: 'warning',
            code: 'NotNeeded',
            message: 'class is not needed: the only one here is API Gateway',
          },
          {
            if: 'has(parameter.classInSpec)',
            pointer: '/classInSpec',
            severity: 'warning',
            code: 'NotNeeded',
            message: 'classInSpec is not needed: there is no Ingress object',
          },
          {
            if: 'has(parameter.secretName)',
            pointer: '/secretName',
            severity: 'warning',
            code: 'NotNeeded',
            message: 'secretName is not needed: API Gateway serves HTTPS with a certificate of its own',
          },
          {
            if: 'has(parameter.gatewayHost)',
            pointer: '/gatewayHost',
            severity: 'warning',
            code: 'NotNeeded',
            message: 'gatewayHost is not needed: status.endpoints says where it answers',
          },
          {
            if: 'has(parameter.annotations)',
            pointer: '/annotations',
            severity: 'warning',
            code: 'NotNeeded',
            message: 'annotations are for ingress controllers; API Gateway reads none',
            hint: 'cors and routes say here what annotations say there',
          },
          {
            if: 'has(parameter.existingServiceName)',
            pointer: '/existingServiceName',
            code: 'NotForWorkload',
            message: 'There are no services beside components here: a gateway leads to its own component',
            hint: 'Put the gateway on the component that answers',
          },
        ],
      },
    },
  },
};
