/** The built-in definitions, one line each: the very documents an operator could POST. */
import type { JsonObject } from '../../json.ts';

export const builtins: readonly JsonObject[] = [];
