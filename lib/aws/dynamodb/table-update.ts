/** What is to change next in a table: DynamoDB takes one change at a time. Pure. */
import type * as sdk from '@aws-sdk/client-dynamodb';
import { equal, isList, type Json, type JsonObject, listOf, objectOf, textOf, trusted } from '../../json.ts';
import { asSet, type Canonicaliser } from '../diff.ts';

/** What AWS has by itself. */
export const usual: JsonObject = {
  BillingMode: 'PAY_PER_REQUEST',
  DeletionProtectionEnabled: false,
  PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false, RecoveryPeriodInDays: 35 },
  SSESpecification: { SSEEnabled: false },
  TableClass: 'STANDARD',
  TimeToLiveSpecification: { Enabled: false },
};

/** Indexes by name, in any order, with what they hold in any order. */
export const asIndexes: Canonicaliser = value =>
  isList(value)
    ? asSet(
        value.map(one => {
          const { IndexName = '', KeySchema = [], Projection } = objectOf(one);
          const { ProjectionType = 'ALL', NonKeyAttributes = [] } = objectOf(Projection);
          return { IndexName, KeySchema, Projection: { ProjectionType, NonKeyAttributes: asSet(NonKeyAttributes) } };
        }),
      )
    : value;

type Change = Omit<sdk.UpdateTableCommandInput, 'TableName'>;

/** The first change that UpdateTable has to make; undefined where it has none to make. */
export function changeOf(desired: JsonObject, observed: JsonObject, diff: readonly string[]): Change | undefined {
  for (const name of ['DeletionProtectionEnabled', 'TableClass', 'SSESpecification'])
    if (diff.includes(name)) return trusted(asked({ [name]: desired[name] ?? usual[name] ?? null }));
  if (diff.includes('StreamSpecification')) return streamChange(desired.StreamSpecification, observed);
  if (diff.includes('GlobalSecondaryIndexes')) return indexChange(desired, observed);
  // A type of a key cannot change: AWS says it better.
  if (diff.includes('AttributeDefinitions')) return trusted({ AttributeDefinitions: desired.AttributeDefinitions });
  return undefined;
}

/** A stream that shows something else ends first. */
function streamChange(stream: Json | undefined, observed: JsonObject): Change {
  if (observed.StreamSpecification !== undefined || stream === undefined)
    return { StreamSpecification: { StreamEnabled: false } };
  return trusted({ StreamSpecification: { ...objectOf(stream), StreamEnabled: true } });
}

/** What goes makes room first; an index that differs goes and is made again. */
function indexChange(desired: JsonObject, observed: JsonObject): Change {
  const wanted = listOf(desired.GlobalSecondaryIndexes);
  const there = listOf(observed.GlobalSecondaryIndexes);
  const alike = (one: Json, other: Json): boolean => equal(asIndexes([one]), asIndexes([other]));
  const old = there.find(one => !wanted.some(other => alike(one, other)));
  if (old !== undefined)
    return { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: textOf(objectOf(old).IndexName) } }] };
  const Create = wanted.find(one => !there.some(other => alike(one, other)));
  return trusted({
    AttributeDefinitions: definitionsOf(desired, [...there, Create ?? {}]),
    GlobalSecondaryIndexUpdates: [{ Create }],
  });
}

/** Of the definitions those that keys use: AWS refuses any other. */
function definitionsOf(desired: JsonObject, indexes: readonly Json[]): readonly Json[] {
  const keyed = [desired, ...indexes, ...listOf(desired.LocalSecondaryIndexes)];
  const names = new Set(
    keyed.flatMap(one => listOf(objectOf(one).KeySchema)).map(part => textOf(objectOf(part).AttributeName)),
  );
  return listOf(desired.AttributeDefinitions).filter(one => names.has(textOf(objectOf(one).AttributeName)));
}

/** The properties without definitions that no key uses. */
export function used(properties: JsonObject): JsonObject {
  if (properties.AttributeDefinitions === undefined) return properties;
  const indexes = listOf(properties.GlobalSecondaryIndexes);
  return { ...properties, AttributeDefinitions: definitionsOf(properties, indexes) };
}

/** The properties in the words of the API, where CloudFormation has others. */
export function asked(properties: JsonObject): JsonObject {
  const { SSESpecification: sse, StreamSpecification: stream, ...rest } = properties;
  const { SSEEnabled, ...more } = objectOf(sse);
  return {
    ...rest,
    ...(sse === undefined ? {} : { SSESpecification: { ...more, Enabled: SSEEnabled ?? false } }),
    ...(stream === undefined ? {} : { StreamSpecification: { ...objectOf(stream), StreamEnabled: true } }),
  };
}
