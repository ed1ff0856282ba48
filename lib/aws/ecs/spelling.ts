/** ECS spells members from a small letter, CloudFormation from a capital one: the same data in either spelling. */
import { isList, isObject, type Json, type JsonObject } from '../../json.ts';

/** Where more than the first letter differs: CloudFormation's word, ECS' word. */
const odd: readonly (readonly [string, string])[] = [
  ['EFSVolumeConfiguration', 'efsVolumeConfiguration'],
  ['FilesystemId', 'fileSystemId'],
  ['IAM', 'iam'],
];
const toEcs: ReadonlyMap<string, string> = new Map(odd);
const fromEcs: ReadonlyMap<string, string> = new Map(odd.map(([ours, theirs]) => [theirs, ours]));

/** Maps whose keys are the users': they stay as they are. */
const maps: ReadonlySet<string> = new Set(['Options', 'options', 'DockerLabels', 'dockerLabels']);

/** As ECS takes it. */
export function ecsSpelling(value: JsonObject): JsonObject {
  return spelled(value, name => toEcs.get(name) ?? name.charAt(0).toLowerCase() + name.slice(1));
}

/** As CloudFormation says it. */
export function ourSpelling(value: JsonObject): JsonObject {
  return spelled(value, name => fromEcs.get(name) ?? name.charAt(0).toUpperCase() + name.slice(1));
}

function spelled(value: JsonObject, word: (name: string) => string): JsonObject {
  const out: Record<string, Json> = {};
  for (const [name, inner] of Object.entries(value))
    if (inner !== undefined) out[word(name)] = maps.has(name) ? inner : within(inner, word);
  return out;
}

function within(value: Json, word: (name: string) => string): Json {
  if (isList(value)) return value.map(item => within(item, word));
  return isObject(value) ? spelled(value, word) : value;
}
