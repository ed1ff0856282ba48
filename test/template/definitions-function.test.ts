/** The templates of the definition of a function: which role it has, and a policy for each grant. */
import { describe, expect, it } from 'vitest';
import { objectOf } from '../../lib/json.ts';
import { compileCondition, compileLoop } from '../../lib/template/compile.ts';
import type { Scope } from '../../lib/template/template.ts';
import { attributes, run, yaml } from './language.ts';

describe('the lowering of a function', () => {
  const scope: Scope = {
    variables: ['workload', 'environment'],
    outputs: false,
    components: false,
    resources: new Map([
      ['role', attributes('Arn', 'RoleName')],
      ['logs', attributes('LogGroupName')],
      ['function', attributes('FunctionName', 'Version')],
    ]),
  };
  const properties = yaml(`
Runtime: \${workload.runtime}
Code: { S3Bucket: "\${environment.blobs}", S3Key: "blobs/\${workload.code.blob}" }
Role: '\${size(workload.grants) > 0 ? resources.role.Arn : environment.basicRole}'
LoggingConfig: { LogGroup: "\${resources.logs.LogGroupName}" }
Environment:
  Variables: { $for: e in workload.env, $key: "\${e.name}", $value: "\${e.value}" }
`);
  const workload = {
    runtime: 'nodejs24.x',
    code: { blob: 'f00' },
    grants: [{ id: 'q-send', actions: ['sqs:SendMessage'], resources: [{ $ref: ['row-q', 'Arn'] }] }],
    env: [
      { name: 'Q_URL', value: { $ref: ['row-q', 'QueueUrl'] } },
      { name: 'MODE', value: 'x' },
    ],
  };
  const environment = { blobs: 'bucket', basicRole: 'arn:basic' };
  const rows = { role: 'row-role', logs: 'row-logs' };

  it('uses its own role where it has grants', () => {
    const made = run(properties, { scope, rows, variables: { workload, environment } });
    expect(made).toEqual({
      issues: [],
      value: {
        Runtime: 'nodejs24.x',
        Code: { S3Bucket: 'bucket', S3Key: 'blobs/f00' },
        Role: { $ref: ['row-role', 'Arn'] },
        LoggingConfig: { LogGroup: { $ref: ['row-logs', 'LogGroupName'] } },
        Environment: { Variables: { Q_URL: { $ref: ['row-q', 'QueueUrl'] }, MODE: 'x' } },
      },
    });
  });

  it('uses the basic role where it has none', () => {
    const variables = { workload: { ...workload, grants: [] }, environment };
    const made = run(properties, { scope, rows: { logs: 'row-logs' }, variables });
    expect(made.value).toMatchObject({ Role: 'arn:basic' });
  });

  it('repeats a resource for each grant', () => {
    const loop = compileLoop('g in workload.grants', scope);
    const when = compileCondition('size(workload.grants) > 0', scope);
    const values = { variables: { workload, environment }, row: (id: string) => objectOf(rows)[id]?.toString() };
    expect(when.ok && when.value.evaluate(values).value).toBe(true);
    const [turn] = loop.ok ? loop.value.evaluate(values).turns : [];
    const inner = { ...scope, variables: [...scope.variables, 'g'] };
    const tree = { RoleName: '${resources.role.RoleName}', PolicyName: '${g.id}', PolicyDocument: '${iam.allow(g)}' };
    expect(run(tree, { scope: inner, rows, variables: { ...values.variables, ...turn } }).value).toEqual({
      RoleName: { $ref: ['row-role', 'RoleName'] },
      PolicyName: 'q-send',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: [{ $ref: ['row-q', 'Arn'] }] }],
      },
    });
  });
});
