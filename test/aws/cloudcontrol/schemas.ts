/** Schemas of types in the form of CloudFormation's registry, as far as they are read. */
import type { JsonObject } from '../../../lib/json.ts';

export const database: JsonObject = {
  typeName: 'AWS::RDS::DBInstance',
  definitions: {
    Tag: { type: 'object', properties: { Key: { type: 'string' }, Value: { type: 'string' } } },
  },
  properties: {
    DBInstanceIdentifier: { type: 'string' },
    Engine: { type: 'string' },
    MasterUserPassword: { type: 'string' },
    Endpoint: { type: 'object', properties: { Address: { type: 'string' } } },
    Tags: { type: 'array', items: { $ref: '#/definitions/Tag' } },
  },
  primaryIdentifier: ['/properties/DBInstanceIdentifier'],
  createOnlyProperties: ['/properties/DBInstanceIdentifier', '/properties/Engine'],
  writeOnlyProperties: ['/properties/MasterUserPassword'],
  readOnlyProperties: ['/properties/Endpoint/Address'],
  tagging: { taggable: true, tagProperty: '/properties/Tags' },
};

/** Two parts name it, tags are a map, and what is fixed is deep inside. */
export const nested: JsonObject = {
  typeName: 'AWS::Test::Nested',
  properties: {
    Api: { type: 'string' },
    Name: { type: 'string' },
    Parts: { type: 'array', items: { type: 'object' } },
    Tags: { type: 'object' },
  },
  primaryIdentifier: ['/properties/Api', '/properties/Name'],
  createOnlyProperties: ['/properties/Parts/*/Kind'],
  tagging: { taggable: true, tagProperty: '/properties/Tags' },
};

export const untagged: JsonObject = {
  typeName: 'AWS::Test::Plain',
  properties: { Name: { type: 'string' }, Size: { type: 'integer' } },
  primaryIdentifier: ['/properties/Id'],
  tagging: { taggable: false, tagProperty: '/properties/Tags' },
};
