/** Whether what AWS says holds what was asked for: AWS may say more, and knows no order of lists and no form of numbers. */
import { equal, isList, isObject, type Json } from '../../../lib/json.ts';

export function covers(observed: Json | undefined, asked: Json): boolean {
  if (isList(asked)) {
    if (!isList(observed) || observed.length !== asked.length) return false;
    const left = [...observed];
    return asked.every(item => {
      const at = left.findIndex(other => covers(other, item));
      if (at >= 0) left.splice(at, 1);
      return at >= 0;
    });
  }
  if (isObject(asked)) {
    return isObject(observed) && Object.entries(asked).every(([key, inner]) => covers(observed[key], inner));
  }
  return equal(observed, asked);
}
