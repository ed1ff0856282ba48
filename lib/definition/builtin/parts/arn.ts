/** ARNs of resources outside of the application: only under prefixes that the operator allowed. */
import type { JsonObject } from '../../../json.ts';

/** Nothing before the resource may be left open. */
const arnPattern = '^arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:[^\\s]+$';

export const arnParameter: JsonObject = {
  type: 'string',
  maxLength: 512,
  pattern: arnPattern,
  examples: ['arn:aws:s3:::company-reports/*'],
};

/** A let. */
export const prefixesLet: JsonObject = { prefixes: '${environment.?grantPrefixes.orValue([])}' };

/** `arns`: an expression for a list. */
export const outsidePrefixes = (arns: string, pointer: string): JsonObject => ({
  if: `${arns}.exists(arn, !prefixes.exists(prefix, arn.startsWith(prefix)))`,
  pointer,
  code: 'NotAllowed',
  message: `\${${arns}.filter(arn, !prefixes.exists(prefix, arn.startsWith(prefix))).join(", ")} is out of reach: \${size(prefixes) > 0 ? "applications may use ARNs that begin with " + prefixes.join(", ") : "no ARNs are allowed here"}`,
  hint: 'Link to a component of the application, or ask the operator for the deploy parameter grantPrefixes',
});
