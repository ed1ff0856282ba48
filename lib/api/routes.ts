/** Every route there is: what it needs permission for, and who answers. */
import { postApplications } from './applications.ts';
import type { Subject, Verb } from './authorize.ts';
import type { Call } from './call.ts';
import { execute } from './exec.ts';
import { getPlan, getRevision, listEvents, listRevisions, retry, rollBack } from './history.ts';
import { createObject, getObject, listObjects, replaceObject } from './kubernetes.ts';
import { getLogs } from './logs.ts';
import { group, plurals, storableKinds } from './objects.ts';
import { deleteObject } from './remove.ts';
import { getApplicationSchema } from './schemas.ts';
import { postBlob } from './uploads.ts';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Parts that begin with a colon are variables. */
  readonly path: string;
  readonly verb: Verb;
  readonly subject: Subject;
  /** path: the namespace of the path; all: of every namespace; any: in at least one (the documents decide). */
  readonly scope: 'path' | 'all' | 'any';
  readonly summary: string;
  answer(call: Call): Promise<Response>;
}

/** Open routes (/healthz) and the list itself (/) stand in api.ts. */
export const routes: readonly Route[] = [
  {
    method: 'POST',
    path: '/applications',
    verb: 'create',
    subject: 'Application',
    scope: 'any',
    summary:
      'Create or update applications and definitions: YAML or JSON, up to 25 documents, all or nothing; ?dryRun=All plans',
    answer: postApplications,
  },
  {
    method: 'POST',
    path: '/blobs',
    verb: 'create',
    subject: 'Blob',
    scope: 'any',
    summary: 'Ask where to PUT a zip: {sha256, size}',
    answer: postBlob,
  },
  {
    method: 'GET',
    path: '/schemas/application.json',
    verb: 'list',
    subject: 'ComponentDefinition',
    scope: 'any',
    summary: 'JSON Schema of an Application, made of the installed definitions, for editors: ?namespace=',
    answer: getApplicationSchema,
  },
  ...storableKinds.flatMap(kind => {
    const all = `${group}/${plurals[kind]}`;
    const some = `${group}/namespaces/:namespace/${plurals[kind]}`;
    const one = `${some}/:name`;
    const of = (
      method: Route['method'],
      path: string,
      verb: Verb,
      summary: string,
      answer: Route['answer'],
    ): Route => ({ method, path, verb, subject: kind, scope: path === all ? 'all' : 'path', summary, answer });
    return [
      of('GET', all, 'list', `List ${plurals[kind]} of all namespaces`, call => listObjects(call, kind)),
      of('GET', some, 'list', `List ${plurals[kind]}`, call => listObjects(call, kind)),
      of('POST', some, 'create', `Create one of kind ${kind}`, call => createObject(call, kind)),
      of('GET', one, 'get', `Read one of kind ${kind}`, call => getObject(call, kind)),
      of('PUT', one, 'update', `Replace one of kind ${kind}`, call => replaceObject(call, kind)),
      of('DELETE', one, 'delete', `Delete one of kind ${kind}`, call => deleteObject(call, kind)),
    ];
  }),
  history('GET', 'events', 'get', 'What happened, newest first', listEvents),
  history('GET', 'revisions', 'get', 'The revisions that are kept', listRevisions),
  history('GET', 'revisions/:revision', 'get', 'One revision, whole', getRevision),
  history('GET', 'logs', 'get', 'What its programs wrote, oldest first: ?component=a,b&since=<time>&limit=', getLogs),
  history('GET', 'plan', 'get', 'What would be done now', getPlan),
  history('POST', 'exec', 'update', 'Run a command in a container: {component, container, command}', execute),
  history('POST', 'rollback', 'update', 'Run an older revision again: {revision}', rollBack),
  history('POST', 'retry', 'update', 'Try again at once what failed', retry),
];

function history(method: Route['method'], rest: string, verb: Verb, summary: string, answer: Route['answer']): Route {
  const path = `${group}/namespaces/:namespace/${plurals.Application}/:name/${rest}`;
  return { method, path, verb, subject: 'Application', scope: 'path', summary, answer };
}

/** Methods of the routes whose path fits, for 405. */
export function methodsOf(path: string): string[] {
  const parts = path.split('/');
  const fitting = routes.filter(route => {
    const pattern = route.path.split('/');
    return (
      pattern.length === parts.length &&
      pattern.every((part, i) => (part.startsWith(':') ? parts[i] !== '' : part === parts[i]))
    );
  });
  return [...new Set(fitting.map(route => route.method))].flatMap(method =>
    method === 'GET' ? ['GET', 'HEAD'] : [method],
  );
}
