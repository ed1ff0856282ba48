/** What lets containers call the emulator: who gets through, where it listens, and that nothing is left of it. */
import { connect, createServer, type Server } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { openBridge } from '../../lib/local/bridge.ts';
import { type FakeEngine, fakeEngine, portOf } from './engine.ts';

const network = (Gateway: string, Subnet: string): object => ({ IPAM: { Config: [{ Gateway, Subnet }] } });
/** This machine answers at every address of 127/8: one of them stands for the address that it has among containers. */
const among = '127.0.0.2';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** The emulator: it answers each word with itself. */
async function emulator(): Promise<number> {
  const server: Server = createServer(socket => socket.pipe(socket));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  open.push({ close: () => new Promise(resolve => server.close(() => resolve())) });
  return portOf(server.address());
}

async function engine(networks: Readonly<Record<string, object>>): Promise<FakeEngine> {
  const fake = await fakeEngine(networks);
  open.push(fake);
  return fake;
}

async function bridge(engineHost: string, port: number): Promise<void> {
  open.push(await openBridge(engineHost, port));
}

/** What comes back for a word, '' where the connection ends without an answer, undefined where nobody listens. */
function ask(address: string, port: number): Promise<string | undefined> {
  return new Promise(resolve => {
    const socket = connect(port, address, () => socket.write('hello'));
    socket.on('data', data => {
      resolve(String(data));
      socket.destroy();
    });
    socket.on('close', failed => resolve(failed ? undefined : ''));
    socket.on('error', () => {});
  });
}

/** The listening begins a moment after openBridge answers. */
async function answerAt(address: string, port: number): Promise<string | undefined> {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await ask(address, port);
    if (answer !== undefined) return answer;
    await new Promise(resolve => setTimeout(resolve, 10));
  }
  return undefined;
}

it("leads from Docker's network to the emulator", async () => {
  const port = await emulator();
  const { host } = await engine({ '/networks/bridge': network(among, '127.0.0.0/8') });
  await bridge(host, port);
  expect(await answerAt(among, port)).toBe('hello');
});

it("leads from podman's network, which has another name", async () => {
  const port = await emulator();
  const { host, asked } = await engine({ '/networks/podman': network(among, '127.0.0.0/8') });
  await bridge(host, port);
  expect(await answerAt(among, port)).toBe('hello');
  expect(asked).toEqual(['/networks/bridge', '/networks/podman']);
});

it('lets nobody through but containers', async () => {
  const port = await emulator();
  const { host } = await engine({ '/networks/bridge': network(among, '10.88.0.0/16') });
  await bridge(host, port);
  expect(await answerAt(among, port)).toBe('');
});

it('listens no more once it is closed, whoever is connected', async () => {
  const port = await emulator();
  const { host } = await engine({ '/networks/bridge': network(among, '127.0.0.0/8') });
  const opened = await openBridge(host, port);
  expect(await answerAt(among, port)).toBe('hello');
  const socket = connect(port, among);
  await new Promise(resolve => socket.once('connect', resolve));
  const ended = new Promise(resolve => socket.once('close', resolve));
  socket.on('error', () => {});
  await opened.close();
  await ended;
  expect(await ask(among, port)).toBeUndefined();
});

it('waits for an address that comes with the first container, and can be closed before', async () => {
  const port = await emulator();
  // Of no network: this machine never has it.
  const { host } = await engine({ '/networks/bridge': network('192.0.2.1', '192.0.2.0/24') });
  const opened = await openBridge(host, port);
  await new Promise(resolve => setTimeout(resolve, 50));
  await opened.close();
});

it('is not needed where the engine has no such network', async () => {
  const { host, asked } = await engine({});
  const opened = await openBridge(host, 1);
  await opened.close();
  expect(asked).toHaveLength(2);
});
