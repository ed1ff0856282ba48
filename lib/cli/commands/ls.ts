/** `lateen ls`: the applications of a namespace, or of all. */
import { pathOf, viewOf } from '../answer.ts';
import { listAll } from '../list.ts';
import type { Context } from '../options.ts';
import { age, print, table } from '../output.ts';
import type { ExitCode } from '../problems.ts';

export async function ls(context: Context, everywhere: boolean): Promise<ExitCode> {
  const list = await listAll(context.client, pathOf('applications', everywhere ? undefined : context.namespace));
  await print(context.output, list, () => {
    const apps = list.items.map(viewOf);
    if (apps.length === 0) return [everywhere ? 'No applications.' : `No applications in ${context.namespace}.`];
    const rows = apps.map(app => [
      ...(everywhere ? [app.namespace] : []),
      app.name,
      app.deleting ? 'deleting' : app.phase,
      app.revision === 0 ? '' : `v${app.revision}`,
      age(app.created),
      app.endpoints.map(endpoint => endpoint.url).join(' '),
    ]);
    return table([...(everywhere ? ['NAMESPACE'] : []), 'NAME', 'PHASE', 'REVISION', 'AGE', 'URL'], rows);
  });
  return 0;
}
