/** The trait `pure-ingress`: what gateway is now. */
import type { JsonObject } from '../../../json.ts';
import { ingressTrait } from '../parts/ingress.ts';

export const pureIngress: JsonObject = ingressTrait('pure-ingress');
