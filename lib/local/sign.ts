/** Signs requests to AWS or to an emulator of it (Signature Version 4). */
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Signable {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** The request's headers and its signature's. `host` is left out: it follows from the address. */
export async function sign(
  request: Signable,
  credentials: Credentials,
  scope: { readonly service: string; readonly region: string },
): Promise<Record<string, string>> {
  const url = new URL(request.url);
  const signer = new SignatureV4({ credentials, ...scope, sha256: Sha256 });
  const signed = await signer.sign({
    method: request.method,
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    path: url.pathname,
    query: Object.fromEntries([...new Set(url.searchParams.keys())].map(key => [key, url.searchParams.getAll(key)])),
    headers: { ...request.headers, host: url.host },
    body: request.body,
  });
  const { host: _, ...headers } = signed.headers;
  return headers;
}
