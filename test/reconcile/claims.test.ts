/** File systems of claims: who may mount them, and what becomes of them when nobody names them any more. */
import { describe, expect, it } from 'vitest';
import { type JsonObject, listOf, objectOf, textOf } from '../../lib/json.ts';
import { world as judging, on } from '../definition/judged.ts';
import { containerFacts } from './container-world.ts';
import { createWorld, type World } from './world.ts';

const application = (name: string, ...components: JsonObject[]): JsonObject => ({
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'Application',
  metadata: { name, namespace: 'default' },
  spec: { components },
});
const naming = (claimName: string, more: JsonObject = {}): JsonObject => ({
  name: claimName,
  type: 'worker',
  properties: { image: 'busybox:1', volumeMounts: { pvc: [{ name: 'v', mountPath: '/v', claimName, ...more }] } },
});

const openWorld = (): Promise<World> => createWorld({ environment: containerFacts });
const ofKind = ({ aws }: World, kind: string): string[] =>
  Object.keys(objectOf(aws.listing().files)).filter(id => id.startsWith(`${kind}-`));

async function posted(world: World, document: JsonObject): Promise<void> {
  await world.apply(document);
  await world.run();
  const name = textOf(objectOf(document.metadata).name);
  expect(await world.status({ namespace: 'default', name })).toMatchObject({ status: 'running' });
}

async function removed(world: World, name: string): Promise<void> {
  await world.remove({ namespace: 'default', name });
  await world.run();
}

describe('the files of a claim', () => {
  it('are mounted by roles that may, through an access point and over TLS only', () => {
    const { graph, issues } = judging.judge(application('shop', naming('one'), naming('two')));
    expect(issues.filter(issue => issue.severity === 'error')).toEqual([]);
    const all = (type: string): readonly JsonObject[] =>
      graph.resources.filter(one => one.type === type).map(one => ({ key: one.key, ...one.properties }));
    for (const { FileSystemPolicy } of all('AWS::EFS::FileSystem')) {
      const statements = listOf(objectOf(FileSystemPolicy).Statement).map(objectOf);
      expect(statements.map(({ Effect, Principal, Condition }) => ({ Effect, Principal, Condition }))).toEqual([
        { Effect: 'Deny', Principal: { AWS: '*' }, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        {
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Condition: { Null: { 'elasticfilesystem:AccessPointArn': 'true' } },
        },
      ]);
    }
    for (const { Volumes } of all('AWS::ECS::TaskDefinition'))
      expect(listOf(Volumes)).toMatchObject([
        { EFSVolumeConfiguration: { TransitEncryption: 'ENABLED', AuthorizationConfig: { IAM: 'ENABLED' } } },
      ]);
    const policies = all('AWS::IAM::RolePolicy');
    const files = all('AWS::EFS::FileSystem').map(({ key }) => ({ $ref: [key, 'Arn'] }));
    const points = all('AWS::EFS::AccessPoint').map(({ key }) => ({ $ref: [key, 'Arn'] }));
    // Each its own: neither may mount what the other names.
    expect(policies.map(({ PolicyDocument }) => objectOf(PolicyDocument).Statement)).toEqual(
      [0, 1].map(n => [
        {
          Effect: 'Allow',
          Action: [
            'elasticfilesystem:ClientMount',
            'elasticfilesystem:ClientWrite',
            'elasticfilesystem:ClientRootAccess',
          ],
          Resource: files[n],
          Condition: { StringEquals: { 'elasticfilesystem:AccessPointArn': points[n] } },
        },
      ]),
    );
  });

  it('are not mounted before their policy and that of the role are there', async () => {
    const world = await openWorld();
    await posted(world, application('shop', naming('one')));
    const order = world.aws.calls.map(({ action }) => action);
    expect(order.lastIndexOf('PutFileSystemPolicy')).toBeLessThan(order.indexOf('CreateMountTarget'));
    expect(order.lastIndexOf('PutRolePolicy')).toBeLessThan(order.indexOf('RegisterTaskDefinition'));
  });

  it('are waited for whatever labels a component has', () => {
    const labels = { type: 'labels', properties: { 'mounts-by': 'me' } };
    const { graph } = judging.judge(application('shop', { ...naming('one'), traits: [labels] }));
    const mounting = graph.resources.find(one => one.id === 'mounting')?.key;
    expect(mounting).toBeDefined();
    expect(graph.resources.find(one => one.type === 'AWS::ECS::TaskDefinition')?.needs).toContain(mounting);
    const reserved = { type: 'labels', properties: { 'oam.dev/mounts-by': 'me' } };
    const { issues } = judging.judge(application('shop', { ...naming('one'), traits: [reserved] }));
    expect(issues.filter(issue => issue.severity === 'error').map(issue => issue.code)).toEqual(['ReservedName']);
  });

  const role = { type: 'service-account', properties: { name: 'theirs' } };
  const pvc = { type: 'pvc', properties: { claimName: 'one', volumesToMount: [{ name: 'v', mountPath: '/v' }] } };

  it('have no policy beside a role that exists, which has no right to them, and say so', () => {
    const { graph, issues } = judging.judge(application('shop', on('worker', 'w', {}, role, pvc)));
    expect(graph.resources.filter(one => one.type.startsWith('AWS::IAM::'))).toEqual([]);
    const [files] = graph.resources.filter(one => one.type === 'AWS::EFS::FileSystem');
    expect(files?.properties).toEqual({ Encrypted: true });
    const [task] = graph.resources.filter(one => one.type === 'AWS::ECS::TaskDefinition');
    const [volume] = listOf(task?.properties.Volumes).map(objectOf);
    const { TransitEncryption, AuthorizationConfig } = objectOf(volume?.EFSVolumeConfiguration);
    expect(TransitEncryption).toBe('ENABLED');
    expect(Object.keys(objectOf(AuthorizationConfig))).toEqual(['AccessPointId']);
    expect(issues.filter(issue => issue.code === 'GuardedByNetwork')).toMatchObject([{ severity: 'warning' }]);
  });

  it('are refused to components of which only one has such a role: the policy would keep that one out', () => {
    const { issues } = judging.judge(application('shop', on('worker', 'w', {}, role, pvc), naming('one')));
    expect(issues.filter(issue => issue.severity === 'error').map(issue => issue.code)).toEqual(['ScopeConflict']);
  });

  it('outlive their application, and are there for it when it comes again', async () => {
    const world = await openWorld();
    await posted(world, application('shop', naming('one')));
    const made = ofKind(world, 'fs');
    await removed(world, 'shop');
    expect([ofKind(world, 'fs'), ofKind(world, 'fsmt'), ofKind(world, 'fsap')]).toEqual([made, [], []]);
    await posted(world, application('shop', naming('one')));
    expect(ofKind(world, 'fs')).toEqual(made);
  });

  it('outlive it where one of those that name the claim keeps them, and go where none does', async () => {
    const world = await openWorld();
    const other = { ...naming('one', { onDelete: 'delete' }), name: 'other' };
    await posted(world, application('shop', other, naming('one')));
    await removed(world, 'shop');
    expect(ofKind(world, 'fs')).toHaveLength(1);
    await posted(world, application('shop', other));
    await removed(world, 'shop');
    expect(ofKind(world, 'fs')).toEqual([]);
  });
});
