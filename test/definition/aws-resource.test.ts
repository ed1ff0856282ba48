/** The component `aws-resource`: its properties stand in plain text wherever the application does. */
import { expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { application } from '../reconcile/applications.ts';
import { judge, service } from './served.ts';

const at = '/spec/components/0/properties/properties';

function said(properties: JsonObject): string[] {
  const document = application(service('aws-resource', 'r', { type: 'AWS::Kinesis::Stream', properties }));
  return judge(document).issues.map(({ severity, code, pointer }) => `${severity} ${code} ${pointer}`);
}

it('refuses a reference that nothing resolves, wherever it stands', () => {
  const properties = { Name: { deep: ['x-{{resolve:secretsmanager:db:SecretString:password}}'] } };
  expect(said(properties)).toEqual([`error NotSupported ${at}`]);
});

it('warns of a secret among the properties, and not of one that the service keeps', () => {
  expect(said({ Users: [{ MasterUserPassword: 'hunter2' }] })).toEqual([`warning SecretInPlain ${at}`]);
  expect(said({ ManageMasterUserPassword: true, PasswordLength: 8, Name: 'password' })).toEqual([]);
});
