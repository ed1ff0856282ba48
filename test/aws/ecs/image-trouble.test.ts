/** What is said of an image that a task could not get, whoever refused it. */
import { describe, expect, it } from 'vitest';
import { whyStopped } from '../../../lib/aws/ecs/stopped.ts';

const said = (stoppedReason: string, ...images: string[]): string =>
  whyStopped({ stoppedReason, containers: images.map((image, n) => ({ name: `c${n}`, image })) });

const engine =
  'CannotPullContainerError: 404 Client Error for http+docker://localhost/v1.41/images/shop:1/json: Not Found ("failed to find image shop:1: docker.io/library/shop:1: No such image")';

describe('an image that could not be pulled', () => {
  it.each([
    [engine, /^The image shop:1 was not found: .*build or tag it here/],
    [
      'CannotPullContainerError: failed to resolve ref docker.io/library/shop:1: not found',
      /^The image shop:1 was not found/,
    ],
    [
      'CannotPullContainerError: pull access denied, repository does not exist or may require authorization',
      /^The image shop:1 was not found: .*needs a login/,
    ],
    ['CannotPullECRContainerError: AccessDeniedException: denied', /^The image shop:1 may not be pulled: docker login/],
    [
      'CannotPullECRContainerError: User: arn:aws:sts::1:assumed-role/x is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-west-1:2:repository/shop because no resource-based policy allows it',
      /^The image shop:1 may not be pulled: .*policy of the ECR repository/,
    ],
    [
      'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s): User: x is not authorized to perform: ecr:GetAuthorizationToken on resource: *',
      /^The image shop:1 may not be pulled: .*execution role/,
    ],
    [
      'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: RequestError: send request failed caused by: Post "https://api.ecr.eu-west-1.amazonaws.com/": dial tcp 1.2.3.4:443: i/o timeout',
      /^The image shop:1 could not be pulled: its registry cannot be reached/,
    ],
    [
      'ResourceInitializationError: unable to pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration.',
      /^The image shop:1 could not be pulled: its registry cannot be reached/,
    ],
    ['CannotPullContainerError: toomanyrequests: You have reached your pull rate limit', /too often/],
    ['CannotPullContainerError: dial tcp 1.2.3.4:443: i/o timeout', /cannot be reached/],
    ['CannotPullContainerError: something new', /^The image shop:1 could not be pulled\. /],
    [
      'ResourceInitializationError: unable to pull image or start container: 404: No such image: shop:1',
      /^The image shop:1 was not found/,
    ],
  ])('is named, with what to do, before the words of ECS: %s', (words, sentence) => {
    const text = said(words, 'shop:1');
    expect(text).toMatch(sentence);
    expect(text.endsWith(`. ECS says: ${words}`)).toBe(true);
  });

  it('is the one of several that the words name', () => {
    expect(said(engine, 'proxy:2', 'shop:1')).toMatch(/^The image shop:1 was/);
    expect(said('CannotPullContainerError: not known: not found', 'proxy:2', 'shop:1')).toMatch(
      /^The image proxy:2 or shop:1 was/,
    );
  });

  it('is not seen in other trouble', () => {
    for (const words of [
      'ResourceInitializationError: unable to pull secrets or registry auth: does not exist',
      'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: AccessDeniedException: not authorized to perform: secretsmanager:GetSecretValue',
      'ResourceInitializationError: unable to pull image or start container: exec: "/init": executable file not found',
      'Essential container in task exited',
    ])
      expect(said(words, 'shop:1')).toBe(words);
  });
});
