/** GET /schemas/application.json: what an editor completes and checks an app.yaml by. */
import { defaultNamespace } from '../oam/application.ts';
import { type Call, queryNamespace } from './call.ts';
import { installedDefinitions } from './installed.ts';
import { applicationSchema } from './schemas/application.ts';

/** What an application of `?namespace=` can use: its own definitions and those that all can use. */
export async function getApplicationSchema(call: Call): Promise<Response> {
  const namespace = queryNamespace(call) ?? defaultNamespace;
  call.authorize('list', 'ComponentDefinition', { namespace });
  const schema = applicationSchema(await installedDefinitions(call.deps, namespace));
  return new Response(JSON.stringify(schema), { headers: { 'content-type': 'application/schema+json' } });
}
