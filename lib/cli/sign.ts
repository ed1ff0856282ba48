/** Signs requests to an API of AWS with the caller's credentials (SigV4); other APIs get theirs unchanged. */
import { OamError } from '../errors.ts';

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
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
  now: Date = new Date(),
): Promise<HttpRequest> {
  const region = awsRegion(request.url);
  return region === undefined ? request : sign(request, await find(), region, now);
}

async function sign(request: HttpRequest, credentials: Credentials, region: string, now: Date): Promise<HttpRequest> {
  const [{ SignatureV4 }, { Sha256 }] = await Promise.all([
    import('@smithy/signature-v4'),
    import('@aws-crypto/sha256-js'),
  ]);
  const url = new URL(request.url);
  const signer = new SignatureV4({ credentials, region, service: 'execute-api', sha256: Sha256 });
  const signed = await signer.sign(
    {
      method: request.method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { ...request.headers, host: url.host },
      body: request.body,
    },
    { signingDate: now },
  );
  // fetch sets `host` itself and refuses to be told.
  const { host: _, ...headers } = signed.headers;
  return { ...request, headers };
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
