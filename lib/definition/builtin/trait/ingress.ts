/** The trait `ingress`: what gateway is now. */
import type { JsonObject } from '../../../json.ts';
import { ingressTrait } from '../parts/ingress.ts';

export const ingress: JsonObject = ingressTrait('ingress');
