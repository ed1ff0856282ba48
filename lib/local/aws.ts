/** The few requests that setting up an installation sends to AWS or its emulator, signed and sent by fetch: no SDK to load. */
import { OamError } from '../errors.ts';
import { type JsonObject, objectOf, textOf } from '../json.ts';
import { type Credentials, sign } from './sign.ts';

export interface AwsAccess {
  /** An emulator's address; absent for AWS itself. */
  readonly endpoint?: string;
  readonly region: string;
  readonly credentials: Credentials;
}

const answerWithinMs = 120_000;

/** A request of the services that speak forms and XML (iam, sts, cloudformation): the answer's text. */
export async function ask(
  access: AwsAccess,
  service: 'iam' | 'sts' | 'cloudformation',
  action: string,
  input: Readonly<Record<string, string>>,
): Promise<string> {
  const version = { iam: '2010-05-08', sts: '2011-06-15', cloudformation: '2010-05-15' }[service];
  const body = new URLSearchParams({ Action: action, Version: version, ...input }).toString();
  const type = 'application/x-www-form-urlencoded; charset=utf-8';
  return send(access, service, 'POST', '/', body, type);
}

/** A request to Lambda's REST API: the answer as JSON. */
export async function askLambda(
  access: AwsAccess,
  method: string,
  path: string,
  input?: JsonObject,
): Promise<JsonObject> {
  const body = input === undefined ? undefined : JSON.stringify(input);
  const text = await send(access, 'lambda', method, path, body, 'application/json');
  return text === '' ? {} : objectOf(JSON.parse(text));
}

/** The text of the first element of that name. */
export function element(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}

async function send(
  access: AwsAccess,
  service: string,
  method: string,
  path: string,
  body: string | undefined,
  type: string,
): Promise<string> {
  const url = `${access.endpoint ?? addressOf(service, access.region)}${path}`;
  const request = { method, url, headers: { 'content-type': type }, ...(body === undefined ? {} : { body }) };
  const region = service === 'iam' && access.endpoint === undefined ? 'us-east-1' : access.region;
  const headers = await sign(request, access.credentials, { service, region });
  const answer = await fetch(url, { ...request, headers, signal: AbortSignal.timeout(answerWithinMs) });
  const text = await answer.text();
  if (answer.ok) {
    const failed = answer.headers.get('x-amz-function-error');
    if (failed === null) return text;
    throw new OamError('Internal', `The function of ${path} failed: ${text.slice(0, 2000)}`);
  }
  const name = element(text, 'Code') ?? nameIn(text) ?? answer.headers.get('x-amzn-errortype') ?? String(answer.status);
  throw new OamError(
    answer.status === 404 ? 'Missing' : 'Rejected',
    `${service} answered ${name} to ${method} ${path}: ${text.slice(0, 500)}`,
    {
      awsName: name,
    },
  );
}

function addressOf(service: string, region: string): string {
  return service === 'iam' ? 'https://iam.amazonaws.com' : `https://${service}.${region}.amazonaws.com`;
}

function nameIn(text: string): string | undefined {
  try {
    const body = objectOf(JSON.parse(text));
    return textOf(body.__type) || textOf(body.Code) || undefined;
  } catch {
    return undefined;
  }
}
