/** What an application is made of beside its document, as found in its graph: which of it is followed, what tells of its state, and the
 * graph with what stands behind each name in its place. Pure; kinds of inputs are the drivers' words. */
import { equal, isObject, type Json, type JsonObject, listOf, textOf } from '../json.ts';
import type { AppKey, Row, UsedRef } from '../ports.ts';
import type { Input, Reading, ResourceGraph, ResourceSchema, Steering } from '../resource/resource.ts';
import type { Environment } from './appfile.ts';
import { nameOf } from './naming.ts';

type Types = ReadonlyMap<string, ResourceSchema>;

/** Where nothing else is said: objects change what they are the code of, the rest waits for the next change of the document. */
const usual: Steering = { gate: 'auto', follow: [{ kind: 'object', names: '*' }] };

export function refOf({ kind, name }: Input): UsedRef {
  return `${kind}#${name}`;
}

/** Where an application is: names are read there. */
export interface Place {
  readonly environment: Environment;
  readonly namespace: string;
}

/** A name that another resource is given is known before that one is made. */
function readingOf({ resources }: ResourceGraph, { environment, namespace }: Place): Reading {
  const secretPrefix = textOf(environment.secretPrefix);
  let byKey: ReadonlyMap<string, JsonObject> | undefined;
  return {
    ownPrefix: secretPrefix === '' ? '' : `${secretPrefix}${namespace}/`,
    text(value) {
      if (!isObject(value)) return typeof value === 'string' ? value : undefined;
      const [key, attribute] = listOf(value.$ref).map(textOf);
      if (key === undefined || attribute === undefined) return undefined;
      byKey ??= new Map(resources.map(one => [one.key, one.properties]));
      const written = byKey.get(key)?.[attribute];
      return typeof written === 'string' ? written : undefined;
    },
  };
}

/** The inputs that the application follows, each once. */
export function followedIn(graph: ResourceGraph, types: Types, place: Place): readonly Input[] {
  const { follow } = graph.steering ?? usual;
  const reading = readingOf(graph, place);
  const found = new Map<UsedRef, Input>();
  for (const { type, properties } of graph.resources)
    for (const input of types.get(type)?.inputs?.(properties, reading) ?? [])
      if (follow.some(({ kind, names }) => kind === input.kind && fits(names, input.name)))
        found.set(refOf(input), input);
  return [...found.values()];
}

/** The rows that make what the application follows, by index entry: that its secret is made is no news of the secret. */
export function makersOf(
  graph: ResourceGraph,
  types: Types,
  followed: readonly UsedRef[],
): ReadonlyMap<UsedRef, string> {
  const wanted = new Set(followed);
  const makers = new Map<UsedRef, string>();
  if (wanted.size === 0) return makers;
  for (const { type, key, properties } of graph.resources) {
    const input = types.get(type)?.makes?.(properties);
    if (input !== undefined && wanted.has(refOf(input))) makers.set(refOf(input), key);
  }
  return makers;
}

/** What these makers made or changed between two states of the rows. */
export function madeBetween(
  makers: ReadonlyMap<UsedRef, string>,
  before: ReadonlyMap<string, Row>,
  after: ReadonlyMap<string, Row>,
): UsedRef[] {
  return [...makers].flatMap(([ref, key]) => {
    const [old, now] = [before.get(key), after.get(key)];
    if (now?.phase !== 'live' || old === now) return [];
    return old?.phase === 'live' && equal(old.applied, now.applied) ? [] : [ref];
  });
}

/** Whether what is newer waits until somebody asks for it. */
export function isGated(graph: ResourceGraph): boolean {
  return (graph.steering ?? usual).gate === 'manual';
}

/** The graph made of these values: names that are not among them stay names. */
export function pinTo(graph: ResourceGraph, types: Types, place: Place, values: JsonObject): ResourceGraph {
  if (Object.keys(values).length === 0) return graph;
  const reading = readingOf(graph, place);
  const stands = (input: Input): string | undefined => {
    const value = values[refOf(input)];
    return typeof value === 'string' ? value : undefined;
  };
  const resources = graph.resources.map(resource => {
    const pin = types.get(resource.type)?.pin;
    return pin === undefined ? resource : { ...resource, properties: pin(resource.properties, stands, reading) };
  });
  return { ...graph, resources };
}

/** Index entries of what tells of a state: events name it by its physical name, which is known before it is made. */
export function toldOf(graph: ResourceGraph, types: Types, environment: Environment, app: AppKey): UsedRef[] {
  return graph.resources.flatMap(({ type, key, component, properties }) => {
    const { toldBy, name } = types.get(type) ?? {};
    if (toldBy === undefined || name === undefined) return [];
    const chosen: Json | undefined = properties[name.property];
    return [`${toldBy}#${textOf(chosen) || nameOf(environment, app, component, key, name)}`];
  });
}

/** The rows whose state an event told of, and those made from them: a task goes by the family of its definition. */
export function rowsTold(rows: readonly Row[], types: Types, about: readonly UsedRef[]): ReadonlySet<string> {
  const told = new Set<string>();
  for (const { key, type, name, applied } of rows) {
    const { toldBy, name: naming } = types.get(type) ?? {};
    if (toldBy === undefined) continue;
    const known = textOf(applied?.[naming?.property ?? '']) || name;
    if (about.includes(`${toldBy}#${known}`)) told.add(key);
  }
  const made = rows.filter(row => row.needs.some(need => told.has(need))).map(row => row.key);
  return new Set([...told, ...made]);
}

/** A name against a pattern with `*`. */
export function fits(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return name === pattern;
  if (!name.startsWith(first) || !name.endsWith(last)) return false;
  let from = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return from <= name.length - last.length;
}
