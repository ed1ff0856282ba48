/** `lateen schema`: the JSON Schema by which an editor completes and checks an app.yaml. */
import type { Context } from '../options.ts';
import { print } from '../output.ts';
import type { ExitCode } from '../problems.ts';

/** Whatever the format asked for: a schema is JSON. */
export async function schema({ client, namespace }: Context): Promise<ExitCode> {
  const answer = await client.request('GET', `/schemas/application.json?${new URLSearchParams({ namespace })}`);
  await print('json', answer, () => []);
  return 0;
}
