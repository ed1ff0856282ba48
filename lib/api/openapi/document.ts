/** The OpenAPI document: made of the table of routes, of what may stand in a query, and of the shapes of bodies. Pure. */
import type { JsonObject } from '../../json.ts';
import type { Route } from '../routes.ts';
import { nameShape } from '../schemas/application-shape.ts';
import { type AnswerName, answers, ref } from './answers.ts';
import { queries } from './queries.ts';

export function openApiOf(routes: readonly Route[], version: string): JsonObject {
  const paths: Record<string, JsonObject> = {
    '/': {
      get: {
        ...always('listRoutes', 'Overview', 'Every route there is'),
        responses: responses('/', { 200: 'Routes' }),
      },
    },
    '/healthz': {
      get: {
        ...always('getHealth', 'Overview', 'Whether it answers'),
        security: [],
        responses: { 200: success('Health') },
      },
    },
  };
  for (const route of routes) {
    const path = templateOf(route.path);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lateen',
      version,
      summary: 'Open Application Model applications on AWS',
      description:
        'Kubernetes’ own paths for applications and definitions, and a few for people with curl. Everything but /healthz is signed with AWS ' +
        'credentials (Signature Version 4, service execute-api); what a caller may do is said by roles.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ aws: [] }],
    paths,
    components: {
      schemas: { ...answers },
      securitySchemes: {
        aws: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: 'AWS Signature Version 4: lateen and curl --aws-sigv4 write it',
          'x-amazon-apigateway-authtype': 'awsSigv4',
        },
      },
    },
  };
}

function always(operationId: string, tag: string, summary: string): JsonObject {
  return { operationId, tags: [tag], summary };
}

function operation(route: Route): JsonObject {
  const { path, summary, query = [], takes, gives } = route;
  const variables = path.split('/').filter(part => part.startsWith(':'));
  const parameters = [
    ...variables.map(variable => inPath(variable.slice(1))),
    ...query.map(name => ({ name, in: 'query', ...queries[name] })),
  ];
  return {
    ...always(idOf(route), tagOf(route), summary),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(takes === undefined ? {} : { requestBody: body(takes) }),
    responses: responses(path, gives),
  };
}

function inPath(name: string): JsonObject {
  const schema = name === 'revision' ? { type: 'string' } : nameShape;
  return { name, in: 'path', required: true, schema };
}

/** `/a/:b` as `/a/{b}`. */
function templateOf(path: string): string {
  return path.replace(/:([a-z]+)/g, '{$1}');
}

/** A word of its own for each: `get`, then what the path names. */
function idOf({ method, path, verb }: Route): string {
  const words = path.split('/').filter(part => part !== '' && !/^(apis|core\.oam\.dev|v1beta1|namespaces)$/.test(part));
  const named = words.map(word => (word.startsWith(':') ? `By-${word.slice(1)}` : word)).join('-');
  const camel = named.replace(/(?:^|[-.:])+([a-zA-Z])/g, (_, letter: string) => letter.toUpperCase());
  return `${method === 'POST' && verb === 'update' ? 'do' : verb}${camel}`;
}

function tagOf({ path, subject }: Route): string {
  if (path.startsWith('/apis/')) return subject;
  return subject === 'Application' || subject === 'Blob' ? 'Deploying' : 'Overview';
}

function body(takes: AnswerName | 'documents'): JsonObject {
  const documents = { anyOf: [ref('ApplicationDocument'), ref('DefinitionDocument')] };
  if (takes === 'documents') {
    const many = { anyOf: [documents, { type: 'array', items: documents }] };
    return {
      required: true,
      content: { 'application/yaml': { schema: documents }, 'application/json': { schema: many } },
    };
  }
  const schema = ref(takes);
  if (takes === 'DeleteOptions') return { content: { 'application/json': { schema } } };
  const yaml = takes.endsWith('Document') ? { 'application/yaml': { schema } } : {};
  return { required: true, content: { 'application/json': { schema }, ...yaml } };
}

/** Failures are a Kubernetes Status below /apis, a problem document elsewhere: the rest is alike. */
function responses(path: string, gives: Route['gives']): JsonObject {
  const failure = path.startsWith('/apis/')
    ? { 'application/json': { schema: ref('Status') } }
    : { 'application/problem+json': { schema: ref('Problem') } };
  return {
    ...Object.fromEntries(Object.entries(gives).map(([status, name]) => [status, success(name)])),
    default: { description: 'It was refused, or failed: the code and the sentence say why', content: failure },
  };
}

function success(name: AnswerName | 'html'): JsonObject {
  if (name === 'html') return { description: 'A page', content: { 'text/html': { schema: { type: 'string' } } } };
  const type = name === 'Schema' ? 'application/schema+json' : 'application/json';
  return { description: name, content: { [type]: { schema: ref(name) } } };
}
