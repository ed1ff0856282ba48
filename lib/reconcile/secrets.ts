/** Secret values that a verb saw: they stay in it, and are taken out of everything that it leaves behind. */
import { OamError } from '../errors.ts';
import { isList, isObject, type Json } from '../json.ts';

const shown = '(secret)';

/** Adds the values of these properties, wherever they stand. */
export function noteSecrets(value: Json, names: readonly string[] = [], into: Set<string>): void {
  if (names.length === 0) return;
  if (isList(value)) for (const item of value) noteSecrets(item, names, into);
  else if (isObject(value))
    for (const [name, inner] of Object.entries(value)) {
      if (inner === undefined) continue;
      if (typeof inner === 'string' && inner !== '' && names.includes(name)) note(inner, into);
      else noteSecrets(inner, names, into);
    }
}

/** In a text it may stand as JSON writes it. */
function note(secret: string, into: Set<string>): void {
  into.add(secret);
  into.add(JSON.stringify(secret).slice(1, -1));
}

/** The value with every secret masked: data only, whatever its type. */
export function withoutSecrets<T>(value: T, secrets: ReadonlySet<string>): T;
export function withoutSecrets(value: unknown, secrets: ReadonlySet<string>): unknown {
  if (secrets.size === 0) return value;
  if (typeof value === 'string') return masked(value, secrets);
  if (Array.isArray(value)) return value.map(item => withoutSecrets(item, secrets));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutSecrets(inner, secrets)]));
}

/** The same error, saying less; what it came from may say more, and is left out. */
export function errorWithoutSecrets(error: unknown, secrets: ReadonlySet<string>): unknown {
  if (secrets.size === 0) return error;
  if (error instanceof OamError) {
    const { code, message, blame, retry, issues, awsName } = error;
    const name = awsName === undefined ? {} : { awsName };
    return new OamError(code, masked(message, secrets), {
      blame,
      retry,
      issues: withoutSecrets(issues, secrets),
      ...name,
    });
  }
  return new OamError('Internal', masked(error instanceof Error ? error.message : String(error), secrets));
}

function masked(text: string, secrets: ReadonlySet<string>): string {
  let rest = text;
  // The longest first: one may be a part of another.
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) rest = rest.replaceAll(secret, shown);
  return rest;
}
