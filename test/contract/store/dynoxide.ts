/** Starts dynoxide (a DynamoDB that is neither AWS's nor an emulator of everything) on a free port of 127.0.0.1. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../../lib/local/ports.ts';

/** It ends with `stop`, and with this process at the latest: the keeper waits for the pipe to close. */
export async function startDynoxide(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const binary = createRequire(import.meta.url).resolve('@dynoxide/linux-x64/dynoxide');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const keeper = '"$@" </dev/null & child=$!; read -r _; kill $child; wait $child';
  const child = spawn('sh', ['-c', keeper, 'keeper', binary, '--host', '127.0.0.1', '--port', String(port)], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await ended;
  };
  for (let i = 0; i < 200; i++) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok === true) return { url, stop };
    await sleep(50);
  }
  await stop();
  throw new Error(`dynoxide did not answer at ${url}`);
}
