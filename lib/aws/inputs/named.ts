/** Secrets and parameters that a program knows by name: it reads them by itself, and keeps what it read. Pure. */
import { hash8, type Json } from '../../json.ts';
import type { Input, Reading } from '../../resource/resource.ts';

type Stands = (input: Input) => string | undefined;

/** Those among the values of an environment, by what the installation lets names begin with: once, in order. */
export function namedIn(values: readonly (Json | undefined)[], { text, secretPrefix }: Reading): Input[] {
  const names = new Set(values.map(text).filter(name => name !== undefined));
  if (secretPrefix === '') return [];
  return [...names].sort().flatMap((name): Input[] => {
    // What stands after a colon is a version that was chosen.
    if (name.includes(':')) return [];
    if (name.startsWith(secretPrefix)) return [{ kind: 'secret', name }];
    return name.startsWith(`/${secretPrefix}`) ? [{ kind: 'parameter', name }] : [];
  });
}

/** One word that tells the versions of these from others; undefined where none is followed. */
export function versionsOf(inputs: readonly Input[], stands: Stands): string | undefined {
  const versions = inputs.flatMap((input): Json[] => {
    const value = stands(input);
    return value === undefined ? [] : [[input.kind, input.name, value]];
  });
  return versions.length === 0 ? undefined : hash8(versions);
}
