/** Which facts of the installation a definition may read: a template that reads another one would fail in every application. */
import { type Issue, problem } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { didYouMean } from '../oam/nearest.ts';

/** What is wrong with reading `environment.<name>`; nothing where `cel` asks somewhere whether it is there. */
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

/** `environment.?name` and `has(environment.name)`, wherever they stand: an `$if` around a template guards it as well. */
function askedFor(cel: JsonObject): ReadonlySet<string> {
  const before = asked.get(cel);
  if (before !== undefined) return before;
  const found = JSON.stringify(cel).matchAll(/environment\s*\.\?\s*(\w+)|has\(\s*environment\s*\.\s*(\w+)\s*\)/g);
  const names = new Set([...found].map(([, optional, given]) => optional ?? given ?? ''));
  asked.set(cel, names);
  return names;
}
