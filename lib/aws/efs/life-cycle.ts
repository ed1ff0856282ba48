/** What EFS says of everything it makes: it comes, is available, goes, and is described until it is gone. */
import { textOf } from '../../json.ts';
import type { Health } from '../../resource/resource.ts';

interface Described {
  readonly LifeCycleState?: string | undefined;
}

/** One that is going is as good as gone. */
export function isThere({ LifeCycleState }: Described): boolean {
  return LifeCycleState !== 'deleting' && LifeCycleState !== 'deleted';
}

/** `what` is for people: "file system". */
export function healthOf(what: string, { LifeCycleState }: { readonly LifeCycleState?: unknown }): Health {
  const state = textOf(LifeCycleState);
  if (state === 'error') return { state: 'failed', message: 'EFS could not make it' };
  return state === 'available'
    ? { state: 'ready', message: '' }
    : { state: 'progressing', message: `The ${what} is ${state}` };
}
