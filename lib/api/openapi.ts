/** GET /openapi.json and GET /docs: the API told by its own table of routes, for programs and for people. */
import { answer, type Call } from './call.ts';
import { openApiOf } from './openapi/document.ts';
import { pageOf } from './openapi/page.ts';
import type { Route } from './routes.ts';

export function getOpenApi({ deps }: Call, routes: readonly Route[]): Response {
  return answer(200, openApiOf(routes, deps.version));
}

export function getDocs({ deps }: Call, routes: readonly Route[]): Response {
  return new Response(pageOf(openApiOf(routes, deps.version)), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      // The page is whole: nothing is fetched, no script runs.
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
    },
  });
}
