/** Secrets and parameters that a program knows by name: it reads them by itself, and keeps what it read. Pure. */
import { hash8, type Json } from '../../json.ts';
import type { Input, Reading } from '../../resource/resource.ts';

type Stands = (input: Input) => string | undefined;

/** Those among the values of an environment that are of the application's namespace: once, in order. */
export function namedIn(values: readonly (Json | undefined)[], reading: Reading): Input[] {
  const names = new Set(values.map(reading.text).filter(name => name !== undefined));
  return [...names].sort().flatMap((name): Input[] => {
    // What stands after a colon is a version that was chosen.
    if (name.includes(':')) return [];
    return [{ kind: name.startsWith('/') ? 'parameter' : 'secret', name }].filter(input => isOwn(input, reading));
  });
}

/** What another namespace has is not looked at, whoever names it: its versions, and when they changed, would be told here. */
export function isOwn({ kind, name }: Input, { ownPrefix }: Reading): boolean {
  return ownPrefix !== '' && name.startsWith(kind === 'parameter' ? `/${ownPrefix}` : ownPrefix);
}

/** One word that tells the versions of these from others; undefined where none is followed. */
export function versionsOf(inputs: readonly Input[], stands: Stands): string | undefined {
  const versions = inputs.flatMap((input): Json[] => {
    const value = stands(input);
    return value === undefined ? [] : [[input.kind, input.name, value]];
  });
  return versions.length === 0 ? undefined : hash8(versions);
}
