/** An in-memory AWS at the level of `Call`: the actions the drivers send, answered as AWS answers them, under a virtual clock. */

import { failureOf } from '../../lib/aws/failure.ts';
import { type Json, type JsonObject, objectOf } from '../../lib/json.ts';
import type { Call } from '../../lib/ports.ts';
import { apigateway } from './aws/apigateway.ts';
import { autoscaling } from './aws/autoscaling.ts';
import { cloudcontrol, cloudformation } from './aws/cloudcontrol.ts';
import { cloudwatch } from './aws/cloudwatch.ts';
import { discovery } from './aws/discovery.ts';
import { dynamodb } from './aws/dynamodb.ts';
import { ec2 } from './aws/ec2.ts';
import { ecs } from './aws/ecs.ts';
import { clusters } from './aws/ecs-clusters.ts';
import { efs } from './aws/efs.ts';
import { elb } from './aws/elb.ts';
import { eventbridge } from './aws/eventbridge.ts';
import { fault, isFault } from './aws/fault.ts';
import { iam } from './aws/iam.ts';
import { ecr, objects } from './aws/inputs.ts';
import { aliases } from './aws/lambda-aliases.ts';
import { functions } from './aws/lambda-functions.ts';
import { mappings } from './aws/lambda-mappings.ts';
import { urls } from './aws/lambda-urls.ts';
import { listing } from './aws/listing.ts';
import { logs } from './aws/logs.ts';
import { s3 } from './aws/s3.ts';
import { scheduler } from './aws/scheduler.ts';
import { secretsManager } from './aws/secretsmanager.ts';
import { sns } from './aws/sns.ts';
import { sqs } from './aws/sqs.ts';
import { ssm } from './aws/ssm.ts';
import { copy, emptyState, type Service, type State, type World } from './aws/world.ts';

export { fault } from './aws/fault.ts';

const services: Readonly<Record<string, Service>> = {
  lambda: { ...functions, ...aliases, ...urls, ...mappings },
  iam,
  'cloudwatch-logs': logs,
  apigatewayv2: apigateway,
  cloudcontrol,
  cloudformation,
  cloudwatch,
  'application-auto-scaling': autoscaling,
  dynamodb,
  ec2,
  ecr,
  ecs: { ...ecs, ...clusters },
  efs,
  'elastic-load-balancing-v2': elb,
  s3: { ...s3, ...objects },
  eventbridge,
  scheduler,
  'secrets-manager': secretsManager,
  ssm,
  servicediscovery: discovery,
  sns,
  sqs,
};

/** A role that exists from the start: what an environment names as its basic role. */
export const basicRole = 'arn:aws:iam::000000000000:role/lateen/basic';

export interface AwsOptions {
  /** The virtual clock (ms since the epoch); by default it stands still. */
  readonly now?: () => number;
  readonly account?: string;
  readonly region?: string;
  /** ARNs of roles that exist beside those created here; by default `basicRole`. */
  readonly roles?: readonly string[];
  /** SHA-256 (base64) of zips in buckets, by `bucket/key`; a blob (`blobs/<hex>`) says its own. */
  readonly objects?: Readonly<Record<string, string>>;
  /** Images that are there though `missing` is in their names. */
  readonly built?: ReadonlySet<string>;
  /** Asynchronous work (a function's creation or update) ends after so many ms or so many reads; 0 of either: at once. By default 1000 ms or 1 read. */
  readonly settle?: { readonly ms: number; readonly reads: number };
  /** How long Lambda cannot assume a new role (ms); by default 0. */
  readonly propagation?: number;
}

export interface Aws {
  send(call: Call): Promise<Json>;
  /** Every call sent, refused ones too. */
  readonly calls: Call[];
  /** Asked before each call takes effect, with its number from 1: throw to throttle (`fault(...)`), deny or crash. */
  before: ((call: Call, nth: number) => void) | undefined;
  /** Asked after each call took effect or was refused, before its answer is given: throw to crash in between. */
  after: ((call: Call, nth: number) => void) | undefined;
  /** Everything that exists, without times and revisions: equal before and after means that nothing was left. */
  listing(): JsonObject;
  /** A copy of everything, for `restore`. */
  snapshot(): State;
  restore(state: State): void;
}

export function createAws(options: AwsOptions = {}): Aws {
  const world: World = {
    account: options.account ?? '000000000000',
    region: options.region ?? 'us-east-1',
    roles: options.roles ?? [basicRole],
    objects: options.objects ?? {},
    built: options.built ?? new Set(),
    settle: options.settle ?? { ms: 1000, reads: 1 },
    propagation: options.propagation ?? 0,
    now: options.now ?? ((): number => 1_767_225_600_000),
    state: emptyState(),
  };
  const calls: Call[] = [];
  const aws: Aws = {
    calls,
    before: undefined,
    after: undefined,
    async send(call) {
      calls.push(call);
      const nth = calls.length;
      const outcome = attempt(() => {
        aws.before?.(call, nth);
        return answerOf(world, call);
      });
      const lost = attempt(() => {
        aws.after?.(call, nth);
        return null;
      });
      const last = 'error' in lost ? lost : outcome;
      if ('answer' in last) return last.answer;
      throw isFault(last.error) ? failureOf(last.error, call) : last.error;
    },
    listing: () => listing(world.state),
    snapshot: () => copy(world.state),
    restore(state) {
      world.state = copy(state);
    },
  };
  return aws;
}

function attempt(work: () => Json): { readonly answer: Json } | { readonly error: unknown } {
  try {
    return { answer: work() };
  } catch (error) {
    return { error };
  }
}

function answerOf(world: World, call: Call): Json {
  const action = services[call.service]?.[call.action];
  if (action === undefined) throw new Error(`The double does not know ${call.service} ${call.action}`);
  return action(world, objectOf(call.input));
}

/** What AWS throws at a caller who is too fast, by service. */
export function throttled(service: string): Error {
  return service === 'lambda' || service === 'apigatewayv2'
    ? fault('TooManyRequestsException', 429, 'Rate Exceeded.')
    : fault(service === 'iam' || service === 'cloudwatch' ? 'Throttling' : 'ThrottlingException', 400, 'Rate exceeded');
}

/** What AWS throws at a caller whose policies do not allow the action, by service. */
export function denied(service: string, action: string): Error {
  const name = service === 'iam' || service === 'cloudwatch' ? 'AccessDenied' : 'AccessDeniedException';
  return fault(
    name,
    403,
    `User: arn:aws:sts::000000000000:assumed-role/reconciler/x is not authorized to perform: ${service}:${action}`,
  );
}
