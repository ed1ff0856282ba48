/** What CloudFormation tells of a type: which properties are fixed, never told or told only, and how it is tagged. */
import type * as sdk from '@aws-sdk/client-cloudformation';
import { OamError } from '../../errors.ts';
import { isList, isObject, type Json, type JsonObject, listOf, objectOf, segments, textOf } from '../../json.ts';
import type { Asks } from '../../ports.ts';
import { operation } from '../operation.ts';

const describeType = operation<sdk.DescribeTypeCommand>('cloudformation', 'DescribeType');

/** A path within the properties: names, and `*` for each item of a list. */
export type Path = readonly string[];

export interface Model {
  readonly createOnly: readonly Path[];
  readonly writeOnly: readonly Path[];
  /** What a resource's identifier is made of. */
  readonly identifier: readonly Path[];
  readonly tags: { readonly property: string; readonly form: 'map' | 'list' } | undefined;
}

/** Services whose resources give rights: no driver for anything may make those. */
const refused = /^(AWS::(IAM|STS|Organizations|SSO)|(?!AWS::)\w+)::/;

export function* modelOf(TypeName: string): Asks<Model> {
  if (refused.test(TypeName)) throw new OamError('Rejected', `Resources of type ${TypeName} are never made here`);
  const { Schema = '{}' } = yield* describeType({ Type: 'RESOURCE', TypeName });
  return modelIn(JSON.parse(Schema));
}

export function modelIn(schema: JsonObject): Model {
  const paths = (name: string): readonly Path[] => listOf(schema[name]).map(pathOf);
  return {
    createOnly: paths('createOnlyProperties'),
    writeOnly: paths('writeOnlyProperties'),
    identifier: paths('primaryIdentifier'),
    tags: taggingOf(schema),
  };
}

/** `['Code', 'ZipFile']` of `/properties/Code/ZipFile`. */
function pathOf(pointer: Json): Path {
  return segments(textOf(pointer)).filter((name, i) => i > 0 || name !== 'properties');
}

/** Only what is a map of texts, or a list of Key and Value, can be told to be ours. */
function taggingOf(schema: JsonObject): Model['tags'] {
  const tagging = objectOf(schema.tagging);
  const [property] = pathOf(tagging.tagProperty ?? '');
  if (property === undefined || tagging.taggable === false || tagging.tagOnCreate === false) return undefined;
  const found = resolved(schema, objectOf(schema.properties)[property]);
  if (found.type === 'object') return { property, form: 'map' };
  const item = objectOf(resolved(schema, found.items).properties);
  return item.Key !== undefined && item.Value !== undefined ? { property, form: 'list' } : undefined;
}

function resolved(schema: JsonObject, part: Json | undefined): JsonObject {
  const [, name = ''] = /^#\/definitions\/(.+)$/.exec(textOf(objectOf(part).$ref)) ?? [];
  return name === '' ? objectOf(part) : objectOf(objectOf(schema.definitions)[name]);
}

/** The values at a path: one, none, or several where it goes through a list. */
export function valuesAt(value: Json | undefined, [name, ...rest]: Path): readonly Json[] {
  if (name === undefined) return value === undefined ? [] : [value];
  if (name === '*') return isList(value) ? value.flatMap(item => valuesAt(item, rest)) : [];
  return isObject(value) ? valuesAt(value[name], rest) : [];
}

/** The identifier that the properties give it, where they say all of its parts. */
export function identifierIn(model: Model, properties: JsonObject): string | undefined {
  const parts = model.identifier.map(path => textOf(valuesAt(properties, path)[0]));
  return parts.length === 0 || parts.includes('') ? undefined : parts.join('|');
}
