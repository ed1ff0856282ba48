/** Keys, indexes and settings of DynamoDB tables, as properties. */
import type { JsonObject } from '../../json.ts';
import { list, structure, text, word } from '../schema.ts';

const attribute = text({ minLength: 1, maxLength: 255 });

const keyPart = structure({ AttributeName: attribute, KeyType: word('HASH', 'RANGE') }, 'AttributeName', 'KeyType');
export const keySchema: JsonObject = { ...list(keyPart), minItems: 1, maxItems: 2 };

const definition = structure(
  { AttributeName: attribute, AttributeType: word('S', 'N', 'B') },
  'AttributeName',
  'AttributeType',
);
export const attributes: JsonObject = { ...list(definition), minItems: 1 };

const index = structure(
  {
    IndexName: text({ minLength: 3, maxLength: 255 }),
    KeySchema: keySchema,
    Projection: structure({ ProjectionType: word('ALL', 'KEYS_ONLY', 'INCLUDE'), NonKeyAttributes: list(attribute) }),
  },
  'IndexName',
  'KeySchema',
  'Projection',
);
export const globalIndexes: JsonObject = { ...list(index), maxItems: 20 };
export const localIndexes: JsonObject = { ...list(index), maxItems: 5 };
