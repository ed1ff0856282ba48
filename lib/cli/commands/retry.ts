/** `lateen retry`: asks for another look at an application now, without waiting for the back-off. */
import { pathOf } from '../answer.ts';
import type { Context } from '../options.ts';
import { print } from '../output.ts';
import type { ExitCode } from '../problems.ts';

export async function retry(context: Context, name: string): Promise<ExitCode> {
  const answer = await context.client.request('POST', pathOf('applications', context.namespace, name, 'retry'));
  await print(context.output, answer, () => [`${name} is looked at again now. Watch it: lateen status ${name}`]);
  return 0;
}
