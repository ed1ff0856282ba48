/** What a function is made of and may change under its name: its code in S3, secrets and parameters that its environment names. */
import { type JsonObject, objectOf } from '../../json.ts';
import type { Input, Reading } from '../../resource/resource.ts';
import { namedIn, versionsOf } from '../inputs/named.ts';
import { codeInput, pinCode } from './code-input.ts';

/** The variable that tells one version of the values from another: warm environments keep what they read, and go when it changes. */
const variable = 'LATEEN_INPUTS';

export function functionInputs(properties: JsonObject, reading: Reading): readonly Input[] {
  const code = codeInput(properties);
  return [...(code === undefined ? [] : [code]), ...namedIn(valuesOf(properties), reading)];
}

export function pinFunction(
  properties: JsonObject,
  stands: (input: Input) => string | undefined,
  reading: Reading,
): JsonObject {
  const pinned = pinCode(properties, stands);
  const versions = versionsOf(namedIn(valuesOf(properties), reading), stands);
  if (versions === undefined) return pinned;
  const Environment = objectOf(properties.Environment);
  return {
    ...pinned,
    Environment: { ...Environment, Variables: { ...objectOf(Environment.Variables), [variable]: versions } },
  };
}

function valuesOf(properties: JsonObject): JsonObject[string][] {
  return Object.values(objectOf(objectOf(properties.Environment).Variables));
}
