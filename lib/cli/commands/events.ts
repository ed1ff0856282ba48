/** `lateen events`: what happened to an application and why, newest last. */
import { listOf, objectOf, textOf } from '../../json.ts';
import { pathOf } from '../answer.ts';
import type { Context } from '../options.ts';
import { print, table } from '../output.ts';
import type { ExitCode } from '../problems.ts';

export async function events(context: Context, name: string, limit: number): Promise<ExitCode> {
  const path = pathOf('applications', context.namespace, name, 'events');
  const answer = await context.client.request('GET', `${path}?limit=${limit}`);
  await print(context.output, answer, () => {
    const items = listOf(answer.items).map(objectOf);
    if (items.length === 0) return [`Nothing has happened to ${name} yet.`];
    const rows = items.toReversed().map(event => {
      const principal = textOf(event.principal);
      const by = principal === '' ? '' : ` (by ${principal})`;
      return [
        textOf(event.at),
        textOf(event.type),
        textOf(event.reason),
        textOf(event.component),
        textOf(event.message) + by,
      ];
    });
    return table(['AT', 'TYPE', 'REASON', 'COMPONENT', 'MESSAGE'], rows);
  });
  return 0;
}
