/** The language's own functions, and the table that documents them. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../lib/json.ts';
import { fargateSize } from '../../lib/template/fargate.ts';
import { functions } from '../../lib/template/functions.ts';
import { cpuUnits, mebibytes } from '../../lib/template/quantity.ts';
import { run } from './language.ts';

const variables = {
  parameter: { list: ['b', 'a', 'b', 1, 1.0, '1', { x: 1 }, { x: 1 }, null, null], to: 'my-queue.v2' },
};

describe('gives', () => {
  it.each<[string, Json]>([
    ['distinct(parameter.list)', ['b', 'a', 1, '1', { x: 1 }, null]],
    ['distinct([])', []],
    ['envName(parameter.to)', 'MY_QUEUE_V2'],
    ['envName("2nd")', '_2ND'],
    ['initial(3)', { $initial: 3 }],
    ['initial(initial(3))', { $initial: 3 }],
    ['flatten([[1, 2], [], [3]])', [1, 2, 3]],
    ['isList(parameter.list)', true],
    ['isList(parameter.to)', false],
    ['before(parameter.list, "a")', ['b']],
    ['before(["a"], "z")', ['a']],
    ['clamp(3, 5, 300)', 5],
    ['clamp(301, 5, 300)', 300],
    ['clamp(7, 5, 300)', 7],
    ['ecs.probe({"tcpSocket": {"port": 80}})[1]', 'nc'],
    ['schedule.cron("@daily")', 'cron(0 0 * * ? *)'],
    ['schedule.problem("@daily")', ''],
    [
      'fargate.size([{"cpu": "0.3", "memory": "600Mi"}])',
      { cpu: '512', memory: '1024', askedCpu: 308, askedMemory: 600, rounded: true },
    ],
    ['digest({"a": 1, "b": [2]}) == digest({"b": [2], "a": 1})', true],
    ['digest({"a": 1}) == digest({"a": 2})', false],
    [
      "iam.trust('lambda')",
      {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
    ],
    ['iam.trust("ecs-tasks").Statement[0].Principal.Service', 'ecs-tasks.amazonaws.com'],
    ['iam.trust("edgelambda.amazonaws.com").Statement[0].Principal.Service', 'edgelambda.amazonaws.com'],
    ['iam.allow({"actions": ["s3:GetObject"], "resources": ["arn:x"]}).Statement[0].Resource', ['arn:x']],
    ['iam.actions("sns", "publish")', ['sns:Publish']],
    ['iam.actions("sns", "read")', []],
    ['iam.actions("constructor", "name")', []],
    ['iam.verbs("sqs")', ['send', 'consume']],
    ['iam.verbs("ec2")', []],
    ['json.text({"b": [1, 2.5, true, null], "a": parameter.to})', '{"a":"my-queue.v2","b":[1,2.5,true,null]}'],
    ['fargate.size([]).memory', '512'],
    ['quantity.cpu("500m")', 512],
    ['quantity.memory("1Gi")', 1024],
  ])('%s', (text, value) => {
    expect(run(`\${${text}}`, { variables })).toEqual({ value, issues: [] });
  });
});

describe('refuses', () => {
  it.each([
    'iam.allow({"actions": [], "resources": ["arn:x"]})',
    'iam.allow({"actions": ["*"], "resources": ["arn:x"]})',
    'iam.allow({"actions": ["s3:GetObject"], "resources": ["*"]})',
    'iam.allow({"actions": ["s3:GetObject"]})',
    'iam.allow("x")',
    'clamp("1", 2, 3)',
    'ecs.probe({})',
    'schedule.cron("x")',
    'fargate.size([{"cpu": "17"}])',
    'fargate.size([{"cpu": "lots"}])',
    'quantity.memory("512 MB")',
    'quantity.cpu("-1")',
  ])('%s', text => {
    expect(run(`\${${text}}`)).toEqual({ issues: ['TemplateFailed '] });
  });
});

describe('rounds up to a pair of Fargate', () => {
  it.each<[Json, string, string]>([
    [[], '256', '512'],
    [[{ name: 'a' }], '256', '512'],
    [[{ cpu: '250m', memory: '512Mi' }], '256', '512'],
    [[{ cpu: '256m', memory: '512Mi' }], '512', '1024'],
    [[{ cpu: '0.25', memory: '513Mi' }], '256', '1024'],
    [[{ memory: '512M' }], '256', '512'],
    [[{ memory: '3Gi' }], '512', '3072'],
    [[{ memory: '4097Mi' }], '1024', '5120'],
    [
      [
        { cpu: '0.5', memory: '512Mi' },
        { cpu: '100m', memory: '128Mi' },
      ],
      '1024',
      '2048',
    ],
    [[{ cpu: 1, memory: 2 * 2 ** 30 }], '1024', '2048'],
    [[{ cpu: '2', memory: '1Gi' }], '2048', '4096'],
    [[{ cpu: '4', memory: '30Gi' }], '4096', '30720'],
    [[{ cpu: '4', memory: '31Gi' }], '8192', '32768'],
    [[{ cpu: '8', memory: '17Gi' }], '8192', '20480'],
    [[{ cpu: '16', memory: '33Gi' }], '16384', '40960'],
    [[{ cpu: '16', memory: '120Gi' }], '16384', '122880'],
  ])('%j', (containers, cpu, memory) => {
    expect(fargateSize(containers)).toMatchObject({ cpu, memory });
    expect(run('${fargate.size(parameter)}', { variables: { parameter: containers } }).value).toMatchObject({
      cpu,
      memory,
    });
  });
});

it.each([
  ['500m', 512],
  ['0.1', 103],
  ['1', 1024],
  [2, 2048],
  ['2e0', 2048],
  ['.5', 512],
])('reads %s CPU', (quantity, units) => {
  expect(cpuUnits(quantity)).toBe(units);
});

it.each([
  ['512Mi', 512],
  ['512M', 489],
  ['1G', 954],
  ['1Ki', 1],
  ['536870912', 512],
  ['1e9', 954],
  [536_870_912n, 512],
])('reads %s of memory', (quantity, mib) => {
  expect(mebibytes(quantity)).toBe(mib);
});

it('documents every function by the name it is called by', () => {
  for (const { name, signature, description } of functions) {
    expect(signature.startsWith(`${name}(`)).toBe(true);
    expect(description).toMatch(/^[A-Z].*\.$/);
  }
});
