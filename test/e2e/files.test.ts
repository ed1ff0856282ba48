/** File systems of an application: made once for all that name them, reached in every subnet before a task starts, kept where it says nothing else, gone with it where it does. */
import { DescribeMountTargetsCommand, EFSClient } from '@aws-sdk/client-efs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { application, down, up } from './harness/applications.ts';
import { type Installation, startInstallation } from './harness/installation.ts';

let lateen: Installation;
beforeAll(async () => {
  lateen = await startInstallation({ containers: false });
});
afterAll(() => lateen?.stop());

const claim = (claimName: string): object => ({
  name: claimName,
  mountPath: `/${claimName}`,
  claimName,
  onDelete: 'delete',
});
const mounting = (name: string, type: string, ...claims: string[]): object => ({
  name,
  type,
  properties: { image: 'localhost/nothing:1', volumeMounts: { pvc: claims.map(claim) } },
});

it('are shared by name, and leave nothing', async () => {
  const before = await lateen.list();
  await up(lateen, application('shop', mounting('a', 'webservice', 'one', 'two'), mounting('b', 'worker', 'two')));
  const { fileSystems, accessPoints } = await lateen.list();
  expect([fileSystems.length, accessPoints.length]).toEqual([2, 2]);
  const efs = new EFSClient({
    endpoint: lateen.emulator,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  for (const FileSystemId of fileSystems) {
    const { MountTargets = [] } = await efs.send(new DescribeMountTargetsCommand({ FileSystemId }));
    expect(MountTargets).toHaveLength(2);
  }
  const sent = lateen.proxy.calls.map(call => call.action);
  const mounted = 'POST /2015-02-01/mount-targets';
  expect(sent.filter(action => action === mounted)).toHaveLength(4);
  // `a` waits for both of its file systems; what comes last is registered after all of them.
  expect(sent.lastIndexOf(mounted)).toBeLessThan(sent.lastIndexOf('RegisterTaskDefinition'));
  expect(sent.indexOf(mounted)).toBeLessThan(sent.indexOf('RegisterTaskDefinition'));
  await down(lateen, 'shop');
  expect(await lateen.list()).toEqual(before);
});
