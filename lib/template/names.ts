/** The names of the language: what may be called, and what nothing else may be called. */
import { functions } from './functions.ts';

const ours = functions.map(({ name }) => name);

/** Macros with a variable of their own. */
export const comprehensions: ReadonlySet<string> = new Set(['map', 'filter', 'all', 'exists', 'exists_one']);

export const calls: ReadonlySet<string> = new Set([
  ...['has', 'size', 'string', 'int', 'double', 'bool'],
  ...ours.filter(name => !name.includes('.')),
]);

export const methods: ReadonlySet<string> = new Set([
  ...['size', 'startsWith', 'endsWith', 'contains', 'indexOf', 'lastIndexOf', 'substring', 'split', 'join'],
  ...['trim', 'lowerAscii', 'upperAscii', 'orValue', 'or', 'hasValue'],
  ...comprehensions,
]);

/** Functions with a dot in their names, and what stands before the dot. */
export const qualified: ReadonlySet<string> = new Set([
  ...['optional.of', 'optional.none'],
  ...ours.filter(name => name.includes('.')),
]);
export const namespaces: ReadonlySet<string> = new Set([...qualified].map(name => name.slice(0, name.indexOf('.'))));

/** What the language itself names: nothing else is ever called so. */
export const roots: ReadonlySet<string> = new Set([
  ...['parameter', 'workload', 'context', 'environment', 'observed'],
  ...['outputs', 'components', 'resources'],
]);
const words: readonly string[] = [
  ...['true', 'false', 'null', 'in', 'as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import'],
  ...['let', 'loop', 'package', 'namespace', 'return', 'var', 'void', 'while'],
  ...['__proto__', 'prototype', 'constructor'],
];
const constants: readonly string[] = [
  ...['cel', 'google', 'string', 'bool', 'int', 'uint', 'double', 'map', 'list', 'bytes', 'null_type', 'type', 'dyn'],
];

/** CEL would take these for its own, also where a scope knows them. */
export const taken: ReadonlySet<string> = new Set([...constants, ...namespaces]);
const reserved: ReadonlySet<string> = new Set([...roots, ...words, ...taken]);

/** Why nothing can be called so, or undefined: for names bound by `let`, `$for` and comprehensions. */
export function refusedName(name: string): string | undefined {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return `${name || 'it'} is not a name: letters, digits and _`;
  return reserved.has(name) ? `${name} has a meaning of its own` : undefined;
}
