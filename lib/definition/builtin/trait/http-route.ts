/** The trait `http-route`: gateway by rules. */
import type { JsonObject } from '../../../json.ts';
import { proxyOnly, routeTrait } from '../parts/ingress.ts';

export const httpRoute: JsonObject = routeTrait('http-route', 'Make it answer on the internet by rules', {
  gatewayName: proxyOnly(
    { type: 'string', description: 'Name of a Gateway object' },
    'gatewayName is not needed: API Gateway is the only one',
  ),
  listenerName: proxyOnly(
    { type: 'string', description: 'Name of its listener' },
    'listenerName is not needed: API Gateway answers by HTTPS',
  ),
});
