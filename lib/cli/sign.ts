/** Signs requests to an API of AWS with the caller's credentials (SigV4); other APIs get theirs unchanged. */
import { OamError } from '../errors.ts';
import type { Credentials } from '../local/sign.ts';

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** The region of an API Gateway address (`https://<id>.execute-api.<region>.amazonaws.com`), or undefined for any other. */
export function awsRegion(url: string): string | undefined {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:') return undefined;
  return /^[a-z0-9-]+\.execute-api\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/.exec(hostname)?.[1];
}

/** The request with its signature, where the address is AWS's. The credentials are those of the AWS CLI, found on first use. */
export async function signIfAws(
  request: HttpRequest,
  find: () => Promise<Credentials> = providerChain,
): Promise<HttpRequest> {
  const region = awsRegion(request.url);
  return region === undefined ? request : signed(request, await find(), region);
}

async function signed(request: HttpRequest, credentials: Credentials, region: string): Promise<HttpRequest> {
  // Loaded on first use: most requests go to a local API and need none of it.
  const { sign } = await import('../local/sign.ts');
  const { body, ...rest } = request;
  const signable = body === undefined ? rest : { ...rest, body };
  return { ...request, headers: await sign(signable, credentials, { service: 'execute-api', region }) };
}

async function providerChain(): Promise<Credentials> {
  const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
  try {
    return await fromNodeProviderChain()();
  } catch (error) {
    throw new OamError(
      'Unauthenticated',
      'This API is on AWS and wants your signature, but no AWS credentials were found. Run aws sso login or aws configure, or set AWS_PROFILE.',
      { cause: error },
    );
  }
}
