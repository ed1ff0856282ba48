/** Expressions that render evaluates: parsed, checked against the scope, run directly where that is the same, else by CEL. */
import type { Json } from '../json.ts';
import { failureOf, type Parsed, parse } from './cel.ts';
import { componentsToCel } from './cel-components.ts';
import { outputsToCel } from './cel-outputs.ts';
import { fromCel, toCel, widestOf } from './cel-values.ts';
import { type Compiling, fail, type Node, type Run } from './compiling.ts';
import { direct } from './direct.ts';
import { bail, type Direct, lookUp, type Value } from './direct-value.ts';
import { inspect, makesMap } from './inspect.ts';

function toCelOf(name: string): (value: Json) => unknown {
  if (name === 'outputs') return outputsToCel;
  return name === 'components' ? componentsToCel : toCel;
}

/** Comprehensions nested in each other take time with the product of their lengths. */
const maxWide = 1000;

/** The part for an expression, or undefined after its Issues were written down. `maps` allows map literals as results. */
export function compileEarly(text: string, at: string, compiling: Compiling, maps: boolean): Node | undefined {
  const parsed = parse(text);
  if (!parsed.ok) return fail(compiling, parsed.code, at, `${parsed.message}, in ${text}`);
  return compileParsed(parsed.value, text, at, compiling, maps);
}

export function compileParsed(
  parsed: Parsed,
  text: string,
  at: string,
  compiling: Compiling,
  maps: boolean,
): Node | undefined {
  const before = compiling.issues.length;
  const { uses, reads, nested, issues } = inspect(parsed.ast, compiling.scope);
  for (const { code, message, hint } of issues) fail(compiling, code, at, `${message}, in ${text}`, hint);
  if (!maps && makesMap(parsed.ast)) {
    const message = `a map is written in the template, where its names can be checked, not in CEL: ${text}`;
    fail(compiling, 'MapLiteral', at, message);
  }
  const wrong = compiling.issues.length > before ? undefined : parsed.check();
  if (wrong !== undefined) fail(compiling, wrong.code, at, `${wrong.message}, in ${text}`);
  if (compiling.issues.length > before) return undefined;
  for (const name of uses) compiling.uses.add(name);
  for (const read of reads) compiling.reads.add(read);
  const slow = celNode(parsed, [...uses], text, at, nested > 1);
  if (uses.size === 0) return constantNode(slow, compiling);
  const quick = compiling.direct ? direct(parsed.ast)?.run : undefined;
  if (quick === undefined) return slow;
  const node: Node = run => {
    const value = quick(run.variables, run.bound);
    return value === bail ? slow(run) : value;
  };
  quicks.set(node, quick);
  return node;
}

const quicks = new WeakMap<object, Direct['run']>();

/** The direct way of a node that has one: it needs nothing but values, and bails where the node itself must be asked. */
export function quickOf(node: object): Direct['run'] | undefined {
  return quicks.get(node);
}

/** Says that a part made of a node gives what the node gives, where `fits`. */
export function stillQuick(part: object, node: Node, fits: (value: Value) => boolean): void {
  const quick = quicks.get(node);
  if (quick === undefined) return;
  quicks.set(part, (variables, bound) => {
    const value = quick(variables, bound);
    return fits(value) ? value : bail;
  });
}

/** Without names it always has the same value: mistakes are told at once. */
function constantNode(node: Node, compiling: Compiling): Node {
  const run: Run = {
    variables: {},
    bound: undefined,
    row: () => undefined,
    issues: compiling.issues,
    left: { turns: 0 },
  };
  const value = node(run);
  return () => value;
}

function celNode(parsed: Parsed, uses: readonly string[], text: string, at: string, nested: boolean): Node {
  return run => {
    try {
      const variables: Record<string, unknown> = {};
      for (const name of uses) {
        const value = lookUp(run.variables, run.bound, name);
        if (value === undefined)
          return fail(
            run,
            'NoValue',
            at,
            `${name} has no value here, in ${text}`,
            'a let that may be absent needs orValue',
          );
        if (nested && widestOf(value) > maxWide)
          return fail(
            run,
            'TooLarge',
            at,
            `${name} has more than ${maxWide} entries for nested comprehensions, in ${text}`,
          );
        variables[name] = toCelOf(name)(value);
      }
      return fromCel(parsed.run(variables));
    } catch (error) {
      const { code, message } = failureOf(error);
      return fail(run, code, at, `${message}, in ${text}`, hints[code]);
    }
  };
}

const hints: Readonly<Record<string, string>> = {
  NoSuchKey: 'where it may be absent, write .? before it',
  LateInEarly: 'pass it on alone, or put it into a text',
};
