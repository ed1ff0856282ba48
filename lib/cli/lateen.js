#!/usr/bin/env node
// The `lateen` executable: plain JavaScript, so that an old Node can read it and hand over to the one that the package brings.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as module from 'node:module';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const main = new URL('./main.ts', import.meta.url);
const own = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url));

if (process.features.typescript) {
  module.enableCompileCache?.();
  await import(main.href);
} else if (existsSync(own)) {
  // Ctrl-C is for the command, which may have something to say before it ends.
  process.on('SIGINT', () => {});
  const done = spawnSync(own, [fileURLToPath(main), ...process.argv.slice(2)], { stdio: 'inherit' });
  // As a shell tells of a signal: 130 after Ctrl-C.
  process.exitCode = done.status ?? 128 + (constants.signals[done.signal ?? ''] ?? 0);
} else {
  console.error(`lateen needs Node 24, and this is ${process.version}: run npm install in its folder, which brings one.`);
  process.exitCode = 2;
}
