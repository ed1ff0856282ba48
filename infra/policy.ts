/** Writes dist/reconciler-policy.json (and emulator-policy.json): what the reconciler may do to AWS is what the drivers say they call, and nothing else. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { iamStatements, type Statement } from '../lib/aws/registry.ts';
import { isList, isObject, type Json, type JsonObject } from '../lib/json.ts';
import { writeWhole } from './build.ts';

/** What stands for the facts of an installation: osls fills in `self:custom`, CloudFormation the rest. */
const facts: Readonly<Record<string, string>> = {
  prefix: '${self:custom.appPrefix}',
  path: '${self:custom.rolePath}',
  partition: '${AWS::Partition}',
  region: '${AWS::Region}',
  account: '${AWS::AccountId}',
  boundary: '${Boundary}',
  codeBucket: '${BlobBucket.Arn}',
};

/** AWS's limit for all inline policies of a role, white space not counted. The role's other policy, in roles.yml, needs the difference. */
export const sizeLimit: number = 10_240 - 3_000;

export function reconcilerPolicy(): JsonObject {
  const statements = iamStatements(facts).map(bySub);
  return { Version: '2012-10-17', Statement: statements };
}

function bySub({ Effect, Action, Resource, Condition }: Statement): JsonObject {
  return {
    Effect,
    Action,
    Resource: substituted(Resource),
    ...(Condition === undefined ? {} : { Condition: substituted(Condition) }),
  };
}

/** Texts with a `${` become a Fn::Sub. */
function substituted(value: Json): Json {
  if (typeof value === 'string') return value.includes('${') ? { 'Fn::Sub': value } : value;
  if (isList(value)) return value.map(substituted);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, substituted(inner)]));
}

/** Where MiniStack (1.5.33) asks for another permission than AWS does, and why. */
const asked: readonly {
  readonly actions: RegExp;
  /** What it asks for in place of each of them. */
  readonly instead?: string;
  readonly resource: string;
  readonly because: string;
}[] = [
  { actions: /^lambda:CreateFunction$/, resource: '*', because: 'it does not look for the name in the body' },
  {
    actions: /^lambda:(Get|Update|Delete)Alias$/,
    instead: 'lambda:ListAliases',
    resource: 'arn:${partition}:lambda:${region}:${account}:function:${prefix}*',
    because: 'it tells the calls of an alias by their path, which is that of the list',
  },
  { actions: /^logs:DescribeLogGroups$/, resource: '*', because: 'it does not take the prefix for a resource' },
  { actions: /^cloudwatch:/, resource: '*', because: 'it does not read the body, which is CBOR' },
  {
    actions: /^iam:.*Role/,
    resource: 'arn:${partition}:iam::${account}:role/${prefix}*',
    because: "it leaves a role's path out, and knows no iam:PermissionsBoundary in conditions",
  },
];

/** What the reconciler's policy allows, said as the emulator asks for it, and nothing more. */
export function emulatorPolicy(): JsonObject {
  const allowed = iamStatements().flatMap(statement => statement.Action);
  const statements = asked.map(({ actions, instead, resource }) => {
    const which = [...new Set(allowed.filter(action => actions.test(action)))].sort();
    if (which.length === 0) throw new Error(`No driver sends ${actions} any more: drop its line in infra/policy.ts`);
    const filled = resource.replaceAll(/\$\{(\w+)\}/g, (_, word: string) => facts[word] ?? '');
    return { Effect: 'Allow', Action: instead === undefined ? which : [instead], Resource: substituted(filled) };
  });
  return { Version: '2012-10-17', Statement: statements };
}

/** What AWS will count, about: the words stand for texts of their length. */
export function sizeOf(policy: JsonObject): number {
  return JSON.stringify(policy).replaceAll(/\{"Fn::Sub":("[^"]*")\}/g, '$1').length;
}

export function writePolicies(into: string = resolve(import.meta.dirname, '..', 'dist')): void {
  const policy = reconcilerPolicy();
  if (sizeOf(policy) > sizeLimit)
    throw new Error(
      `The reconciler's policy has ${sizeOf(policy)} bytes: split it before it meets AWS's limit for a role`,
    );
  mkdirSync(into, { recursive: true });
  writeWhole(join(into, 'reconciler-policy.json'), `${JSON.stringify(policy, undefined, 2)}\n`);
  writeWhole(join(into, 'emulator-policy.json'), `${JSON.stringify(emulatorPolicy(), undefined, 2)}\n`);
}
