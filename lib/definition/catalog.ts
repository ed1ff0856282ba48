/** The definitions that one reconcile or request sees: stored ones and built-ins, admitted on first use, kept by hash. */
import type { Issue } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { systemAlias, systemNamespace } from '../oam/application.ts';
import type { DefinitionKind, StoredDefinition } from '../ports.ts';
import type { Compiled } from '../template/template.ts';
import { admit } from './admit.ts';
import { builtins } from './builtin/list.ts';
import type { Catalog, CompiledDefinition, World } from './definition.ts';
import { readDefinition } from './read.ts';

/** Compiled definitions outlive a catalog: a warm process compiles each version once. */
const admitted = new WeakMap<World['types'], Map<string, Compiled<CompiledDefinition>>>();
const maxKept = 1000;

interface Entry {
  readonly kind: DefinitionKind;
  readonly namespace: string;
  readonly name: string;
  readonly revision: number;
  readonly hash: string;
  readonly document: JsonObject;
}

let builtinsRead: readonly Entry[] | undefined;
/** In place of a hash: a program has one version of each, and most are not asked for. */
const builtIn = 'built-in';

/** Built-ins have revision 0, so that one that was stored (at deploy, or by an operator) comes first. */
function builtinEntries(): readonly Entry[] {
  builtinsRead ??= builtins.flatMap(document => {
    const { draft } = readDefinition(document);
    if (draft === undefined) return [];
    const { kind, namespace, name } = draft;
    return [{ kind, namespace, name, revision: 0, hash: builtIn, document }];
  });
  return builtinsRead;
}

/** Stored definitions come before built-ins of the same name; of several revisions the newest is found, `name@v2` finds one. */
export function catalogOf(stored: readonly StoredDefinition[], world: Omit<World, 'revision'>): Catalog {
  const entries = new Map<string, Entry>();
  for (const entry of [...builtinEntries(), ...stored]) {
    const plain = keyOf(entry.kind, entry.namespace, entry.name);
    entries.set(`${plain}@v${entry.revision}`, entry);
    const newest = entries.get(plain);
    if (newest === undefined || entry.revision >= newest.revision) entries.set(plain, entry);
  }
  const names = new Map<string, readonly string[]>();
  const found = new Map<string, Compiled<CompiledDefinition>>();
  const look = (kind: DefinitionKind, name: string, namespace: string): Compiled<CompiledDefinition> | undefined => {
    const asked = keyOf(kind, namespace, name);
    const known = found.get(asked);
    if (known !== undefined) return known;
    for (const place of placesOf(name, namespace)) {
      const entry = entries.get(keyOf(kind, place.namespace, place.name));
      if (entry === undefined) continue;
      const made = compiledOf(entry, world);
      found.set(asked, made);
      return made;
    }
    return undefined;
  };
  return {
    find: (kind, name, namespace) => {
      const one = look(kind, name, namespace);
      return one?.ok === true ? one.value : undefined;
    },
    problems: (kind, name, namespace) => {
      const one = look(kind, name, namespace);
      return one?.ok === false ? one.issues : none;
    },
    names: (kind, namespace) => {
      const key = `${kind} ${namespace}`;
      const known = names.get(key) ?? namesOf(entries.values(), kind, namespace);
      names.set(key, known);
      return known;
    },
  };
}

/** Where a type is looked for: `ns/name` there alone, a plain name in the application's namespace and then the system's. */
export function placesOf(
  type: string,
  namespace: string,
): readonly { readonly namespace: string; readonly name: string }[] {
  const slash = type.indexOf('/');
  const alias = (name: string): string => (name === systemAlias ? systemNamespace : name);
  if (slash >= 0) return [{ namespace: alias(type.slice(0, slash)), name: type.slice(slash + 1) }];
  const own = alias(namespace);
  const system = { namespace: systemNamespace, name: type };
  return own === systemNamespace ? [system] : [{ namespace: own, name: type }, system];
}

function keyOf(kind: DefinitionKind, namespace: string, name: string): string {
  return `${kind} ${namespace}/${name}`;
}

function namesOf(entries: Iterable<Entry>, kind: DefinitionKind, namespace: string): readonly string[] {
  const found = new Set<string>();
  for (const entry of entries)
    if (entry.kind === kind && (entry.namespace === namespace || entry.namespace === systemNamespace))
      found.add(entry.name);
  return [...found].sort();
}

const none: readonly Issue[] = [];

function compiledOf(entry: Entry, world: Omit<World, 'revision'>): Compiled<CompiledDefinition> {
  const kept = admitted.get(world.types) ?? new Map<string, Compiled<CompiledDefinition>>();
  admitted.set(world.types, kept);
  const key = `${keyOf(entry.kind, entry.namespace, entry.name)} ${entry.revision} ${entry.hash}`;
  const known = kept.get(key) ?? admit(entry.document, { ...world, revision: entry.revision });
  const oldest = kept.keys().next();
  if (kept.size >= maxKept && !oldest.done) kept.delete(oldest.value);
  kept.set(key, known);
  return known;
}
