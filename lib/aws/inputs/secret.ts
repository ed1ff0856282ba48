/** Secrets of Secrets Manager, by the version that is current. Their values are never asked for. */
import type * as sdk from '@aws-sdk/client-secrets-manager';
import { operation } from '../operation.ts';
import { at, type InputKind, unlessHidden } from './input-kind.ts';

const describeSecret = operation<sdk.DescribeSecretCommand>('secrets-manager', 'DescribeSecret');

export const secret: InputKind = {
  iam: [
    {
      action: 'secretsmanager:DescribeSecret',
      resource: 'arn:${partition}:secretsmanager:${region}:${account}:secret:${secretPrefix}*',
    },
  ],
  *resolve(name) {
    const answer = yield* unlessHidden(describeSecret({ SecretId: name }));
    const current = Object.entries(answer?.VersionIdsToStages ?? {}).find(([, stages]) =>
      stages.includes('AWSCURRENT'),
    );
    if (current === undefined) return undefined;
    return { value: current[0], says: `version ${current[0]}${at('changed', answer?.LastChangedDate)}` };
  },
};
