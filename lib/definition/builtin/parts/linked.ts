/** What a trait may do with another component that its parameter `to` names: its values in the environment, its verbs as grants. */
import type { JsonObject } from '../../../json.ts';

/** The other component; empty where there is none of that name. */
export const linkedLets: readonly JsonObject[] = [
  { other: '${components[?parameter.to].orValue({})}' },
  { shows: '${other.?link.orValue({})}' },
  { offers: '${other.?grants.orValue({})}' },
  { prefix: '${parameter.?env.orValue(envName(parameter.to))}' },
  { asked: '${parameter.?verbs.orValue([])}' },
  { unknown: '${asked.filter(verb, !(verb in offers))}' },
];

const env: readonly JsonObject[] = [{ $for: 'name, value in shows', name: '${prefix}_${name}', value: '${value}' }];

const grants: readonly JsonObject[] = [
  {
    $for: 'verb in asked',
    id: '${parameter.to}-${verb}',
    actions: '${offers[verb].actions}',
    resources: '${offers[verb].resources}',
  },
];

export const linkedPatch: JsonObject = {
  container: { containers: [{ name: '${context.name}', env }], grants },
  function: { env, grants },
};
