/** The trait `gateway`: a public URL by an HTTP API, which all gateways of an application for one domain share. */
import type { JsonObject } from '../../../json.ts';
import {
  apiLets,
  apiPatch,
  apiResource,
  belowWords,
  domainValidations,
  hostName,
  integrationResource,
  pathEndpoints,
  pathsParameter,
  permissionResource,
  routeResources,
  stageResources,
  url,
} from '../parts/http-api.ts';
import { authorizerResource, guarded, jwtParameter } from '../parts/jwt.ts';
import { tagNames, tagValues } from '../parts/labels.ts';
import { warnedOf } from '../parts/says.ts';
import { traitOf } from '../parts/trait.ts';

export const gateway: JsonObject = traitOf('gateway', 'Make it answer on the internet, by path or by route', {
  appliesTo: ['container', 'function'],
  cel: {
    parameters: {
      type: 'object',
      properties: {
        http: pathsParameter,
        pathType: {
          type: 'string',
          description: belowWords,
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
            examples: ['GET /hello/{name}', '$default'],
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
        domain: hostName,
        jwt: jwtParameter,
        labels: {
          type: 'object',
          description: 'Labels of the component: they become AWS tags',
          propertyNames: tagNames,
          additionalProperties: tagValues(),
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
      { domains: '${has(parameter.domain) ? [parameter.domain] : []}' },
      ...apiLets,
      { http: '${parameter.?http.orValue({})}' },
      { routes: '${parameter.?routes.orValue([])}' },
      {
        served: [
          {
            $for: 'path, port in http',
            path: '${path}',
            port: '${port}',
            below: '${parameter.pathType != "Exact"}',
          },
        ],
      },
      {
        ports: [
          { $for: 's in served', $value: '${string(s.port)}' },
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
    patch: apiPatch,
    resources: [
      apiResource({
        CorsConfiguration: {
          $if: 'has(parameter.cors)',
          AllowOrigins: '${parameter.cors.?allowOrigins}',
          AllowMethods: '${parameter.cors.?allowMethods}',
          AllowHeaders: '${parameter.cors.?allowHeaders}',
          ExposeHeaders: '${parameter.cors.?exposeHeaders}',
          AllowCredentials: '${parameter.cors.?allowCredentials}',
          MaxAge: '${parameter.cors.?maxAge}',
        },
      }),
      ...stageResources,
      integrationResource('ports'),
      authorizerResource,
      ...routeResources(guarded),
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
          ...guarded,
        },
      },
      permissionResource,
    ],
    tags: '${parameter.?labels}',
    endpoints: [
      ...pathEndpoints,
      {
        // A path with variables is no address.
        $for: 'path in distinct(paths)',
        $if: '!path.contains("{") && !(path in http)',
        url: `${url}\${path}`,
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
        if: 'has(parameter.jwt) && has(parameter.cors) && (size(http) > 0 || routes.exists(r, r == "$default" || r.startsWith("ANY ") || r.startsWith("OPTIONS ")))',
        pointer: '/cors',
        severity: 'warning',
        code: 'PreflightRefused',
        message:
          'Browsers ask without a token first (OPTIONS), which a route for any method refuses where it asks for one: pages of other origins cannot call it',
        hint: 'Name each method in routes, and no http: [GET /orders, POST /orders]; API Gateway answers OPTIONS itself then',
      },
      ...domainValidations('/domain'),
      warnedOf(
        'name',
        'NotNeeded',
        'name is not needed: several gateways of a component are told apart by their order',
      ),
      warnedOf('class', 'NotNeeded', 'class is not needed: the only one here is API Gateway'),
      warnedOf('classInSpec', 'NotNeeded', 'classInSpec is not needed: there is no Ingress object'),
      warnedOf(
        'secretName',
        'NotNeeded',
        'secretName is not needed: API Gateway serves HTTPS with a certificate of its own',
      ),
      warnedOf('gatewayHost', 'NotNeeded', 'gatewayHost is not needed: status.endpoints says where it answers'),
      warnedOf(
        'annotations',
        'NotNeeded',
        'annotations are for ingress controllers; API Gateway reads none',
        'cors and routes say here what annotations say there',
      ),
      {
        if: 'has(parameter.existingServiceName)',
        pointer: '/existingServiceName',
        code: 'NotForWorkload',
        message: 'There are no services beside components here: a gateway leads to its own component',
        hint: 'Put the gateway on the component that answers',
      },
    ],
  },
});
