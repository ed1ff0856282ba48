/** `lateen completion`: the script of a shell, and the names that such scripts ask for. */
import type { Command } from 'commander';
import { listOf, objectOf, textOf } from '../../json.ts';
import { pathOf } from '../answer.ts';
import { createClient } from '../client.ts';
import { completionOf } from '../completion.ts';
import { findApi } from '../find-api.ts';
import { write } from '../output.ts';
import type { ExitCode } from '../problems.ts';
import type { Shell } from '../shells.ts';
import { templates } from './init.ts';

/** A shell waits with the whole line for it. */
const namesWithinMs = 2000;

export function completion(shell: Shell, program: Command): ExitCode {
  const more = { init: Object.keys(templates) };
  process.stdout.write(completionOf(shell, program, more));
  return 0;
}

/** One application of a namespace a line; silence where that cannot be known. */
export async function names(namespace: string): Promise<ExitCode> {
  return await told(namespace === '' ? 'default' : namespace, 'name');
}

/** One namespace with applications a line; silence where that cannot be known. */
export async function namespaces(): Promise<ExitCode> {
  return await told(undefined, 'namespace');
}

async function told(namespace: string | undefined, what: 'name' | 'namespace'): Promise<ExitCode> {
  try {
    const client = createClient(findApi(process.env, process.cwd()), namesWithinMs);
    const { items } = await client.request('GET', pathOf('applications', namespace));
    const all = listOf(items).map(item => textOf(objectOf(objectOf(item).metadata)[what]));
    write(process.stdout, [...new Set(all)].sort());
  } catch {
    return 1;
  }
  return 0;
}
