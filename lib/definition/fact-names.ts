/** Which facts of the installation a definition may read: a template that reads another one would fail in every application. */
import { type Issue, problem } from '../errors.ts';
import { isList, isObject, type Json, type JsonObject } from '../json.ts';
import { didYouMean } from '../oam/nearest.ts';

/** What is wrong with reading `environment.<name>`; nothing where a condition of `cel` asks whether it is there. */
export function unknownFact(facts: readonly string[], cel: JsonObject, name: string): Issue | undefined {
  if (facts.includes(name) || askedFor(cel).has(name)) return undefined;
  return problem(
    'UnknownFact',
    '',
    `environment.${name} is not a fact of this installation`,
    didYouMean(name, facts) ?? `it has ${[...facts].sort().join(', ')}`,
  );
}

const asked = new WeakMap<JsonObject, ReadonlySet<string>>();
const asks =
  /has\(\s*environment\s*\.\s*(\w+)\s*\)|["'](\w+)["']\s+in\s+environment\b|environment\s*(?:\.\?\s*(\w+)|\[\?\s*["'](\w+)["'])/g;

/** Where a condition stands that is of more than its own expression. */
const guards: readonly string[] = ['$if', 'if', 'let'];

/** What conditions ask for: an `$if` or a `let` guards templates that stand elsewhere. What guards its own expression is seen there. */
function askedFor(cel: JsonObject): ReadonlySet<string> {
  const before = asked.get(cel);
  if (before !== undefined) return before;
  const found = conditionsIn(cel, false).flatMap(text => [...text.matchAll(asks)]);
  const names = new Set(found.flatMap(([, ...groups]) => groups.filter(name => name !== undefined)));
  asked.set(cel, names);
  return names;
}

function conditionsIn(tree: Json, within: boolean): string[] {
  if (typeof tree === 'string') return within ? [tree] : [];
  if (isList(tree)) return tree.flatMap(inner => conditionsIn(inner, within));
  if (!isObject(tree)) return [];
  return Object.entries(tree).flatMap(([key, inner]) => conditionsIn(inner, within || guards.includes(key)));
}
