/** The component `table`: items found by their key (Amazon DynamoDB, paid by request). */
import type { JsonObject } from '../../../json.ts';
import { componentOf } from '../parts/component.ts';

const key = (description: string): JsonObject => ({
  type: 'object',
  description,
  minProperties: 1,
  maxProperties: 1,
  propertyNames: { minLength: 1, maxLength: 255 },
  additionalProperties: { type: 'string', enum: ['string', 'number', 'binary'] },
});

const sort = 'Items with one key are told apart and sorted by it: {at: number}';

/** `from`: an expression for what has key and sort. */
const schemaOf = (from: string): JsonObject[] => [
  { $for: `name, kind in ${from}.key`, AttributeName: '${name}', KeyType: 'HASH' },
  { $for: `name, kind in ${from}.?sort.orValue({})`, AttributeName: '${name}', KeyType: 'RANGE' },
];

export const table: JsonObject = componentOf('table', 'Items found by their key (Amazon DynamoDB)', 'resources', {
  parameters: {
    type: 'object',
    required: ['key'],
    properties: {
      key: key('The attribute that finds an item, and its type: {id: string}'),
      sort: key(sort),
      indexes: {
        type: 'array',
        description: 'Other keys to find items by',
        maxItems: 20,
        items: {
          type: 'object',
          required: ['name', 'key'],
          properties: {
            name: { type: 'string', minLength: 3, maxLength: 255, pattern: '^[A-Za-z0-9_.-]+$', description: 'Name' },
            key: key('The attribute that finds items, and its type'),
            sort: key(sort),
            attributes: {
              type: 'array',
              uniqueItems: true,
              maxItems: 100,
              items: { type: 'string', minLength: 1, maxLength: 255 },
              description: 'What is kept in the index beside the keys: everything where it is left out, nothing for []',
            },
          },
        },
      },
      ttl: {
        type: 'string',
        minLength: 1,
        maxLength: 255,
        description: 'The attribute that says when an item is no more, in seconds since 1970',
      },
      stream: {
        type: 'string',
        enum: ['keys', 'new', 'old', 'both'],
        description: 'Tells a trigger of changes: the keys, the item after the change, before it, or both',
      },
      pointInTimeRecovery: {
        type: 'boolean',
        default: false,
        description:
          'Keeps what it takes to bring it back as it was at any second of the last 35 days, which costs by its size',
      },
      protect: { type: 'boolean', default: false, description: 'AWS refuses to delete it' },
      onDelete: {
        type: 'string',
        enum: ['delete', 'retain'],
        default: 'delete',
        description: 'What becomes of it, and of what is in it, when its component goes',
      },
    },
  },
  let: [
    { indexes: '${parameter.?indexes.orValue([])}' },
    {
      keys: [
        { $value: '${parameter.key}' },
        { $value: '${parameter.?sort}' },
        { $for: 'index in indexes', $value: '${index.key}' },
        { $for: 'index in indexes', $value: '${index.?sort}' },
      ],
    },
    { names: '${distinct(flatten(keys.map(k, k.map(name, name))))}' },
    { twice: '${names.filter(name, size(distinct(keys.filter(k, name in k).map(k, k[name]))) > 1)}' },
  ],
  resources: [
    {
      id: 'table',
      retain: '${parameter.onDelete == "retain"}',
      type: 'AWS::DynamoDB::Table',
      properties: {
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: schemaOf('parameter'),
        AttributeDefinitions: [
          {
            $for: 'name in names',
            AttributeName: '${name}',
            AttributeType: '${{"string": "S", "number": "N", "binary": "B"}[keys.filter(k, name in k)[0][name]]}',
          },
        ],
        GlobalSecondaryIndexes: {
          $if: 'size(indexes) > 0',
          $value: [
            {
              $for: 'index in indexes',
              IndexName: '${index.name}',
              KeySchema: schemaOf('index'),
              Projection: {
                ProjectionType:
                  '${!has(index.attributes) ? "ALL" : size(index.attributes) == 0 ? "KEYS_ONLY" : "INCLUDE"}',
                NonKeyAttributes: {
                  $if: 'size(index.?attributes.orValue([])) > 0',
                  $value: '${index.attributes}',
                },
              },
            },
          ],
        },
        TimeToLiveSpecification: { $if: 'has(parameter.ttl)', AttributeName: '${parameter.ttl}', Enabled: true },
        StreamSpecification: {
          $if: 'has(parameter.stream)',
          StreamViewType:
            '${{"keys": "KEYS_ONLY", "new": "NEW_IMAGE", "old": "OLD_IMAGE", "both": "NEW_AND_OLD_IMAGES"}[parameter.stream]}',
        },
        PointInTimeRecoverySpecification: {
          $if: 'parameter.pointInTimeRecovery',
          PointInTimeRecoveryEnabled: true,
        },
        DeletionProtectionEnabled: '${parameter.protect}',
      },
    },
  ],
  link: {
    NAME: '${resources.table.TableName}',
    ARN: '${resources.table.Arn}',
    STREAM_ARN: { $if: 'has(parameter.stream)', $value: '${resources.table.StreamArn}' },
  },
  grants: {
    read: {
      actions: '${iam.actions("dynamodb", "read")}',
      resources: ['${resources.table.Arn}', '${resources.table.Arn}/index/*'],
    },
    write: { actions: '${iam.actions("dynamodb", "write")}', resources: ['${resources.table.Arn}'] },
    consume: {
      $if: 'has(parameter.stream)',
      actions: '${iam.actions("dynamodb", "consume")}',
      resources: ['${resources.table.StreamArn}'],
    },
  },
  source: { kind: 'stream', arn: { $if: 'has(parameter.stream)', $value: '${resources.table.StreamArn}' } },
  validations: [
    {
      if: 'size(twice) > 0',
      pointer: '/key',
      code: 'InvalidParameter',
      message: '${twice.join(", ")} has two types in the keys of the table and its indexes',
    },
    {
      if: 'parameter.?sort.orValue({}).exists(name, name in parameter.key) || indexes.exists(index, index.?sort.orValue({}).exists(name, name in index.key))',
      pointer: '/sort',
      code: 'InvalidParameter',
      message: 'An attribute cannot be both the key and the sort of a table or an index',
    },
    {
      if: 'size(distinct(indexes.map(index, index.name))) < size(indexes)',
      pointer: '/indexes',
      code: 'DuplicateName',
      message: 'Two indexes have one name',
    },
  ],
});
