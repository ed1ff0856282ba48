/** Records of the table's stream: KEYS_ONLY, so they say which application changed and nothing else. */
import { isObject, textOf } from '../json.ts';
import type { AppKey } from '../ports.ts';
import { appOfPk } from './keys.ts';

/** The application whose SPEC the keys name; undefined for any other item. */
export function keyOfStreamRecord(keys: unknown): AppKey | undefined {
  if (!isObject(keys) || attribute(keys.sk) !== 'SPEC') return undefined;
  return appOfPk(attribute(keys.pk));
}

function attribute(value: unknown): string {
  return isObject(value) ? textOf(value.S) : '';
}
