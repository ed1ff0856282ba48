/** Labels and annotations: labels become AWS tags, annotations are kept. */
import type { Json, JsonObject } from '../../../json.ts';

/** What AWS allows in the names and values of tags. */
export const tagNames: JsonObject = { minLength: 1, maxLength: 128, pattern: '^[\\w .:/=+@-]+$' };
export const tagValues = (type: Json = 'string'): JsonObject => ({
  type,
  maxLength: 256,
  pattern: '^[\\w .:/=+@-]*$',
});

/** `labels`: an expression; `at`: where they stand. */
export const labelsReserved = (labels: string, at: JsonObject = {}): JsonObject => ({
  if: `${labels}.exists(name, name.startsWith("aws:") || name.startsWith("oam.dev/"))`,
  ...at,
  code: 'ReservedName',
  message: 'A label cannot begin with aws: or oam.dev/',
  hint: 'AWS and Lateen keep these for themselves',
});

/** `annotations`: an expression; `at`: where they stand. */
export const annotationsKept = (annotations: string, hint: string, at: JsonObject = {}): JsonObject => ({
  if: `size(${annotations}) > 0`,
  ...at,
  severity: 'warning',
  code: 'KeptOnly',
  message: 'Annotations are kept in the application; nothing on AWS has a place for them',
  hint,
});
