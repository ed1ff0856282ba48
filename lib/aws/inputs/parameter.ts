/** Parameters of SSM, by version. Their values are never asked for. */
import type * as sdk from '@aws-sdk/client-ssm';
import { operation } from '../operation.ts';
import { findIn } from '../pages.ts';
import { at, type InputKind, unlessHidden } from './input-kind.ts';

const describeParameters = operation<sdk.DescribeParametersCommand>('ssm', 'DescribeParameters');

export const parameter: InputKind = {
  // It has no resource. GetParameter has one, and tells the value.
  iam: [{ action: 'ssm:DescribeParameters', resource: '*' }],
  *resolve(name) {
    const ParameterFilters = [{ Key: 'Name', Option: 'Equals', Values: [name] }];
    // The first pages may be empty though it is there.
    const found = yield* findIn(
      function* (NextToken) {
        const answer = yield* unlessHidden(describeParameters({ ParameterFilters, NextToken }));
        return { Items: answer?.Parameters ?? [], NextToken: answer?.NextToken };
      },
      one => one.Name === name,
    );
    if (found?.Version === undefined) return undefined;
    return { value: String(found.Version), says: `version ${found.Version}${at('changed', found.LastModifiedDate)}` };
  },
};
