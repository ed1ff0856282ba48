/** Makes the table of infra/table.yml where a test runs, and opens the adapter on it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { load } from 'js-yaml';
import { at, objectOf, trusted } from '../../../lib/json.ts';
import { createDynamoClient, createDynamoStore } from '../../../lib/store/dynamodb.ts';
import type { Adapter } from './bench.ts';

const file = join(import.meta.dirname, '../../../infra/table.yml');

/** The adapter on a new table at `endpoint`. */
export async function createAdapter(endpoint: string, table: string): Promise<Adapter> {
  const client = createDynamoClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  let sent = 0;
  client.middlewareStack.add(
    next => args => {
      sent += 1;
      return next(args);
    },
    { step: 'deserialize', name: 'count' },
  );
  await createTable(client, table);
  return {
    open: options => {
      const before = sent;
      return { store: createDynamoStore({ client, table, ...options }), requests: () => sent - before };
    },
  };
}

/** CloudFormation's properties are the API's, but for those that are requests of their own. */
async function createTable(client: DynamoDBClient, name: string): Promise<void> {
  const properties = objectOf(at(load(readFileSync(file, 'utf8')), '/Resources/Table/Properties'));
  const {
    TimeToLiveSpecification: expiry,
    PointInTimeRecoverySpecification: _recovery,
    StreamSpecification: stream,
    ...rest
  } = properties;
  const input = { ...rest, TableName: name, StreamSpecification: { ...objectOf(stream), StreamEnabled: true } };
  await client.send(new CreateTableCommand(trusted<CreateTableCommandInput>(input)));
  await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification: trusted(expiry) }));
}
