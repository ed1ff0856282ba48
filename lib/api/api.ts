/** The HTTP API: one Hono app for Lambda and Node. Every route but /healthz needs a principal and a role. */
import { type Context, Hono } from 'hono';
import { messageOf, OamError } from '../errors.ts';
import { nameRule } from '../oam/fields.ts';
import { authorize, type Place, type Principal } from './authorize.ts';
import { answer, type Call, callOf } from './call.ts';
import type { ApiDeps } from './deps.ts';
import { canonicalNamespaceOf, isName } from './namespaces.ts';
import { principalOf, requestIdOf } from './principal.ts';
import { failureAnswer, oamErrorOf } from './problem.ts';
import { methodsOf, type Route, routes } from './routes.ts';

export function createApi(deps: ApiDeps): Hono {
  const app = new Hono({ strict: true });
  const open = { '/healthz': () => answer(200, { status: 'ok', version: deps.version }) };
  app.get(
    '/healthz',
    logged(deps, 'GET /healthz', async () => open['/healthz']()),
  );
  app.get(
    '/',
    logged(deps, 'GET /', context => guarded(deps, context, home, async () => listRoutes(deps))),
  );
  for (const route of routes) {
    const handler = logged(deps, `${route.method} ${route.path}`, context =>
      guarded(deps, context, route, call => route.answer(call)),
    );
    app.on(route.method, route.path, handler);
  }
  app.notFound(logged(deps, 'none', async context => elsewhere(context)));
  return app;
}

const home = { verb: 'list', subject: 'Route', scope: 'any' } as const;

/** Runs the handler for a principal that may: who asks, then what they may do, then the rest. */
async function guarded(
  deps: ApiDeps,
  context: Context,
  { verb, subject, scope }: Pick<Route, 'verb' | 'subject' | 'scope'>,
  handle: (call: Call) => Promise<Response>,
): Promise<Response> {
  const principal = identified(context);
  const place = placeOf(context, scope);
  const rows = await deps.store.access();
  authorize(rows, principal, verb, subject, place);
  return await handle(callOf(context, deps, principal, (...asked) => authorize(rows, principal, ...asked)));
}

function identified(context: Context): Principal {
  const principal = principalOf(context.env);
  if (principal !== undefined) return principal;
  throw new OamError(
    'Unauthenticated',
    'The request is not signed with AWS credentials: use the lateen command, or curl --aws-sigv4',
  );
}

function placeOf(context: Context, scope: Route['scope']): Place {
  if (scope !== 'path') return scope;
  const namespace = context.req.param('namespace') ?? '';
  if (!isName(namespace))
    throw new OamError('BadRequest', `${JSON.stringify(namespace)} cannot be a namespace: ${nameRule}`);
  const name = context.req.param('name');
  if (name !== undefined && !isName(name))
    throw new OamError('BadRequest', `${JSON.stringify(name)} cannot be a name: ${nameRule}`);
  return { namespace: canonicalNamespaceOf(namespace) };
}

function elsewhere(context: Context): Response {
  identified(context);
  const { path, method } = context.req;
  const allowed = path === '/' || path === '/healthz' ? ['GET', 'HEAD'] : methodsOf(path);
  if (allowed.length > 0) {
    const error = new OamError('MethodNotAllowed', `${method} is not possible on ${path}: ${allowed.join(', ')}`);
    return failureAnswer(path, error, { allow: allowed.join(', ') });
  }
  const known = ['/healthz', ...new Set(routes.map(route => route.path))];
  throw new OamError('NotFound', `There is nothing at ${path}. There is: ${known.join(' ')}`);
}

function listRoutes(deps: ApiDeps): Response {
  const shown = routes.map(({ method, path, summary }) => ({ method, path, summary }));
  return answer(200, { name: 'Lateen', version: deps.version, routes: shown });
}

/** Failures become answers, and every request leaves one line in the log. */
function logged(
  deps: ApiDeps,
  route: string,
  handle: (context: Context) => Promise<Response>,
): (context: Context) => Promise<Response> {
  return async context => {
    const start = deps.now();
    const { path, method } = context.req;
    let response: Response;
    let failed: OamError | undefined;
    try {
      response = await handle(context);
    } catch (error) {
      failed = oamErrorOf(error);
      response = failureAnswer(path, failed);
    }
    if (response.status === 405 && !response.headers.has('allow'))
      response.headers.set('allow', methodsOf(path).join(', '));
    deps.log({
      message: 'request',
      method,
      path,
      route,
      status: response.status,
      ms: deps.now() - start,
      requestId: requestIdOf(context.env),
      principal: principalOf(context.env)?.arn ?? null,
      ...(failed === undefined ? {} : { code: failed.code, error: failed.message }),
      ...(failed?.code === 'Internal' ? { cause: causeOf(failed) } : {}),
    });
    return response;
  };
}

/** For the log only: where our own fault was thrown. */
function causeOf(error: OamError): string {
  const { cause } = error;
  return cause instanceof Error ? (cause.stack ?? cause.message) : messageOf(cause ?? error);
}
