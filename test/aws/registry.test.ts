/** The drivers as a whole: against AWS's own specification, and what each says of itself. */
import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import { beforeAll, describe, expect, it } from 'vitest';
import { types } from '../../lib/aws/registry.ts';
import { objectOf } from '../../lib/json.ts';
import type { ResourceType } from '../../lib/resource/resource.ts';

const drivers = [...types.values()].map(driver => [driver.type, driver] as const);

/** Where a driver differs from AWS's specification, and why. Nothing else may. */
const reviewed: Readonly<Record<string, string>> = {
  'AWS::ApiGatewayV2::Api attribute ExecuteApiArn lacks':
    'No answer contains it; it is arn:...:execute-api:<region>:<account>:<ApiId>',
  'AWS::ApiGatewayV2::Authorizer createOnly AuthorizerType added': 'There is one type of authorizer as yet',
  'AWS::ApiGatewayV2::Stage tags lack': 'Its API carries the tags; changing them takes an ARN that no answer contains',
  'AWS::ApiGatewayV2::VpcLink createOnly Tags added':
    'Changing them takes an ARN with a region that no answer contains',
  'AWS::ApplicationAutoScaling::ScalableTarget attribute Id lacks':
    'It is its three names joined; policies take the names',
  'AWS::ApplicationAutoScaling::ScalableTarget tags lack': 'What is scaled carries the tags',
  'AWS::ApplicationAutoScaling::ScalingPolicy createOnly PolicyType added': 'There is one type of policy as yet',
  'AWS::CloudWatch::Alarm attribute Arn lacks': 'PutMetricAlarm answers nothing; it is arn:...:alarm:<AlarmName>',
  ...Object.fromEntries(
    [
      'Cpu',
      'ContainerDefinitions',
      'EphemeralStorage',
      'ExecutionRoleArn',
      'Memory',
      'NetworkMode',
      'RequiresCompatibilities',
      'RuntimePlatform',
      'TaskRoleArn',
      'Volumes',
    ].map(name => [
      `AWS::ECS::TaskDefinition createOnly ${name} lacks`,
      'A change registers another revision of the family: the old ones stay for a rollback, and the name stays the same',
    ]),
  ),
  'AWS::DynamoDB::Table createOnly BillingMode added': 'There is one mode as yet',
  'AWS::DynamoDB::Table createOnly LocalSecondaryIndexes added':
    'AWS makes them with the table only; the specification says so in its text',
  'AWS::ECS::TaskDefinition attribute Family added': 'Its name: policies and people go by it',
  'AWS::ElasticLoadBalancingV2::Listener attribute TargetGroupArn added':
    'ECS takes a target group only when a listener uses it: a service names it through its listener, and so waits for it',
  'AWS::ElasticLoadBalancingV2::Listener tags lack': 'Its load balancer carries the tags',
  'AWS::ElasticLoadBalancingV2::LoadBalancer attribute SecurityGroups lacks': 'They are a property',
  'AWS::ElasticLoadBalancingV2::TargetGroup attribute LoadBalancerArns lacks': 'It changes as listeners come and go',
  'AWS::Lambda::Alias attribute FunctionName added':
    'Half of its name: what scales the alias is named by both halves, and waits for it',
  'AWS::Lambda::Alias attribute Name added': 'The other half',
  'AWS::Lambda::Function attribute SnapStartResponse lacks': 'SnapStart is not handled',
  'AWS::Lambda::Function attribute SnapStartResponse.ApplyOn lacks': 'SnapStart is not handled',
  'AWS::Lambda::Function attribute SnapStartResponse.OptimizationStatus lacks': 'SnapStart is not handled',
  'AWS::Lambda::Function attribute Version added':
    'The driver publishes; CloudFormation has a resource of its own for that',
  'AWS::Logs::LogGroup attribute Arn lacks': 'CreateLogGroup answers nothing; it is arn:...:log-group:<LogGroupName>',
  'AWS::Logs::LogGroup createOnly LogGroupClass added':
    'AWS cannot change it; the specification marks it as fixed only in its text',
  ...Object.fromEntries(
    [
      'WebsiteURL',
      'MetadataTableConfiguration.S3TablesDestination.TableNamespace',
      'MetadataTableConfiguration.S3TablesDestination.TableArn',
      'MetadataConfiguration.Destination',
      'MetadataConfiguration.JournalTableConfiguration.TableName',
      'MetadataConfiguration.JournalTableConfiguration.TableArn',
      'MetadataConfiguration.InventoryTableConfiguration.TableName',
      'MetadataConfiguration.InventoryTableConfiguration.TableArn',
      'MetadataConfiguration.AnnotationTableConfiguration.TableName',
      'MetadataConfiguration.AnnotationTableConfiguration.TableArn',
    ].map(name => [`AWS::S3::Bucket attribute ${name} lacks`, 'Web sites and tables of metadata are not handled']),
  ),
  'AWS::SQS::QueuePolicy createOnly Queues added': 'A row is one queue: another one is another row',
  'AWS::SSM::Parameter attribute Type lacks': 'It is a property',
  'AWS::SSM::Parameter attribute Value lacks': 'It is a property',
  'AWS::SecretsManager::Secret attribute Name added': 'Programs ask for it by name',
  'AWS::SecretsManager::Secret createOnly GenerateSecretString added':
    'CloudFormation throws the value away and makes another; here that is refused',
  'Lateen::CloudControl::Resource is no work': 'It stands for the resources of every type that has no driver',
};

interface Spec {
  readonly properties: readonly string[];
  readonly createOnly: readonly string[];
  readonly attributes: readonly string[];
  readonly identifier: readonly string[];
  readonly tags: { readonly property: string; readonly form: string } | undefined;
}

describe("AWS's own specification", () => {
  const specs = new Map<string, Spec>();
  beforeAll(async () => {
    const database = await loadAwsServiceSpec();
    for (const name of types.keys()) {
      const [resource] = database.lookup('resource', 'cloudFormationType', 'equals', name);
      if (resource === undefined) continue;
      const tags = resource.tagInformation;
      specs.set(name, {
        properties: Object.keys(resource.properties),
        createOnly: Object.entries(resource.properties)
          .filter(([, property]) => property.causesReplacement === 'yes')
          .map(([property]) => property),
        attributes: Object.keys(resource.attributes),
        identifier: resource.primaryIdentifier ?? [],
        tags: tags && { property: tags.tagPropertyName, form: tags.variant === 'map' ? 'map' : 'list' },
      });
    }
  }, 60_000);

  function differences(driver: ResourceType): string[] {
    const spec = specs.get(driver.type);
    // One-shot work is no resource of AWS's.
    if (driver.type.startsWith('Lateen::')) return driver.naming === 'once' ? [] : [`${driver.type} is no work`];
    if (spec === undefined) return [`${driver.type} is unknown`];
    const properties = Object.keys(objectOf(driver.schema.properties));
    const found: string[] = [];
    const note = (what: string, names: readonly string[], how: string): void => {
      found.push(...names.map(name => `${driver.type} ${what} ${name} ${how}`));
    };
    const fixed = spec.createOnly.filter(name => properties.includes(name));
    note(
      'property',
      properties.filter(name => !spec.properties.includes(name)),
      'added',
    );
    note(
      'createOnly',
      driver.createOnly.filter(name => !fixed.includes(name)),
      'added',
    );
    note(
      'createOnly',
      fixed.filter(name => !driver.createOnly.includes(name)),
      'lacks',
    );
    const known = [...spec.attributes, ...spec.identifier];
    note(
      'attribute',
      driver.attributes.filter(name => !known.includes(name)),
      'added',
    );
    note(
      'attribute',
      spec.attributes.filter(name => !driver.attributes.includes(name)),
      'lacks',
    );
    if (driver.tags === undefined && spec.tags !== undefined) found.push(`${driver.type} tags lack`);
    else if (JSON.stringify(driver.tags) !== JSON.stringify(spec.tags)) found.push(`${driver.type} tags differ`);
    return found;
  }

  it.each(drivers)('agrees with %s but for what was reviewed', (_, driver) => {
    expect(differences(driver).filter(difference => !(difference in reviewed))).toEqual([]);
  });

  it('differs wherever a review says so', () => {
    const found = drivers.flatMap(([, driver]) => differences(driver));
    expect(Object.keys(reviewed).filter(difference => !found.includes(difference))).toEqual([]);
  });
});

describe('every driver', () => {
  it.each(drivers)('%s closes its schema, and fixes only what it handles', (_, driver) => {
    const open: string[] = [];
    const walk = (schema: unknown, path: string): void => {
      const { type, properties, additionalProperties, items } = objectOf(schema);
      const isDocument = type === 'object' && properties === undefined && additionalProperties === undefined;
      if (type === 'object' && properties !== undefined && additionalProperties !== false) open.push(path);
      if (isDocument && !/(Document|FileSystemPolicy)$/.test(path)) open.push(path);
      for (const [name, inner] of Object.entries(objectOf(properties))) walk(inner, `${path}/${name}`);
      if (items !== undefined) walk(items, `${path}/*`);
    };
    walk(driver.schema, '');
    expect(open).toEqual([]);
    const properties = Object.keys(objectOf(driver.schema.properties));
    expect(driver.createOnly.filter(name => !properties.includes(name))).toEqual([]);
    expect((driver.volatile ?? []).filter(name => !driver.attributes.includes(name))).toEqual([]);
    if (driver.tags !== undefined) expect(properties).toContain(driver.tags.property);
    if (driver.name !== undefined) expect([...properties, ...driver.attributes]).toContain(driver.name.property);
  });
});
