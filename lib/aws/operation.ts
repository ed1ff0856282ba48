/** Operations of AWS as typed questions for generator verbs: `const answer = yield* getFunction({ FunctionName })`. */
import { type JsonObject, trusted } from '../json.ts';
import type { Asks } from '../ports.ts';

/** An answer as it arrives here: JSON. Times are ISO strings, bytes are base64, the SDK's own metadata is gone. */
export type Plain<T> = T extends Date
  ? string
  : T extends Uint8Array
    ? string
    : T extends readonly (infer I)[]
      ? readonly Plain<I>[]
      : T extends object
        ? { readonly [K in keyof T as K extends '$metadata' ? never : K]: Plain<T[K]> }
        : T;

/** An SDK command, as far as its types say what goes in and what comes out. */
interface Command {
  readonly input: object;
  resolveMiddleware(...rest: never[]): (...rest: never[]) => Promise<{ output: object }>;
}
type Input<C extends Command> = C['input'];
type Output<C extends Command> = Plain<Awaited<ReturnType<ReturnType<C['resolveMiddleware']>>>['output']>;

export type Operation<C extends Command> = (input: Input<C>) => Asks<Output<C>>;

/** Verbs that only look; a test shows the whole table of commands for review. */
export function mutates(action: string): boolean {
  return !/^(Get|Head|List|Describe|Filter)/.test(action);
}

/**
 * One operation, typed by the SDK's command: `operation<sdk.GetFunctionCommand>('lambda', 'GetFunction')`. `service` is the SDK client's
 * package suffix, `action` the API's name. The call's `target` stays empty: a driver does not know where it runs, the runner fills in the row's.
 * `secret` names properties of the input and of the answer that nobody but the verb may see.
 */
export function operation<C extends Command>(
  service: string,
  action: string,
  secret?: readonly string[],
): Operation<C> {
  const hides = secret === undefined ? {} : { secret };
  return function* (input) {
    return trusted(yield { service, action, target: '', input: told(input), mutates: mutates(action), ...hides });
  };
}

/** The input as JSON: properties that are undefined are left out, at the top and below. */
function told(input: object): JsonObject {
  return trusted(JSON.parse(JSON.stringify(input)));
}
