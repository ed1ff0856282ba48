import { describe, expect, it } from 'vitest';
import { api } from '../../../lib/aws/apigatewayv2/api.ts';
import { integration } from '../../../lib/aws/apigatewayv2/integration.ts';
import { route } from '../../../lib/aws/apigatewayv2/route.ts';
import { stage } from '../../../lib/aws/apigatewayv2/stage.ts';
import type { JsonObject } from '../../../lib/json.ts';
import { fault } from '../../doubles/aws.ts';
import { play } from '../script.ts';

const gone = fault('NotFoundException', 404, 'Invalid API identifier specified');
const desired = { ProtocolType: 'HTTP' };
const answer = (rest: JsonObject = {}): JsonObject => ({
  ApiId: 'abc',
  ApiEndpoint: 'https://abc.execute-api.eu-west-1.amazonaws.com',
  Name: 'app-1',
  ProtocolType: 'HTTP',
  DisableExecuteApiEndpoint: false,
  Tags: {},
  ...rest,
});
const identity = { ApiId: 'abc' };
const look = (rest: JsonObject = {}): JsonObject =>
  play(api.observe(identity), [['GetApi', answer(rest)]]).result ?? {};

describe('an HTTP API', () => {
  it('is made by one call that carries the token', () => {
    const { result, inputs } = play(api.create(desired, 'app-1', 'token-1', { 'oam.dev/app': 'hello' }), [
      ['CreateApi', answer({ Tags: { 'oam.dev/app': 'hello', 'oam.dev/token': 'token-1' } })],
    ]);
    expect(inputs).toEqual([
      { ProtocolType: 'HTTP', Name: 'app-1', Tags: { 'oam.dev/app': 'hello', 'oam.dev/token': 'token-1' } },
    ]);
    expect(result).toMatchObject({ ApiId: 'abc', ApiEndpoint: answer().ApiEndpoint });
    expect(api.diff({ ...desired, Tags: { 'oam.dev/app': 'hello' } }, undefined, result)).toEqual([]);
  });

  it('is found again by the token, on any page', () => {
    const others = {
      Items: [answer({ ApiId: 'other', Tags: { 'oam.dev/token': 'x' } }), answer()],
      NextToken: 'n',
    };
    const { result, inputs } = play(api.find(desired, 'token-1'), [
      ['GetApis', others],
      ['GetApis', { Items: [answer({ Tags: { 'oam.dev/token': 'token-1' } })] }],
    ]);
    expect(result).toEqual(identity);
    expect(inputs[1]).toMatchObject({ NextToken: 'n' });
    expect(play(api.find(desired, 'token-2'), [['GetApis', { Items: [] }]]).result).toBeUndefined();
  });

  it('loses CORS by an operation of its own, and resets the rest', () => {
    const before = {
      ...desired,
      Description: 'x',
      DisableExecuteApiEndpoint: true,
      CorsConfiguration: { AllowOrigins: ['https://a.example'] },
    };
    const observed = look({
      Description: 'x',
      DisableExecuteApiEndpoint: true,
      CorsConfiguration: before.CorsConfiguration,
    });
    const diff = api.diff(desired, before, observed);
    expect(diff).toEqual(['CorsConfiguration', 'Description', 'DisableExecuteApiEndpoint']);
    const { result, inputs } = play(api.update(identity, desired, observed, diff, before), [
      ['DeleteCorsConfiguration'],
      ['UpdateApi', answer()],
    ]);
    expect(inputs[1]).toEqual({ ApiId: 'abc', Description: '', DisableExecuteApiEndpoint: false });
    expect(api.diff(desired, before, result)).toEqual([]);
  });

  it('is tagged by an ARN made of its address', () => {
    const wanted = { ...desired, Tags: { a: '2' } };
    const observed = look({ Tags: { a: '1', b: '1', theirs: 'x', 'oam.dev/token': 't' } });
    const { result, inputs } = play(
      api.update(identity, wanted, observed, ['Tags'], { ...desired, Tags: { a: '1', b: '1' } }),
      [['TagResource'], ['UntagResource']],
    );
    const ResourceArn = 'arn:aws:apigateway:eu-west-1::/apis/abc';
    expect(inputs).toEqual([
      { ResourceArn, Tags: { a: '2' } },
      { ResourceArn, TagKeys: ['b'] },
    ]);
    expect(result.Tags).toEqual({ a: '2', theirs: 'x', 'oam.dev/token': 't' });
  });

  it('keeps its name when that is no longer declared: there is none without', () => {
    expect(api.diff({ ...desired, Name: 'b' }, { ...desired, Name: 'a' }, look({ Name: 'a' }))).toEqual(['Name']);
    expect(api.diff(desired, { ...desired, Name: 'a' }, look({ Name: 'a' }))).toEqual([]);
  });

  it('has the ARN of its partition', () => {
    const observed = look({ ApiEndpoint: 'https://abc.execute-api.cn-north-1.amazonaws.com.cn' });
    const { inputs } = play(api.update(identity, { ...desired, Tags: { a: '1' } }, observed, ['Tags'], desired), [
      ['TagResource'],
    ]);
    expect(inputs[0]?.ResourceArn).toBe('arn:aws-cn:apigateway:cn-north-1::/apis/abc');
  });

  it('takes the order of origins and the case of headers for nothing', () => {
    const wanted = { ...desired, CorsConfiguration: { AllowOrigins: ['b', 'a'], AllowHeaders: ['X-One'] } };
    const observed = look({
      CorsConfiguration: { AllowOrigins: ['a', 'b'], AllowHeaders: ['x-one'], AllowCredentials: false, MaxAge: 0 },
    });
    expect(api.diff(wanted, wanted, observed)).toEqual([]);
  });

  it('is absent, and gone when it is deleted twice', () => {
    expect(play(api.observe(identity), [['GetApi', gone]]).result).toBeUndefined();
    expect(play(api.delete(identity), [['DeleteApi', gone]]).result).toBeUndefined();
  });
});

describe('a stage', () => {
  const plain = { ApiId: 'abc', StageName: '$default', AutoDeploy: true };
  const throttled = { ...plain, DefaultRouteSettings: { ThrottlingBurstLimit: 10, DetailedMetricsEnabled: true } };

  it("goes back to the account's limits where a throttle is no longer declared", () => {
    const observed = { ...throttled };
    expect(stage.diff(plain, throttled, observed)).toEqual(['DefaultRouteSettings']);
    const usual = { DetailedMetricsEnabled: false, ThrottlingBurstLimit: 5000, ThrottlingRateLimit: 10_000 };
    const { result, inputs } = play(
      stage.update(stage.identify(observed), plain, observed, ['DefaultRouteSettings'], throttled),
      [['UpdateStage', { StageName: '$default', AutoDeploy: true, DefaultRouteSettings: usual }]],
    );
    expect(inputs).toEqual([{ ApiId: 'abc', StageName: '$default', DefaultRouteSettings: usual }]);
    expect(stage.diff(plain, throttled, result)).toEqual([]);
  });

  it('keeps the settings that are still declared', () => {
    const wanted = { ...plain, DefaultRouteSettings: { ThrottlingBurstLimit: 20 } };
    const { inputs } = play(
      stage.update(stage.identify(throttled), wanted, throttled, ['DefaultRouteSettings'], throttled),
      [['UpdateStage']],
    );
    expect(inputs[0]?.DefaultRouteSettings).toEqual({
      DetailedMetricsEnabled: false,
      ThrottlingBurstLimit: 20,
      ThrottlingRateLimit: 10_000,
    });
  });
});

describe('what hangs on an API', () => {
  const wanted = {
    ApiId: 'abc',
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: 'arn:f:live',
    PayloadFormatVersion: '2.0',
  };

  it('is an integration whose description is the token', () => {
    const made = play(integration.create(wanted, '', 'token-1', {}), [
      ['CreateIntegration', { ...wanted, IntegrationId: 'i1', IntegrationMethod: 'POST', Description: 'token-1' }],
    ]);
    expect(made.inputs).toEqual([{ ...wanted, Description: 'token-1' }]);
    expect(integration.identify(made.result)).toEqual({ ApiId: 'abc', IntegrationId: 'i1' });
    const { result } = play(integration.find(wanted, 'token-1'), [
      ['GetIntegrations', { Items: [{ IntegrationId: 'i0', Description: 'x' }], NextToken: 'n' }],
      ['GetIntegrations', { Items: [{ IntegrationId: 'i1', Description: 'token-1' }] }],
    ]);
    expect(result).toEqual({ ApiId: 'abc', IntegrationId: 'i1' });
    expect(play(integration.find(wanted, 'token-1'), [['GetIntegrations', gone]]).result).toBeUndefined();
  });

  it('is a route whose operation name is the token', () => {
    const properties = { ApiId: 'abc', RouteKey: 'GET /x', Target: 'integrations/i1' };
    const made = play(route.create(properties, '', 'token-1', {}), [['CreateRoute', { ...properties, RouteId: 'r1' }]]);
    expect(made.inputs).toEqual([{ ...properties, OperationName: 'token-1' }]);
    const { result } = play(route.find(properties, 'token-1'), [
      ['GetRoutes', { Items: [{ RouteId: 'r1', OperationName: 'token-1' }] }],
    ]);
    expect(result).toEqual({ ApiId: 'abc', RouteId: 'r1' });
  });

  it('waits while a route still names it', () => {
    const conflict = fault(
      'ConflictException',
      409,
      "Cannot delete Integration 'i1' since it is referenced by Route 'r1'.",
    );
    expect(() =>
      play(integration.delete({ ApiId: 'abc', IntegrationId: 'i1' }), [['DeleteIntegration', conflict]]),
    ).toThrow(expect.objectContaining({ code: 'NotReady' }));
  });

  it('sends only what changed, and the usual for what is no longer declared', () => {
    const before = { ...wanted, TimeoutInMillis: 1000 };
    const observed = { ...before, IntegrationId: 'i1' };
    const { inputs } = play(
      integration.update(
        { ApiId: 'abc', IntegrationId: 'i1' },
        { ...wanted, IntegrationUri: 'arn:g' },
        observed,
        ['IntegrationUri', 'TimeoutInMillis'],
        before,
      ),
      [['UpdateIntegration', { ...wanted, IntegrationUri: 'arn:g', TimeoutInMillis: 30_000 }]],
    );
    expect(inputs).toEqual([{ ApiId: 'abc', IntegrationId: 'i1', IntegrationUri: 'arn:g', TimeoutInMillis: 30_000 }]);
  });
});
