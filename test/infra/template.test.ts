/** What osls makes of serverless.yml: what is open, what is closed, what is alarmed, the network, and the times that are shipped. */
import { describe, expect, it } from 'vitest';
import { packaged } from './packaged.ts';

const { resources, conditions, ofType, get } = await packaged();

describe('the API', () => {
  it('wants a signature on every route but GET /healthz', () => {
    const routes = ofType('AWS::ApiGatewayV2::Route').map(([, { Properties }]) => [
      Properties.RouteKey,
      Properties.AuthorizationType ?? 'NONE',
    ]);
    expect(Object.fromEntries(routes)).toEqual({ $default: 'AWS_IAM', 'GET /healthz': 'NONE' });
  });
});

describe('the functions', () => {
  it('run on the runtime that scripts and tests run on, each with a role of its own', () => {
    const functions = ofType('AWS::Lambda::Function');
    for (const [, { Properties }] of functions) {
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
    }
    const roles = functions.map(([, { Properties }]) => Properties.Role['Fn::GetAtt'][0]);
    expect(new Set(roles).size).toBe(functions.length);
  });

  it('have the times that are shipped', () => {
    const { Timeout, Environment } = get('ReconcilerLambdaFunction').Properties;
    expect(Timeout).toBe(60);
    expect(Environment.Variables).toMatchObject({
      LEASE_SECONDS: '90',
      TIMEOUT_SECONDS: '60',
      REOBSERVE_SECONDS: '30',
      WAVE_SECONDS: '10',
      WAVE_CALLS: '60',
    });
    expect(get('WakeQueue').Properties.VisibilityTimeout).toBe(90);
  });

  it('keep their logs for a while, not for ever', () => {
    for (const [, { Properties }] of ofType('AWS::Logs::LogGroup')) expect(Properties.RetentionInDays).toBe(30);
  });
});

describe('the stream', () => {
  it('wakes the reconciler for what users want of applications and for nothing else', () => {
    const [mapping] = ofType('AWS::Lambda::EventSourceMapping').filter(
      ([, { Properties }]) => Properties.FilterCriteria,
    );
    const { FilterCriteria, ...settings } = mapping![1].Properties;
    expect(FilterCriteria.Filters.map((one: { Pattern: string }) => JSON.parse(one.Pattern))).toEqual([
      {
        eventName: ['INSERT', 'MODIFY'],
        dynamodb: { Keys: { pk: { S: [{ prefix: 'Application#' }] }, sk: { S: ['SPEC'] } } },
      },
    ]);
    expect(settings).toMatchObject({
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 4,
      MaximumRecordAgeInSeconds: 3600,
      ParallelizationFactor: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(settings.DestinationConfig.OnFailure.Destination).toEqual({ 'Fn::GetAtt': ['DeadLetterQueue', 'Arn'] });
  });
});

describe('names', () => {
  it("of the installation never begin with the applications' prefix", () => {
    const names = Object.values(resources)
      .flatMap(({ Properties }) => Object.entries(Properties ?? {}))
      .filter(([key, value]) => key.endsWith('Name') && typeof value === 'string' && value.startsWith('l'))
      .map(([, value]) => String(value));
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter(name => name.startsWith('lt-t1-'))).toEqual([]);
    expect(names.filter(name => !name.startsWith('lateen-t1'))).toEqual([]);
  });
});

describe('code and state', () => {
  it('are private, encrypted, recoverable', () => {
    expect(get('BlobBucket').Properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    });
    expect(get('BlobBucketPolicy').Properties.PolicyDocument.Statement[0]).toMatchObject({
      Effect: 'Deny',
      Condition: { Bool: { 'aws:SecureTransport': false } },
    });
    expect(get('Table').Properties.PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: true });
    expect(get('Table').Properties.TimeToLiveSpecification).toEqual({ AttributeName: 'expires', Enabled: true });
    for (const [, { Properties }] of ofType('AWS::SQS::Queue')) expect(Properties.SqsManagedSseEnabled).toBe(true);
  });
});

describe('alarms', () => {
  it('sound when something was given up, falls behind or fails', () => {
    const metrics = ofType('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties.MetricName);
    const errors = Array(4).fill('Errors');
    expect(metrics.sort()).toEqual(['ApproximateNumberOfMessagesVisible', ...errors, 'IteratorAge']);
  });
});

describe('the network', () => {
  it('costs nothing while nothing runs: no NAT, load balancer, interface endpoint or address', () => {
    const known = [
      'AWS::EC2::InternetGateway',
      'AWS::EC2::Route',
      'AWS::EC2::RouteTable',
      'AWS::EC2::SecurityGroup',
      'AWS::EC2::SecurityGroupIngress',
      'AWS::EC2::Subnet',
      'AWS::EC2::SubnetRouteTableAssociation',
      'AWS::EC2::VPC',
      'AWS::EC2::VPCEndpoint',
      'AWS::EC2::VPCGatewayAttachment',
    ];
    const network = Object.values(resources).filter(({ Type }) => /::(EC2|ElasticLoadBalancing\w*)::/.test(Type));
    expect([...new Set(network.map(({ Type }) => Type))].sort()).toEqual(known);
    for (const [, { Properties }] of ofType('AWS::EC2::VPCEndpoint'))
      expect(Properties.VpcEndpointType).toBe('Gateway');
  });

  it('is made unless the operator names one, and its namespace only for the ingress that needs it', () => {
    const made = Object.entries(resources).filter(([, { Condition }]) => Condition === 'MakesVpc');
    expect(made.map(([id]) => id).sort()).toEqual([
      'DynamoDbEndpoint',
      'InternetGateway',
      'InternetGatewayAttachment',
      'RouteTable',
      'RouteToInternet',
      'RoutesOfSubnetA',
      'RoutesOfSubnetB',
      'S3Endpoint',
      'SubnetA',
      'SubnetB',
      'Vpc',
    ]);
    expect(get('Namespace').Condition).toBe('MakesNamespace');
    expect(conditions.MakesNamespace).toEqual({
      'Fn::And': [{ Condition: 'OnAws' }, { 'Fn::Equals': ['cloud-map', 'cloud-map'] }],
    });
  });

  it('lets tasks and load balancers be reached by the link and by tasks, and by nothing else', () => {
    const link = { 'Fn::GetAtt': ['LinkSecurityGroup', 'GroupId'] };
    expect(get('ServiceSecurityGroup').Properties.SecurityGroupIngress).toMatchObject([
      { SourceSecurityGroupId: link },
    ]);
    expect(get('LinkSecurityGroup').Properties.SecurityGroupIngress).toBeUndefined();
    const rules = ofType('AWS::EC2::SecurityGroupIngress').map(([, { Properties }]) => Properties);
    const tasks = { 'Fn::GetAtt': ['ServiceSecurityGroup', 'GroupId'] };
    expect(rules).toMatchObject([
      { GroupId: tasks, SourceSecurityGroupId: tasks },
      { GroupId: link, SourceSecurityGroupId: tasks },
      { GroupId: link, SourceSecurityGroupId: link },
    ]);
    const open = ofType('AWS::EC2::SecurityGroup').flatMap(
      ([, { Properties }]) => Properties.SecurityGroupIngress ?? [],
    );
    expect([...open, ...rules].filter(rule => rule.CidrIp ?? rule.CidrIpv6 ?? rule.SourcePrefixListId)).toEqual([]);
  });

  it('is told to definitions, with everything else that they may name', () => {
    const [text, values] = get('ResyncLambdaFunction').Properties.Environment.Variables.ENVIRONMENT['Fn::Sub'];
    expect(Object.keys(values).sort().join(' ')).toBe(
      'AllowedTypes GrantPrefixes Ingress NamespaceId NamespaceName SubnetIds VpcId',
    );
    expect(values.AllowedTypes['Fn::If']).toEqual(['AllowsTypes', expect.anything(), '[]']);
    const lists = text.replaceAll(/\$\{(AllowedTypes|GrantPrefixes)\}/g, '[]');
    const facts = JSON.parse(lists.replaceAll(/\$\{[\w.:]+\}/g, 'x'));
    expect(Object.keys(facts).sort()).toEqual(
      [
        'account allowedTypes apiUrlPrefix apiUrlSuffix assignPublicIp basicRole blobBucket boundary certificates cluster codeBuckets containers',
        'emulatorIgnores executionRole grantPrefixes ingress installation linkSecurityGroup loadBalancerUrl namespaceId namespaceName',
        'notEmulated partition prefix probeImage region rolePath schedulerRole secretPrefix serviceSecurityGroup subnets',
        'vpc vpcLink',
      ]
        .join(' ')
        .split(' '),
    );
    // All variables of a function together: 4 KB.
    expect(text.length).toBeLessThan(2500);
  });
});
