/** The component `aws-resource`: its properties stand in plain text wherever the application does. */
import { expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { application } from '../reconcile/applications.ts';
import { judge, service } from './served.ts';

const at = '/spec/components/0/properties/properties';

function said(properties: JsonObject, type = 'AWS::Kinesis::Stream'): string[] {
  const document = application(service('aws-resource', 'r', { type, properties }));
  return judge(document, { allowedTypes: [type] }).issues.map(
    ({ severity, code, pointer }) => `${severity} ${code} ${pointer}`,
  );
}

it('refuses a reference that nothing resolves, wherever it stands', () => {
  const properties = { Name: { deep: ['x-{{resolve:secretsmanager:db:SecretString:password}}'] } };
  expect(said(properties)).toEqual([`error NotSupported ${at}`]);
});

it('warns of a secret among the properties, and not of one that the service keeps', () => {
  expect(said({ Users: [{ MasterUserPassword: 'hunter2' }] })).toEqual([`warning SecretInPlain ${at}`]);
  expect(said({ ManageMasterUserPassword: true, PasswordLength: 8, Name: 'password' })).toEqual([]);
});

it('leaves a reference to CloudFormation where that resolves it', () => {
  const TemplateBody = '{"Resources":{"Db":{"Properties":{"MasterUserPassword":"{{resolve:secretsmanager:db}}"}}}}';
  for (const type of ['AWS::CloudFormation::Stack', 'AWS::CloudFormation::StackSet']) {
    expect(said({ TemplateBody }, type)).toEqual([]);
    expect(said({ Description: '{{resolve:ssm:x}}' }, type)).toEqual([`error NotSupported ${at}`]);
  }
  expect(said({ TemplateBody })).toEqual([`error NotSupported ${at}`]);
});

it.each<[string, JsonObject]>([
  ['a key of an interface', { Config: { ApiKey: 'k' } }],
  ['a token in a list', { Headers: [{ BearerToken: 't' }] }],
  ['a secret', { Auth: { ClientSecret: 's' } }],
  ['what stands in JSON inside of a text', { Definition: '{ "db": { "Password": "hunter2" } }' }],
])('warns of %s', (_what, properties) => {
  expect(said(properties)).toEqual([`warning SecretInPlain ${at}`]);
});

it('does not warn of what only says where a secret is, nor of names that are like one', () => {
  expect(said({ ClientSecret: 'arn:aws:secretsmanager:eu-central-1:1:secret:x', ClientToken: 'once' })).toEqual([]);
});
