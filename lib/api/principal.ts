/** Who asks: only what the IAM authorizer of API Gateway found out, never what the request says of itself. */
import { objectOf, textOf } from '../json.ts';
import type { Principal } from './authorize.ts';

/** `bindings` is what hono/aws-lambda hands over: `{requestContext: {authorizer: {iam: {userArn}}}}`. */
export function principalOf(bindings: unknown): Principal | undefined {
  const { authorizer } = objectOf(objectOf(bindings).requestContext);
  const arn = textOf(objectOf(objectOf(authorizer).iam).userArn);
  return arn === '' ? undefined : { arn };
}

/** API Gateway's id of the request, for the log. */
export function requestIdOf(bindings: unknown): string {
  return textOf(objectOf(objectOf(bindings).requestContext).requestId);
}
