/** Resource types without a driver, from AWS's own specification: enough to admit and render, never to apply. For tests only. */
import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import type { Property, PropertyType, SpecDatabase } from '@aws-cdk/service-spec-types';
import type { JsonObject } from '../../lib/json.ts';
import type { ResourceSchema } from '../../lib/resource/resource.ts';

/** Schemas of the types named. */
export async function schemaOnly(...names: readonly string[]): Promise<ReadonlyMap<string, ResourceSchema>> {
  const database = await loadAwsServiceSpec();
  return new Map(names.map(name => [name, schemaOf(database, name)]));
}

function schemaOf(database: SpecDatabase, name: string): ResourceSchema {
  const [resource] = database.lookup('resource', 'cloudFormationType', 'equals', name);
  if (resource === undefined) throw new Error(`${name} is not in the specification`);
  const tags = resource.tagInformation;
  return {
    type: name,
    schema: objectOf(database, resource.properties, 0),
    createOnly: Object.keys(resource.properties).filter(key => resource.properties[key]?.causesReplacement === 'yes'),
    attributes: [...new Set([...Object.keys(resource.attributes), ...(resource.primaryIdentifier ?? [])])],
    naming: 'ours',
    stateful: resource.isStateful === true,
    ...(tags === undefined
      ? {}
      : {
          tags: { property: tags.tagPropertyName, form: tags.variant === 'map' ? ('map' as const) : ('list' as const) },
        }),
  };
}

function objectOf(database: SpecDatabase, properties: Readonly<Record<string, Property>>, depth: number): JsonObject {
  const names = Object.keys(properties);
  return {
    type: 'object',
    additionalProperties: false,
    required: names.filter(name => properties[name]?.required === true),
    properties: Object.fromEntries(names.map(name => [name, typeOf(database, properties[name]!.type, depth + 1)])),
  };
}

function typeOf(database: SpecDatabase, type: PropertyType, depth: number): JsonObject {
  // Some types contain themselves.
  if (depth > 12) return {};
  switch (type.type) {
    case 'string':
    case 'integer':
    case 'number':
    case 'boolean':
      return { type: type.type };
    case 'array':
      return { type: 'array', items: typeOf(database, type.element, depth + 1) };
    case 'map':
      return { type: 'object', additionalProperties: typeOf(database, type.element, depth + 1) };
    case 'ref':
      return objectOf(database, database.get('typeDefinition', type.reference.$ref).properties, depth);
    default:
      return {};
  }
}
