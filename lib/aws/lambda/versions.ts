/** Published versions of a function: which of them is what runs now, and which are too many. */
import type * as sdk from '@aws-sdk/client-lambda';
import { OamError } from '../../errors.ts';
import type { Asks } from '../../ports.ts';
import { isNothing } from '../diff.ts';
import { gone } from '../missing.ts';
import { operation, type Plain } from '../operation.ts';
import { type Configuration, markOf, told } from './function-answer.ts';

const listVersions = operation<sdk.ListVersionsByFunctionCommand>('lambda', 'ListVersionsByFunction');
const deleteFunction = operation<sdk.DeleteFunctionCommand>('lambda', 'DeleteFunction');

/** How many published versions stay for rolling back. */
const kept = 5;

/** The newest version that equals $LATEST, or undefined where nothing published does. Compared within one listing, which says all alike. */
export function* versionOfLatest(FunctionName: string): Asks<string | undefined> {
  const all = yield* everyVersion(FunctionName);
  const latest = all.find(one => one.Version === '$LATEST');
  if (latest === undefined) return undefined;
  const mark = markOf(told(latest));
  return newestFirst(all).find(one => markOf(told(one)) === mark)?.Version;
}

/** Deletes the versions that are older than the newest five, once there can be any: numbers only grow. One that an alias still names stays,
 * and is met again after the next publication. */
export function* prune(FunctionName: string, newest: string): Asks<void> {
  if (Number(newest) <= kept) return;
  for (const { Version } of newestFirst(yield* everyVersion(FunctionName)).slice(kept)) {
    try {
      yield* gone(deleteFunction({ FunctionName, Qualifier: Version }));
    } catch (error) {
      if (!(error instanceof OamError) || error.code !== 'NotReady') throw error;
    }
  }
}

function* everyVersion(FunctionName: string): Asks<readonly Configuration[]> {
  const all: Configuration[] = [];
  let Marker: string | undefined;
  do {
    const page: Plain<sdk.ListVersionsByFunctionResponse> = yield* listVersions({ FunctionName, Marker });
    all.push(...(page.Versions ?? []));
    Marker = page.NextMarker;
  } while (!isNothing(Marker));
  return all;
}

function newestFirst(versions: readonly Configuration[]): Configuration[] {
  return versions.filter(one => one.Version !== '$LATEST').sort((a, b) => Number(b.Version) - Number(a.Version));
}
