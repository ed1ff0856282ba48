/** Every route there is: what it needs permission for, and who answers. */
import { postApplications } from './applications.ts';
import type { Subject, Verb } from './authorize.ts';
import type { Call } from './call.ts';
import { execute } from './exec.ts';
import { getPlan, getRevision, listEvents, listRevisions, redeploy, retry, rollBack } from './history.ts';
import { createObject, getObject, listObjects, replaceObject } from './kubernetes.ts';
import { getLogs } from './logs.ts';
import { group, plurals, storableKinds } from './objects.ts';
import type { AnswerName } from './openapi/answers.ts';
import type { QueryName } from './openapi/queries.ts';
import { getDocs, getOpenApi } from './openapi.ts';
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
  /** What may stand in its query. */
  readonly query?: readonly QueryName[];
  /** Its body; `documents` are YAML or JSON, one or many. */
  readonly takes?: AnswerName | 'documents';
  /** What it answers by status, where it succeeds. */
  readonly gives: Readonly<Record<number, AnswerName | 'html'>>;
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
    query: ['dryRun', 'fieldValidation', 'namespace'],
    takes: 'documents',
    gives: { 200: 'Accepted', 201: 'Accepted', 202: 'Accepted' },
    answer: postApplications,
  },
  {
    method: 'POST',
    path: '/blobs',
    verb: 'create',
    subject: 'Blob',
    scope: 'any',
    summary: 'Ask where to PUT a zip: {sha256, size}',
    takes: 'BlobRequest',
    gives: { 200: 'Blob', 201: 'Blob' },
    answer: postBlob,
  },
  {
    method: 'GET',
    path: '/schemas/application.json',
    verb: 'list',
    subject: 'ComponentDefinition',
    scope: 'any',
    summary: 'JSON Schema of an Application, made of the installed definitions, for editors: ?namespace=',
    query: ['namespace'],
    gives: { 200: 'Schema' },
    answer: getApplicationSchema,
  },
  {
    method: 'GET',
    path: '/openapi.json',
    verb: 'list',
    subject: 'Route',
    scope: 'any',
    summary: 'What this API takes and answers, as OpenAPI 3.1',
    gives: { 200: 'OpenApi' },
    answer: async call => getOpenApi(call, routes),
  },
  {
    method: 'GET',
    path: '/docs',
    verb: 'list',
    subject: 'Route',
    scope: 'any',
    summary: 'The same for people: a page',
    gives: { 200: 'html' },
    answer: async call => getDocs(call, routes),
  },
  ...storableKinds.flatMap(kind => {
    const all = `${group}/${plurals[kind]}`;
    const some = `${group}/namespaces/:namespace/${plurals[kind]}`;
    const one = `${some}/:name`;
    const isApplication = kind === 'Application';
    const object = isApplication ? 'Application' : 'Definition';
    const document = { query: ['dryRun', 'fieldValidation'], takes: `${object}Document` } as const;
    const pages: readonly QueryName[] = ['limit', 'continue', 'labelSelector', 'fieldSelector', 'watch'];
    const lists = { query: pages, gives: { 200: `${object}List` } } as const;
    const deleted = isApplication ? object : 'Status';
    const of = (
      method: Route['method'],
      path: string,
      verb: Verb,
      summary: string,
      words: Words,
      answer: Route['answer'],
    ): Route => ({
      method,
      path,
      verb,
      subject: kind,
      scope: path === all ? 'all' : 'path',
      summary,
      ...words,
      answer,
    });
    return [
      of('GET', all, 'list', `List ${plurals[kind]} of all namespaces`, lists, call => listObjects(call, kind)),
      of('GET', some, 'list', `List ${plurals[kind]}`, lists, call => listObjects(call, kind)),
      of('POST', some, 'create', `Create one of kind ${kind}`, { ...document, gives: { 201: object } }, call =>
        createObject(call, kind),
      ),
      of('GET', one, 'get', `Read one of kind ${kind}`, { gives: { 200: object } }, call => getObject(call, kind)),
      of('PUT', one, 'update', `Replace one of kind ${kind}`, { ...document, gives: { 200: object } }, call =>
        replaceObject(call, kind),
      ),
      of(
        'DELETE',
        one,
        'delete',
        `Delete one of kind ${kind}`,
        { query: ['dryRun'], takes: 'DeleteOptions', gives: { 200: deleted } },
        call => deleteObject(call, kind),
      ),
    ];
  }),
  history(
    'GET',
    'events',
    'get',
    'What happened, newest first',
    { query: ['limit', 'continue'], gives: { 200: 'Events' } },
    listEvents,
  ),
  history('GET', 'revisions', 'get', 'The revisions that are kept', { gives: { 200: 'Revisions' } }, listRevisions),
  history('GET', 'revisions/:revision', 'get', 'One revision, whole', { gives: { 200: 'Revision' } }, getRevision),
  history(
    'GET',
    'logs',
    'get',
    'What its programs wrote, oldest first: ?component=a,b&since=<time>&limit=',
    { query: ['component', 'since', 'limit', 'continue'], gives: { 200: 'Logs' } },
    getLogs,
  ),
  history('GET', 'plan', 'get', 'What would be done now', { gives: { 200: 'Plan' } }, getPlan),
  history(
    'POST',
    'exec',
    'update',
    'Run a command in a container: {component, container, command}',
    { takes: 'ExecRequest', gives: { 200: 'Session' } },
    execute,
  ),
  history(
    'POST',
    'rollback',
    'update',
    'Run an older revision again: {revision}',
    { query: ['dryRun'], takes: 'RollbackRequest', gives: { 200: 'AcceptedItem', 202: 'AcceptedItem' } },
    rollBack,
  ),
  history(
    'POST',
    'redeploy',
    'update',
    'Take up what is newer of what it is made of',
    { gives: { 202: 'Retrying' } },
    redeploy,
  ),
  history('POST', 'retry', 'update', 'Try again at once what failed', { gives: { 202: 'Retrying' } }, retry),
];

type Words = Pick<Route, 'query' | 'takes' | 'gives'>;

function history(
  method: Route['method'],
  rest: string,
  verb: Verb,
  summary: string,
  words: Words,
  answer: Route['answer'],
): Route {
  const path = `${group}/namespaces/:namespace/${plurals.Application}/:name/${rest}`;
  return { method, path, verb, subject: 'Application', scope: 'path', summary, ...words, answer };
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
