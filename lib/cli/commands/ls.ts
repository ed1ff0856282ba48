/** `lateen ls`: the applications of a namespace, or of all. */
import type { JsonObject } from '../../json.ts';
import { pathOf, viewOf } from '../answer.ts';
import { listAll } from '../list.ts';
import type { Context } from '../options.ts';
import { age, print, table } from '../output.ts';
import type { ExitCode } from '../problems.ts';

export async function ls(context: Context, everywhere: boolean): Promise<ExitCode> {
  const list = await listAll(context.client, pathOf('applications', everywhere ? undefined : context.namespace));
  const objects = context.output === 'text' ? await withDetails(context, list.items) : list.items;
  await print(context.output, list, () => {
    const apps = objects.map(viewOf);
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

/** A list says neither URL nor revision (it reads no inventory): a few objects are read one by one, many are not. */
async function withDetails(context: Context, objects: readonly JsonObject[]): Promise<readonly JsonObject[]> {
  if (objects.length > 20) return objects;
  return await Promise.all(
    objects.map(async object => {
      const { namespace, name } = viewOf(object);
      try {
        return await context.client.request('GET', pathOf('applications', namespace, name));
      } catch {
        // Deleted meanwhile, or not to be read just now: the list's own words stand.
        return object;
      }
    }),
  );
}
