/** Parameters of SSM, by version. Their values are never asked for. */
import type * as sdk from '@aws-sdk/client-ssm';
import { operation } from '../operation.ts';
import { at, type InputKind, unlessHidden } from './input-kind.ts';

const describeParameters = operation<sdk.DescribeParametersCommand>('ssm', 'DescribeParameters');

export const parameter: InputKind = {
  // It has no resource. GetParameter has one, and tells the value.
  iam: [{ action: 'ssm:DescribeParameters', resource: '*' }],
  *resolve(name) {
    const ParameterFilters = [{ Key: 'Name', Option: 'Equals', Values: [name] }];
    const answer = yield* unlessHidden(describeParameters({ ParameterFilters }));
    const found = answer?.Parameters?.[0];
    if (found?.Version === undefined) return undefined;
    return { value: String(found.Version), says: `version ${found.Version}${at('changed', found.LastModifiedDate)}` };
  },
};
