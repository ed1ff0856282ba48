/** Traits that change one container, or several by a list: the list, whose container each entry is for, and who is unknown. */
import type { Json, JsonObject } from '../../../json.ts';

/** The parameters of one container, and `list` with the same for several. */
export function entryParameters(
  properties: JsonObject,
  list = 'containers',
  required: readonly string[] = [],
): JsonObject {
  const containerName: JsonObject = {
    type: 'string',
    description: 'The container; the one with the name of the component where it is left out',
  };
  return {
    type: 'object',
    properties: {
      containerName,
      ...properties,
      [list]: {
        type: 'array',
        description: 'The same for several containers',
        items: {
          type: 'object',
          properties: { containerName, ...properties },
          ...(required.length > 0 ? { required } : {}),
        },
      },
    },
  };
}

/** `entries`: the list, or the one that the parameters themselves are; `known`: the names of the containers. */
export function entryLets(list = 'containers'): readonly JsonObject[] {
  return [
    { entries: `\${has(parameter.${list}) ? parameter.${list} : [parameter]}` },
    { known: '${workload.?containers.orValue([]).map(c, c.name)}' },
    { named: '${entries.map(e, e.?containerName.orValue("") == "" ? context.name : e.containerName)}' },
    { strangers: '${named.filter(n, !(n in known))}' },
  ];
}

/** The name of the container of the entry `e`. */
export const entryName = '${e.?containerName.orValue("") == "" ? context.name : e.containerName}';

/** Refuses containers that are not there, and fields beside the list. */
export function entryValidations(fields: readonly string[], list = 'containers'): readonly Json[] {
  return [
    {
      workload: 'container',
      if: 'size(strangers) > 0',
      code: 'UnknownContainer',
      message: '${context.name} has no container ${strangers[0]}: it has ${known.join(", ")}',
      hint: 'A trait that adds a container (sidecar) must stand before the ones that change it',
    },
    {
      if: `has(parameter.${list}) && (${fields.map(field => `has(parameter.${field})`).join(' || ')})`,
      pointer: `/${list}`,
      code: 'InvalidParameter',
      message: `Say it for one container or in ${list}, not both`,
    },
  ];
}
