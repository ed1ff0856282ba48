/** The trait `ingress-1-20`: ingress of newer clusters. */
import type { JsonObject } from '../../../json.ts';
import { ingressTrait, proxyOnly } from '../parts/ingress.ts';

export const ingress120: JsonObject = ingressTrait('ingress-1-20', {
  class: proxyOnly(
    { type: 'string', description: 'Ingress class' },
    'class is not needed: the only one here is API Gateway',
  ),
});
