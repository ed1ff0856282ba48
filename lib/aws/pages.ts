/** Looking through answers that come in pages. */
import type { Asks } from '../ports.ts';
import { isNothing } from './diff.ts';

interface Page<I> {
  readonly Items?: readonly I[] | undefined;
  readonly NextToken?: string | undefined;
}

/** The first item that matches, page after page; undefined where there is none, or nothing to look through. */
export function* findIn<I>(
  ask: (NextToken: string | undefined) => Asks<Page<I> | undefined>,
  matches: (item: I) => boolean,
): Asks<I | undefined> {
  let token: string | undefined;
  do {
    const page: Page<I> | undefined = yield* ask(token);
    const found = page?.Items?.find(matches);
    if (found !== undefined) return found;
    token = page?.NextToken;
  } while (!isNothing(token));
  return undefined;
}
