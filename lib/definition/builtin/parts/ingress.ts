/** Traits of KubeVela that mean what `gateway` means, in words of their own: `ingress` and its kin, `http-route` and `https-route`. */
import type { JsonObject } from '../../../json.ts';
import {
  apiLets,
  apiPatch,
  apiResource,
  belowWords,
  domainValidations,
  hostName,
  integrationResource,
  pathEndpoints,
  pathPattern,
  pathsParameter,
  pathWords,
  permissionResource,
  routeResources,
  stageResources,
} from './http-api.ts';
import { portNumber } from './ports.ts';
import { notNeeded, refusedOnAws } from './says.ts';
import { traitOf } from './trait.ts';

const served = (lets: readonly JsonObject[], pointer: string, missing: JsonObject): JsonObject => ({
  let: [...lets, ...apiLets],
  patch: apiPatch,
  resources: [
    apiResource(),
    ...stageResources,
    integrationResource('served.map(s, string(s.port))'),
    ...routeResources(),
    permissionResource,
  ],
  endpoints: pathEndpoints,
  validations: [
    ...domainValidations(pointer),
    { if: 'size(served) == 0', code: 'MissingParameter', message: 'It leads nowhere', ...missing },
  ],
});

const appliesTo: readonly string[] = ['container', 'function'];

/** A domain and ports by path; `more` are its other parameters. */
export function ingressTrait(name: string, more: JsonObject = {}): JsonObject {
  const paths: JsonObject = {
    $for: 'path, port in parameter.http',
    path: '${path}',
    port: '${port}',
    below: true,
  };
  return traitOf(name, 'Make it answer on the internet by domain and path; gateway can do more', {
    appliesTo,
    cel: {
      parameters: {
        type: 'object',
        required: ['domain', 'http'],
        properties: { domain: hostName, http: pathsParameter, ...more },
      },
      ...served([{ domains: ['${parameter.domain}'] }, { served: [paths] }], '/domain', {
        pointer: '/http',
        hint: 'http: { /: 80 }',
      }),
    },
  });
}

/** Domains and rules; `more` are its other parameters, which say themselves that they need nothing here. */
export function routeTrait(
  name: string,
  description: string,
  more: JsonObject,
  required: readonly string[] = [],
): JsonObject {
  const rule: JsonObject = {
    $for: 'rule in parameter.rules',
    path: '${rule.?path.?value.orValue("/")}',
    port: '${rule.port}',
    below: '${rule.?path.?type.orValue("PathPrefix") != "Exact"}',
  };
  return traitOf(name, description, {
    appliesTo,
    cel: {
      parameters: {
        type: 'object',
        required: ['domains', 'rules', ...required],
        properties: {
          domains: { type: 'array', minItems: 1, items: hostName, description: 'The host names that are served' },
          rules: { type: 'array', description: 'Which path leads to which port', items: ruleParameter },
          ...more,
        },
      },
      ...served([{ domains: '${parameter.domains}' }, { served: [rule] }], '/domains', {
        pointer: '/rules',
        hint: 'rules: [{ path: { value: / }, port: 80 }]',
      }),
    },
  });
}

const ruleParameter: JsonObject = {
  type: 'object',
  required: ['port'],
  properties: {
    path: {
      type: 'object',
      properties: {
        type: {
          type: 'string',
          enum: ['PathPrefix', 'Exact'],
          description: belowWords,
        },
        value: { type: 'string', pattern: pathPattern, description: pathWords },
      },
    },
    headers: {
      type: 'array',
      description: 'Headers that a request must have',
      items: {
        type: 'object',
        required: ['name', 'value'],
        properties: { type: { const: 'Exact' }, name: { type: 'string' }, value: { type: 'string' } },
      },
      ...refusedOnAws('HTTP APIs choose by method and path, not by headers', 'A path for each, or look at the header', [
        [],
      ]),
    },
    serviceName: {
      type: 'string',
      description: 'Another service',
      ...refusedOnAws(
        'There are no services beside components here: a route leads to its own component',
        'Put the trait on the component that answers',
      ),
    },
    port: portNumber,
  },
};

/** Of the proxy that stands in a cluster. */
export const proxyOnly = (schema: JsonObject, message: string): JsonObject => ({ ...schema, ...notNeeded(message) });
