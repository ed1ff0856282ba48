/** Lets containers call the emulator, which listens on 127.0.0.1 only: by a forwarder on the address that this machine has in their network. */
import { BlockList, connect, createServer, type Server, type Socket } from 'node:net';
import { listOf, objectOf, textOf } from '../json.ts';
import { askEngine } from './containers.ts';

export interface Bridge {
  close(): Promise<void>;
}

const againAfterMs = 500;

/** Docker and podman call the network differently. MiniStack tells its containers `host.docker.internal` and this port. */
export async function openBridge(engine: string, port: number): Promise<Bridge> {
  const network = (await networkOf(engine, 'bridge')) ?? (await networkOf(engine, 'podman'));
  if (network === undefined) return { close: async () => {} };
  const { address, from } = network;
  const sockets = new Set<Socket>();
  let timer: NodeJS.Timeout | undefined;
  const server = createServer(socket => {
    // Nobody but containers, whatever this machine may forward.
    if (!from.check(socket.remoteAddress ?? '')) socket.destroy();
    else join(socket, port, sockets);
  });
  // The address comes with the first container. Docker Desktop has none, and needs none: there the name leads to 127.0.0.1.
  server.on('error', () => {
    timer = setTimeout(() => server.listen(port, address), againAfterMs);
    timer.unref();
  });
  server.listen(port, address);
  return {
    async close() {
      clearTimeout(timer);
      for (const socket of sockets) socket.destroy();
      await ended(server);
    },
  };
}

interface Network {
  readonly address: string;
  readonly from: BlockList;
}

async function networkOf(engine: string, name: string): Promise<Network | undefined> {
  const { status, text } = await askEngine(engine, 'GET', `/networks/${name}`);
  if (status !== 200) return undefined;
  const { IPAM } = objectOf(JSON.parse(text));
  const { Gateway, Subnet } = objectOf(listOf(objectOf(IPAM).Config)[0]);
  const [start = '', bits = ''] = textOf(Subnet).split('/');
  if (textOf(Gateway) === '' || bits === '') return undefined;
  const from = new BlockList();
  from.addSubnet(start, Number(bits));
  return { address: textOf(Gateway), from };
}

function join(from: Socket, port: number, sockets: Set<Socket>): void {
  const to = connect(port, '127.0.0.1');
  for (const [one, other] of [
    [from, to],
    [to, from],
  ] as const) {
    sockets.add(one);
    one.on('error', () => other.destroy());
    one.on('close', () => {
      sockets.delete(one);
      other.destroy();
    });
    one.pipe(other);
  }
}

function ended(server: Server): Promise<void> {
  return new Promise(resolve => (server.listening ? server.close(() => resolve()) : resolve()));
}
