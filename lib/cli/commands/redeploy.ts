/** `lateen redeploy`: takes up what is newer of an application's objects, images, secrets and parameters, though its gate is manual. */
import { pathOf } from '../answer.ts';
import type { Context } from '../options.ts';
import { print } from '../output.ts';
import type { ExitCode } from '../problems.ts';

export async function redeploy(context: Context, name: string): Promise<ExitCode> {
  const answer = await context.client.request('POST', pathOf('applications', context.namespace, name, 'redeploy'));
  await print(context.output, answer, () => [`${name} takes up what is newer. Watch it: lateen events ${name}`]);
  return 0;
}
