/** The ports that tests take and bind later. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { quietPort } from '../e2e/harness/quiet-port.ts';

/** The first port that Linux gives out by itself; elsewhere it is higher. */
function firstGiven(): number {
  try {
    return Number(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s/)[0]);
  } catch {
    return 49_152;
  }
}

/** These numbers in turn, then any. */
function turns(...given: number[]): () => number {
  return () => given.shift() ?? Math.random();
}

test.each([0, 0.5, 0.999_999])('the system gives it to nobody (%d)', async at => {
  const port = await quietPort(turns(at));
  expect(port).toBeGreaterThan(1023);
  expect(port).toBeLessThan(firstGiven());
});

test('one that is taken is passed over', async () => {
  const same = Math.random();
  const taken = await quietPort(turns(same));
  const server = createServer();
  await new Promise<void>(resolve => server.listen(taken, '127.0.0.1', resolve));
  expect(await quietPort(turns(same))).not.toBe(taken);
  await new Promise(resolve => server.close(resolve));
});
