/** The gateway, rendered: one API for an application and domain, routes, permissions, addresses. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { application, fn, gateway, marks, only, propertiesOf, rendered } from './applications.ts';

const _fnType = 'AWS::Lambda::Function';
const route = 'AWS::ApiGatewayV2::Route';
const http = (path = '/'): JsonObject => gateway({ http: { [path]: 80 } });
const _trait = (type: string, properties: JsonObject = {}): JsonObject => ({ type, properties });

function routes(document: JsonObject): unknown[] {
  return rendered(document)
    .graph.resources.filter(one => one.type === route)
    .map(one => one.properties.RouteKey);
}

describe('a gateway', () => {
  it('gives one API to the application and a permission to each function', () => {
    const { graph, issues } = rendered(application(fn('a', [http('/a')]), fn('b', [http('/b')])));
    expect(issues).toEqual([]);
    const api = only(graph, 'AWS::ApiGatewayV2::Api');
    expect(api).toMatchObject({ component: '-', trait: '-', needs: [], properties: { ProtocolType: 'HTTP' } });
    expect(propertiesOf(graph, 'AWS::ApiGatewayV2::Stage')).toMatchObject({ StageName: '$default', AutoDeploy: true });
    expect(graph.resources.filter(one => one.type === 'AWS::Lambda::Permission')).toHaveLength(2);
    const alias = only(graph, 'AWS::Lambda::Alias', '/a/');
    expect(propertiesOf(graph, 'AWS::Lambda::Permission', '/a ')).toEqual({
      Action: 'lambda:InvokeFunction',
      FunctionName: { $ref: [alias.key, 'AliasArn'] },
      Principal: 'apigateway.amazonaws.com',
      SourceAccount: '123456789012',
      SourceArn: { $join: ['arn:aws:execute-api:eu-central-1:123456789012:', { $ref: [api.key, 'ApiId'] }, '/*'] },
    });
    expect(graph.endpoints).toEqual(
      ['a', 'b'].map(name => ({
        component: name,
        url: { $join: ['https://', { $ref: [api.key, 'ApiId'] }, `.execute-api.eu-central-1.amazonaws.com/${name}`] },
      })),
    );
  });

  it.each<[string, JsonObject, readonly string[]]>([
    ['a path and what is below it', { http: { '/a': 80 } }, ['ANY /a', 'ANY /a/{proxy+}']],
    ['a prefix', { http: { '/a': 80 }, pathType: 'Prefix' }, ['ANY /a', 'ANY /a/{proxy+}']],
    ['an exact path', { http: { '/a': 80 }, pathType: 'Exact' }, ['ANY /a']],
    ['the root', { http: { '/': 80 } }, ['$default']],
    ['exactly the root', { http: { '/': 80 }, pathType: 'Exact' }, ['ANY /']],
    ['named routes', { routes: ['GET /x/{id}', '$default'] }, ['GET /x/{id}', '$default']],
    ['both', { http: { '/a': 80 }, pathType: 'Exact', routes: ['GET /b'] }, ['ANY /a', 'GET /b']],
  ])('serves %s', (_, properties, expected) => {
    expect(routes(application(fn('f', [gateway(properties)])))).toEqual(expected);
  });

  it('shows each address once', () => {
    const properties = { http: { '/a': 80 }, routes: ['GET /a', 'GET /b', 'POST /b', 'GET /c/{id}', '$default'] };
    const { graph } = rendered(application(fn('f', [gateway(properties)])));
    expect(graph.endpoints.map(one => JSON.stringify(one.url).replace(/.*amazonaws.com/, ''))).toEqual([
      '/a"]}',
      '/b"]}',
      '/"]}',
    ]);
  });

  it('makes one integration for each port', () => {
    const { graph } = rendered(application(fn('f', [gateway({ http: { '/a': 80, '/b': 80, '/c': 81 } })])));
    expect(
      graph.resources
        .filter(one => one.type === 'AWS::ApiGatewayV2::Integration')
        .map(one => one.key.replace(/#\w+$/, '')),
    ).toEqual(['local/f/gateway#0/integration/80', 'local/f/gateway#0/integration/81']);
  });

  it('gives each domain an API of its own', () => {
    const { graph, issues } = rendered(
      application(fn('f', [http('/a'), gateway({ http: { '/b': 80 }, domain: 'example.com' })])),
    );
    expect(graph.resources.filter(one => one.type === 'AWS::ApiGatewayV2::Api')).toHaveLength(2);
    expect(graph.resources.filter(one => one.type === 'AWS::Lambda::Permission')).toHaveLength(2);
    expect(marks(issues)).toEqual(['DomainNotReady /spec/components/0/traits/1/properties/domain']);
  });

  it('gives two gateways of a function one permission', () => {
    const { graph } = rendered(application(fn('f', [http('/a'), http('/b')])));
    expect(graph.resources.filter(one => one.type === 'AWS::Lambda::Permission')).toHaveLength(1);
  });

  it('answers other origins', () => {
    const cors = {
      allowOrigins: ['*'],
      allowMethods: ['GET'],
      allowHeaders: ['a'],
      exposeHeaders: ['b'],
      allowCredentials: false,
      maxAge: 5,
    };
    const { graph } = rendered(application(fn('f', [gateway({ http: { '/': 80 }, cors })])));
    expect(propertiesOf(graph, 'AWS::ApiGatewayV2::Api').CorsConfiguration).toEqual({
      AllowOrigins: ['*'],
      AllowMethods: ['GET'],
      AllowHeaders: ['a'],
      ExposeHeaders: ['b'],
      AllowCredentials: false,
      MaxAge: 5,
    });
  });
});
