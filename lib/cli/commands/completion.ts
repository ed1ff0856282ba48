/** `lateen completion`: the script of a shell, and the names of applications that such scripts ask for. */
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

/** One application a line; silence where that cannot be known. */
export async function names(): Promise<ExitCode> {
  try {
    const client = createClient(findApi(process.env, process.cwd()), namesWithinMs);
    const { items } = await client.request('GET', pathOf('applications', 'default'));
    write(
      process.stdout,
      listOf(items).map(item => textOf(objectOf(objectOf(item).metadata).name)),
    );
  } catch {
    return 1;
  }
  return 0;
}
