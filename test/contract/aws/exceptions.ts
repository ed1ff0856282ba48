/** The one table of what an emulator does not keep: each line is expected to fail at its stage, and fails the suite when it passes. */

export type EmulatorName = 'ministack' | 'moto';

/** What is asked of a property, in order; and of a type. */
export type Stage =
  | 'set'
  | 'change'
  | 'remove'
  | 'create twice'
  | 'find'
  | 'delete twice'
  | 'update without difference'
  | 'tags';

export interface Exception {
  readonly emulator: EmulatorName;
  readonly type: string;
  /** '' where the stage is about the type as a whole. */
  readonly property: string;
  readonly stage: Stage;
  /** One sentence: what the emulator does instead. */
  readonly reason: string;
}

function one(emulator: EmulatorName, type: string, property: string, stage: Stage, reason: string): Exception {
  return { emulator, type, property, stage, reason };
}

const fn = 'AWS::Lambda::Function';
const stage = 'AWS::ApiGatewayV2::Stage';
const balancer = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const listener = 'AWS::ElasticLoadBalancingV2::Listener';
const noCertificate = 'a certificate has to be one of its own';
const noUpdateStage = 'UpdateStage is not implemented';
const url = 'AWS::Lambda::Url';
const domain = 'AWS::ApiGatewayV2::DomainName';
const apiMapping = 'AWS::ApiGatewayV2::ApiMapping';
const mapping = 'AWS::Lambda::EventSourceMapping';
const unsaid = 'of a stream it says what was set only, where AWS says what it does anyway';
const table = 'AWS::DynamoDB::Table';
const noUpdateFiles = 'UpdateFileSystem is not implemented';
const files = 'AWS::EFS::FileSystem';
const noUpdateMapping = 'UpdateApiMapping is not implemented';

export const exceptions: readonly Exception[] = [
  one('ministack', 'AWS::ECS::Service', 'ServiceRegistries', 'change', 'UpdateService keeps the old registries'),
  one('ministack', 'AWS::ECS::Service', 'EnableECSManagedTags', 'change', 'UpdateService keeps the old setting'),
  one('ministack', 'AWS::ECS::Service', 'PropagateTags', 'change', 'UpdateService keeps the old setting'),
  one('ministack', 'AWS::IAM::Role', 'Description', 'remove', 'UpdateRole with an empty description keeps the old one'),
  one('ministack', 'AWS::ApiGatewayV2::Api', 'Tags', 'change', 'GetApi goes on answering the tags of the creation'),
  one('ministack', stage, '', 'create twice', 'CreateStage overwrites a stage of that name'),
  one('ministack', 'AWS::ApiGatewayV2::Integration', 'ConnectionType', 'change', 'a connection id is dropped'),
  one('ministack', 'AWS::ApiGatewayV2::Integration', 'ConnectionId', 'set', 'a connection id is dropped'),
  one('ministack', 'AWS::ApiGatewayV2::Integration', 'TlsConfig', 'set', 'the TLS configuration is dropped'),
  one(
    'ministack',
    'AWS::ElasticLoadBalancingV2::TargetGroup',
    'ProtocolVersion',
    'set',
    'the protocol version is dropped',
  ),
  one('ministack', 'AWS::ServiceDiscovery::PrivateDnsNamespace', '', 'find', 'the CreatorRequestId is dropped'),
  one(
    'ministack',
    'AWS::ServiceDiscovery::Service',
    'DnsConfig',
    'change',
    'UpdateService takes the routing policy away, which it cannot name',
  ),
  one('ministack', mapping, 'ParallelizationFactor', 'remove', unsaid),
  one('ministack', mapping, 'MaximumRetryAttempts', 'remove', unsaid),
  one('ministack', mapping, 'MaximumRecordAgeInSeconds', 'remove', unsaid),
  one('ministack', 'AWS::Events::Rule', 'Description', 'remove', 'PutRule without a description keeps the old one'),
  one('ministack', table, 'PointInTimeRecoverySpecification', 'set', 'the recovery period is dropped'),
  one('ministack', files, 'BackupPolicy', 'set', 'CreateFileSystem ignores Backup'),
  one('moto', 'AWS::Lambda::Permission', 'FunctionUrlAuthType', 'set', 'the condition is dropped'),
  one('moto', 'AWS::Lambda::Permission', 'InvokedViaFunctionUrl', 'set', 'the condition is dropped'),
  one('moto', url, '', 'create twice', 'CreateFunctionUrlConfig overwrites the one that is there'),
  one('moto', url, 'InvokeMode', 'change', 'UpdateFunctionUrlConfig keeps the old mode'),
  one('moto', url, 'Cors', 'remove', 'UpdateFunctionUrlConfig with empty settings keeps the old ones'),
  one(
    'moto',
    'AWS::ApiGatewayV2::Route',
    'AuthorizationScopes',
    'remove',
    'UpdateRoute without scopes keeps the old ones',
  ),
  one(
    'moto',
    'AWS::SecretsManager::Secret',
    'Description',
    'remove',
    'UpdateSecret with an empty description keeps the old one',
  ),
  one('moto', files, 'ThroughputMode', 'change', noUpdateFiles),
  one('moto', files, 'ProvisionedThroughputInMibps', 'change', noUpdateFiles),
  one('moto', files, 'BackupPolicy', 'change', 'PutBackupPolicy is not implemented'),
  one('moto', files, 'FileSystemPolicy', 'remove', 'DeleteFileSystemPolicy is not implemented'),
  one('moto', table, 'StreamSpecification', 'change', 'a table that once had a stream takes no other'),
  one('moto', table, 'SSESpecification', 'change', 'UpdateTable keeps the old encryption'),
  one('moto', table, 'TableClass', 'set', 'the class is dropped'),
  one('moto', fn, 'Architectures', 'change', 'UpdateFunctionCode keeps the old architecture'),
  one('moto', fn, 'EphemeralStorage', 'change', 'UpdateFunctionConfiguration keeps the old size'),
  one('moto', fn, 'TracingConfig', 'change', 'UpdateFunctionConfiguration keeps the old mode'),
  one('moto', fn, 'LoggingConfig', 'set', 'the logging configuration is dropped'),
  one(
    'moto',
    'AWS::Lambda::Alias',
    'ProvisionedConcurrencyConfig',
    'set',
    'PutProvisionedConcurrencyConfig is not implemented',
  ),
  one('moto', 'AWS::Lambda::Permission', '', 'create twice', 'a second statement of the same id is added'),
  one('moto', 'AWS::Logs::LogGroup', 'LogGroupClass', 'set', 'the class is dropped'),
  one('moto', stage, '', 'create twice', 'CreateStage overwrites a stage of that name'),
  one('moto', 'AWS::EC2::SecurityGroup', 'SecurityGroupEgress', 'remove', 'IPv6 stays where the VPC has none'),
  one('moto', balancer, '', 'create twice', 'CreateLoadBalancer answers with the one of that name'),
  one('moto', balancer, 'LoadBalancerAttributes', 'remove', 'the idle timeout is not told before it was set'),
  one('moto', listener, 'Protocol', 'set', noCertificate),
  one('moto', listener, 'SslPolicy', 'set', noCertificate),
  one('moto', listener, 'Certificates', 'set', noCertificate),
  one('moto', domain, 'DomainNameConfigurations', 'change', 'UpdateDomainName is not implemented'),
  one('moto', domain, 'Tags', 'change', 'TagResource does not know domains'),
  one('moto', apiMapping, 'ApiId', 'change', noUpdateMapping),
  one('moto', apiMapping, 'Stage', 'change', noUpdateMapping),
  one('moto', apiMapping, 'ApiMappingKey', 'change', noUpdateMapping),
  one('moto', stage, 'AutoDeploy', 'change', noUpdateStage),
  one('moto', stage, 'Description', 'change', noUpdateStage),
  one('moto', stage, 'DefaultRouteSettings', 'change', noUpdateStage),
  one(
    'moto',
    'AWS::ApiGatewayV2::Integration',
    'ConnectionType',
    'remove',
    'an integration without a connection type has none, where AWS says INTERNET',
  ),
  one(
    'moto',
    'AWS::ApplicationAutoScaling::ScalableTarget',
    '',
    'delete twice',
    'ValidationException, where AWS says ObjectNotFoundException',
  ),
  one(
    'moto',
    'AWS::ApplicationAutoScaling::ScalingPolicy',
    '',
    'delete twice',
    'ValidationException, where AWS says ObjectNotFoundException',
  ),
];

export function exceptionFor(emulator: string, type: string, property: string, stage: Stage): Exception | undefined {
  return exceptions.find(
    item => item.emulator === emulator && item.type === type && item.property === property && item.stage === stage,
  );
}
