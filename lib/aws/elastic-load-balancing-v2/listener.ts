/** AWS::ElasticLoadBalancingV2::Listener. */
import type * as sdk from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Json, type JsonObject, listOf, objectOf, textOf, trusted } from '../../json.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { type Comparison, differences } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation } from '../operation.ts';
import { reset, said } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { integer, list, structure, text, type ValueOf, word } from '../schema.ts';

const service = 'elastic-load-balancing-v2';
const createListener = operation<sdk.CreateListenerCommand>(service, 'CreateListener');
const describeListeners = operation<sdk.DescribeListenersCommand>(service, 'DescribeListeners');
const modifyListener = operation<sdk.ModifyListenerCommand>(service, 'ModifyListener');
const deleteListener = operation<sdk.DeleteListenerCommand>(service, 'DeleteListener');

const schema = structure(
  {
    LoadBalancerArn: text({ minLength: 1 }),
    Port: integer(1, 65_535),
    Protocol: word('HTTP', 'HTTPS'),
    SslPolicy: text(),
    Certificates: list(structure({ CertificateArn: text() })),
    DefaultActions: list(structure({ Type: word('forward'), TargetGroupArn: text() }, 'Type', 'TargetGroupArn')),
  },
  'LoadBalancerArn',
  'Port',
  'Protocol',
  'DefaultActions',
);
type Properties = ValueOf<typeof schema>;

const usual: JsonObject = { SslPolicy: 'ELBSecurityPolicy-2016-08' };
const comparison: Comparison = {
  defaults: usual,
  forms: {
    // AWS adds ForwardConfig, which says the same, and an order.
    DefaultActions: value =>
      listOf(value).map(action => {
        const { Type, TargetGroupArn } = objectOf(action);
        return { Type: textOf(Type), TargetGroupArn: textOf(TargetGroupArn) };
      }),
    Certificates: value => listOf(value).map(one => ({ CertificateArn: textOf(objectOf(one).CertificateArn) })),
  },
};

const balancers = 'arn:${partition}:elasticloadbalancing:${region}:${account}:loadbalancer/app/${prefix}*';
const listeners = 'arn:${partition}:elasticloadbalancing:${region}:${account}:listener/app/${prefix}*';

/**
 * A port of an application load balancer, and what answers there. LoadBalancerArn replaces it.
 *
 * AWS is odd here: a listener has no name; a load balancer has one for each port, so that finds it again. TargetGroupArn, which
 * CloudFormation does not tell, is the group it forwards to: ECS takes a target group only when a load balancer uses it, so a service
 * names it through its listener.
 */
export const listener: ResourceType = resourceType<Properties>({
  type: 'AWS::ElasticLoadBalancingV2::Listener',
  schema,
  createOnly: ['LoadBalancerArn'],
  attributes: ['ListenerArn', 'TargetGroupArn'],
  naming: 'assigned',
  iam: [
    { action: 'elasticloadbalancing:CreateListener', resource: balancers },
    { action: 'elasticloadbalancing:DescribeListeners', resource: '*' },
    { action: 'elasticloadbalancing:ModifyListener', resource: listeners },
    { action: 'elasticloadbalancing:DeleteListener', resource: listeners },
  ],
  identity: () => undefined,
  identify: observed => ({ ListenerArn: textOf(observed.ListenerArn) }),
  *find({ LoadBalancerArn, Port }) {
    const answer = yield* absent(describeListeners({ LoadBalancerArn }));
    const found = answer?.Listeners?.find(one => one.Port === Port);
    return found === undefined ? undefined : { ListenerArn: textOf(found.ListenerArn) };
  },
  *observe(identity) {
    const answer = yield* absent(describeListeners({ ListenerArns: [arnOf(identity)] }));
    const found = answer?.Listeners?.[0];
    return found === undefined ? undefined : told(trusted(found));
  },
  *create(properties) {
    const answer = yield* createListener(trusted<sdk.CreateListenerCommandInput>(properties));
    return told(trusted(answer.Listeners?.[0] ?? {}));
  },
  *update(identity, desired, observed, diff) {
    if (diff.length === 0) return observed;
    // What HTTPS had goes with it, unsaid.
    const isSecure = (name: string): boolean => name === 'SslPolicy' || name === 'Certificates';
    const changed = reset(
      diff.filter(name => desired.Protocol === 'HTTPS' || !isSecure(name)),
      desired,
      usual,
    );
    const answer = yield* modifyListener(
      trusted<sdk.ModifyListenerCommandInput>({ ...changed, ListenerArn: arnOf(identity) }),
    );
    return told(trusted(answer.Listeners?.[0] ?? {}));
  },
  *delete(identity) {
    yield* gone(deleteListener({ ListenerArn: arnOf(identity) }));
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, observed),
});

function arnOf(identity: Json): string {
  return textOf(objectOf(identity).ListenerArn);
}

function told(found: JsonObject): JsonObject {
  const [action] = listOf(found.DefaultActions).map(objectOf);
  return {
    ...said(schema, found),
    ListenerArn: textOf(found.ListenerArn),
    TargetGroupArn: textOf(action?.TargetGroupArn),
  };
}
