/** A Docker API that answers what a test wants, on a port of this machine. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeEngine {
  readonly host: string;
  /** What was asked of it, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** With `socket` it listens there instead, as Docker does. */
export async function fakeEngine(
  answers: Readonly<Record<string, object>>,
  otherwise = 404,
  socket?: string,
): Promise<FakeEngine> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    response.statusCode = path in answers ? 200 : otherwise;
    response.end(JSON.stringify(answers[path] ?? {}));
  });
  await new Promise<void>(resolve =>
    socket === undefined ? server.listen(0, '127.0.0.1', resolve) : server.listen(socket, resolve),
  );
  return {
    host: socket === undefined ? `tcp://127.0.0.1:${portOf(server.address())}` : `unix://${socket}`,
    asked,
    close: () => new Promise(resolve => server.close(() => resolve())),
  };
}

export function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('It does not listen on a port');
  return address.port;
}
