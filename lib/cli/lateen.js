#!/usr/bin/env node
// The `lateen` executable: plain JavaScript, so that an old Node can read it and hand over to the one that the package brings.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as module from 'node:module';
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
  process.exitCode = done.status ?? 1;
} else {
  console.error(`lateen needs Node 24, and this is ${process.version}: run npm install in its folder, which brings one.`);
  process.exitCode = 2;
}
