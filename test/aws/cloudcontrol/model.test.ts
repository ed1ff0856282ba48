import { describe, expect, it } from 'vitest';
import { identifierIn, modelIn, modelOf, valuesAt } from '../../../lib/aws/cloudcontrol/model.ts';
import { play } from '../script.ts';
import { database, nested, untagged } from './schemas.ts';

describe('the model of a type', () => {
  it('says what is fixed, what is never told, and what identifies it', () => {
    expect(modelIn(database)).toEqual({
      createOnly: [['DBInstanceIdentifier'], ['Engine']],
      writeOnly: [['MasterUserPassword']],
      identifier: [['DBInstanceIdentifier']],
      tags: { property: 'Tags', form: 'list' },
    });
    expect(modelIn(nested)).toMatchObject({ createOnly: [['Parts', '*', 'Kind']], tags: { form: 'map' } });
    expect(modelIn(untagged).tags).toBeUndefined();
    expect(modelIn({})).toEqual({ createOnly: [], writeOnly: [], identifier: [], tags: undefined });
  });

  it('takes tags only in a form that it knows', () => {
    const odd = { ...nested, properties: { Tags: { type: 'array', items: { type: 'string' } } } };
    expect(modelIn(odd).tags).toBeUndefined();
    expect(
      modelIn({ ...database, tagging: { tagOnCreate: false, tagProperty: '/properties/Tags' } }).tags,
    ).toBeUndefined();
  });

  it('names a resource by its properties, where they say all of its parts', () => {
    expect(identifierIn(modelIn(nested), { Api: 'a', Name: 'b' })).toBe('a|b');
    expect(identifierIn(modelIn(nested), { Api: 'a' })).toBeUndefined();
    expect(identifierIn(modelIn({}), {})).toBeUndefined();
  });

  it('finds values at paths, through lists', () => {
    const value = { Parts: [{ Kind: 'a' }, {}, { Kind: 'b' }] };
    expect(valuesAt(value, ['Parts', '*', 'Kind'])).toEqual(['a', 'b']);
    expect(valuesAt(value, ['Other', 'Kind'])).toEqual([]);
  });

  it('is asked of CloudFormation, but never for what gives rights', () => {
    const { result, inputs } = play(modelOf('AWS::RDS::DBInstance'), [
      ['DescribeType', { Schema: JSON.stringify(database) }],
    ]);
    expect(result).toEqual(modelIn(database));
    expect(inputs).toEqual([{ Type: 'RESOURCE', TypeName: 'AWS::RDS::DBInstance' }]);
    for (const type of ['AWS::IAM::Role', 'AWS::Organizations::Account', 'AWS::SSO::Assignment', 'Custom::Any::Thing'])
      expect(() => play(modelOf(type), [])).toThrow(`Resources of type ${type} are never made here`);
  });
});
