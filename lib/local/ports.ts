/** TCP ports of 127.0.0.1: which are free, which are taken. */
import { createServer } from 'node:net';

/** A port that nobody listened on a moment ago. */
export function freePort(): Promise<number> {
  return listenOnce(0);
}

/** Throws a sentence that says what to do when somebody listens on it already. */
export async function mustBeFree(port: number, what: string, setting: string): Promise<void> {
  try {
    await listenOnce(port);
  } catch {
    throw new Error(
      `Port ${port} for ${what} is taken: stop what listens there (another npm start?), or set ${setting} to another port.`,
    );
  }
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const got = address !== null && typeof address === 'object' ? address.port : port;
      server.close(() => resolve(got));
    });
  });
}
