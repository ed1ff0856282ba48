/** The few docker commands that READMEs tell, asked of the engine's API: a reader has the command, these tests may have podman's API alone. */
import { join } from 'node:path';
import { askEngine } from '../../../lib/local/containers.ts';
import { buildFolder, pushImage } from './images.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** Throws where it is another command than these. READMEs name the emulator's port as `npm start` has it; here it is at `port`. */
export async function performDocker(line: string, host: string, port: string): Promise<void> {
  const command = line.replaceAll('127.0.0.1:4566/', `127.0.0.1:${port}/`);
  const build = /^docker build --tag (\S+) --target (\S+) (\S+)$/.exec(command);
  const push = /^docker push (\S+)$/.exec(command);
  if (build !== null) {
    const [, tag = '', target = '', folder = ''] = build;
    await buildFolder(host, join(root, folder), tag, target);
  } else if (push !== null) await pushImage(host, push[1] ?? '');
  else throw new Error(`${line}: test/e2e/harness/docker-command.ts does not know it`);
}

/** Removes every image whose name holds the word: what was pushed, and what was pulled of it. */
export async function removeImages(host: string, word: string): Promise<void> {
  const { text } = await askEngine(host, 'GET', '/images/json');
  const images: readonly { Id: string; RepoTags?: string[] | null; RepoDigests?: string[] | null }[] = JSON.parse(text);
  for (const { Id, RepoTags, RepoDigests } of images)
    if ([...(RepoTags ?? []), ...(RepoDigests ?? [])].some(name => name.includes(word)))
      await askEngine(host, 'DELETE', `/images/${encodeURIComponent(Id)}?force=true`);
}
