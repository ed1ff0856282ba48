/** What a `pattern` wants, in words: by examples where its schema has some, else by its characters, else by what the schema says of it. */
import { type JsonObject, listOf, textOf } from '../json.ts';

/** The end of `memory ...`; the pattern itself only where nothing else is said. */
export function patternSays(schema: JsonObject): string {
  const examples = listOf(schema.examples).map(example => JSON.stringify(example));
  if (examples.length > 0) return `must be written as ${examples.join(' or ')}`;
  const pattern = textOf(schema.pattern);
  const characters = charactersOf(pattern);
  if (characters !== undefined) return `must have nothing but ${characters}`;
  return textOf(schema.description) === '' ? `must match ${pattern}` : 'is written in another way than it must be';
}

const kinds: readonly (readonly [string, string])[] = [
  ['A-Za-z', 'letters'],
  ['a-zA-Z', 'letters'],
  ['a-z', 'lower-case letters'],
  ['A-Z', 'upper-case letters'],
  ['0-9', 'digits'],
  ['\\w', 'letters, digits, _'],
];

/** Of `^[a-z0-9_-]+$`: one class of characters and nothing else. */
function charactersOf(pattern: string): string | undefined {
  const [, given] = /^\^\[([^\]^][^\]]*)\][+*]\$$/.exec(pattern) ?? [];
  if (given === undefined) return undefined;
  const words: string[] = [];
  let rest = given;
  for (const [kind, word] of kinds) {
    if (!rest.includes(kind)) continue;
    words.push(word);
    rest = rest.replace(kind, '');
  }
  // Another range or escape is beyond this.
  if (/.-./.test(rest) || rest.includes('\\')) return undefined;
  const others = [...rest].map(character => (character === ' ' ? 'spaces' : character));
  const all = [...words, ...others];
  return all.length === 1 ? all[0] : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}
