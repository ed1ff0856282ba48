/** The trait `permissions`: the verbs of `link` on resources that are no part of the application, as far as the operator allowed it. */
import type { JsonObject } from '../../../json.ts';
import { arnParameter, outsidePrefixes, prefixesLet } from '../parts/arn.ts';
import { traitOf } from '../parts/trait.ts';

const grants: readonly JsonObject[] = [
  {
    $for: 'pair in pairs',
    id: '${pair[0]} ${pair[1]}',
    actions: '${iam.actions(pair[1].split(":")[2], pair[0])}',
    resources: ['${pair[1]}'],
  },
];

export const permissions: JsonObject = traitOf('permissions', 'Let it use resources outside of the application', {
  appliesTo: ['container', 'function'],
  cel: {
    parameters: {
      type: 'object',
      required: ['verbs', 'arns'],
      properties: {
        verbs: {
          type: 'array',
          description: 'What it may do there, as in link: read, write, send, consume, publish, invoke',
          minItems: 1,
          uniqueItems: true,
          items: { type: 'string', minLength: 1 },
        },
        arns: {
          type: 'array',
          description:
            'ARNs under a prefix that the operator allowed (grantPrefixes); the objects of a bucket are an ARN of their own: arn:aws:s3:::reports/*',
          minItems: 1,
          uniqueItems: true,
          items: arnParameter,
        },
      },
    },
    let: [
      prefixesLet,
      { pairs: '${flatten(parameter.verbs.map(verb, parameter.arns.map(arn, [verb, arn])))}' },
      { unknown: '${pairs.filter(p, size(iam.actions(p[1].split(":")[2], p[0])) == 0)}' },
    ],
    patch: { container: { grants }, function: { grants } },
    validations: [
      outsidePrefixes('parameter.arns', '/arns'),
      {
        if: 'size(unknown) > 0',
        pointer: '/verbs',
        code: 'UnknownVerb',
        message:
          '${unknown[0][1]} has no verb ${unknown[0][0]}; ${unknown[0][1].split(":")[2]} has ${iam.verbs(unknown[0][1].split(":")[2]).join(", ")}',
      },
    ],
  },
});
