/** The RFC 6902 patch from what Cloud Control tells of a resource to what is wanted, and what is compared of the two. */
import { OamError } from '../../errors.ts';
import { canonical, digest, equal, isList, isObject, type Json, type JsonObject, objectOf } from '../../json.ts';
import { tagList, tagMap } from '../ownership.ts';
import { type Model, type Path, valuesAt } from './model.ts';

export type Operation =
  | { readonly op: 'add'; readonly path: string; readonly value: Json }
  | { readonly op: 'remove'; readonly path: string };

export interface Sides {
  readonly desired: JsonObject;
  /** As last sent; undefined where that is not known. */
  readonly applied: JsonObject | undefined;
  /** The model that Cloud Control tells. */
  readonly observed: JsonObject;
}

/** Whole top-level properties: what differs, what was taken away, and what Cloud Control never tells, which it forgets unless it is sent again. */
export function patchOf(model: Model, { desired, applied, observed }: Sides): Operation[] {
  const wanted = withOurTags(model, desired, applied, observed);
  const isHidden = (name: string): boolean => model.writeOnly.some(path => path[0] === name);
  const changed = Object.entries(wanted).filter(([name, value]) => {
    const isNew = applied !== undefined && !equal(applied[name], desired[name]);
    return isHidden(name) || isNew || !holds(observed[name], value);
  });
  const gone = Object.keys(applied ?? {}).filter(name => wanted[name] === undefined && observed[name] !== undefined);
  return [
    ...changed.map(([name, value]) => ({ op: 'add' as const, path: `/${escaped(name)}`, value })),
    ...gone.map(name => ({ op: 'remove' as const, path: `/${escaped(name)}` })),
  ];
}

/** Refuses what cannot be changed in place, by its name. */
export function refuseFixed(TypeName: string, model: Model, { desired, applied, observed }: Sides): void {
  const isHidden = (path: Path): boolean => model.writeOnly.some(other => equal(other, path));
  const changed = model.createOnly.find(path => {
    const wanted = valuesAt(desired, path);
    if (applied !== undefined) return !equal(wanted, valuesAt(applied, path));
    return wanted.length > 0 && !isHidden(path) && !holds(valuesAt(observed, path), wanted);
  });
  if (changed === undefined) return;
  throw new OamError(
    'Rejected',
    `${changed.join('/')} of ${TypeName} cannot be changed in place (ReplacementRefused): set it back, or give the component another name and move its data yourself`,
  );
}

/** Whether what is told holds what was asked for: AWS may say more, and knows no order of lists. */
export function holds(told: Json | undefined, asked: Json): boolean {
  if (isList(asked)) {
    if (!isList(told) || told.length !== asked.length) return false;
    const left = [...told];
    return asked.every(item => {
      const at = left.findIndex(other => holds(other, item));
      if (at >= 0) left.splice(at, 1);
      return at >= 0;
    });
  }
  if (isObject(asked)) return isObject(told) && Object.entries(asked).every(([key, inner]) => holds(told[key], inner));
  return equal(told, asked);
}

/** A mark of the declared properties as Cloud Control tells them: another one later means that somebody changed them. */
export function markOf(observed: JsonObject, declared: readonly string[]): string {
  return digest(declared.map(name => settled(observed[name] ?? null)));
}

function settled(value: Json): Json {
  if (isList(value)) return value.map(settled).sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, settled(inner)]));
}

/** The properties with tags in the form that the type takes; as they are where it takes none. */
export function withTags(model: Model, properties: JsonObject, tags: Readonly<Record<string, string>>): JsonObject {
  if (model.tags === undefined) return properties;
  const { property, form } = model.tags;
  const all = { ...tagMap(properties[property]), ...tags };
  return { ...properties, [property]: form === 'map' ? all : tagList(all) };
}

/** What says whose it is stays, where tags are declared or were. */
function withOurTags(
  model: Model,
  desired: JsonObject,
  applied: JsonObject | undefined,
  observed: JsonObject,
): JsonObject {
  const property = model.tags?.property ?? '';
  if (desired[property] === undefined && applied?.[property] === undefined) return desired;
  const ours = Object.entries(tagMap(observed[property])).filter(([key]) => key.startsWith('oam.dev/'));
  return ours.length === 0 ? desired : withTags(model, desired, Object.fromEntries(ours));
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Properties of a desired resource. */
export function propertiesOf(desired: JsonObject): JsonObject {
  return objectOf(desired.Properties);
}
