/** POST /applications: for people with curl and for the command line, many documents at once. */
import { accept, draftsOf, itemJson } from './accept.ts';
import { readDocuments } from './body.ts';
import { answer, type Call, dryRunOf, fieldValidationOf, queryNamespace } from './call.ts';

export async function postApplications(call: Call): Promise<Response> {
  const dryRun = dryRunOf(call);
  const read = draftsOf(await readDocuments(call.request), queryNamespace(call));
  for (const { key } of read.drafts) call.authorize('create', key.kind, { namespace: key.namespace });
  const accepted = await accept(call.deps, read, {
    principal: call.principal,
    dryRun,
    fieldValidation: fieldValidationOf(call),
  });
  const results = new Set(accepted.map(({ result }) => result));
  const status = dryRun ? 200 : results.has('created') ? 201 : results.has('configured') ? 202 : 200;
  return answer(status, { items: accepted.map(itemJson) });
}
