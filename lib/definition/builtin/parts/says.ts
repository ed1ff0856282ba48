/** Words for parameters that AWS cannot have, means otherwise, or does not need: each is said where the parameter stands, or by a validation. */
import type { Json, JsonObject } from '../../../json.ts';

/** Refused wherever it stands, but for values that ask for nothing. */
export function refusedOnAws(message: string, hint: string, unless: readonly Json[] = []): JsonObject {
  return { 'x-says': { code: 'NotOnAws', message, hint, ...(unless.length > 0 ? { unless } : {}) } };
}

/** Taken, with another meaning than in a cluster. */
export function adapted(message: string, hint?: string, unless: readonly Json[] = []): JsonObject {
  return warned('Adapted', message, hint, unless);
}

/** Taken, and nothing has to be done for it. */
export function notNeeded(message: string, hint?: string, unless: readonly Json[] = []): JsonObject {
  return warned('NotNeeded', message, hint, unless);
}

function warned(code: string, message: string, hint: string | undefined, unless: readonly Json[]): JsonObject {
  return {
    'x-says': {
      code,
      severity: 'warning',
      message,
      ...(hint === undefined ? {} : { hint }),
      ...(unless.length > 0 ? { unless } : {}),
    },
  };
}

/** A validation that warns wherever the parameter is given. */
export function warnedOf(name: string, code: 'Adapted' | 'NotNeeded', message: string, hint?: string): JsonObject {
  return {
    if: `has(parameter.${name})`,
    pointer: `/${name}`,
    severity: 'warning',
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
  };
}
