/** The trait `pure-ingress`: what gateway is now. */
import type { JsonObject } from '../../../json.ts';
import { ingressTrait } from '../parts/ingress.ts';

export const pureIngress: JsonObject = ingressTrait(
  'pure-ingress',
  'Make it answer on the internet by domain and path; gateway can do more',
);
