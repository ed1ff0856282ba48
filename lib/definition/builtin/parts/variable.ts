/** Names of environment variables: what Lambda allows, and what a container allows. */
import type { JsonObject } from '../../../json.ts';

/** Names that Lambda keeps for itself, and the one that a function gets where it follows secrets or parameters. */
export const reservedVariables: readonly string[] = [
  'LATEEN_INPUTS',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
];

/** The same in words, after "two". */
export const functionVariableWords =
  'or more letters, digits and _; not one of the names that Lambda keeps for itself, nor LATEEN_INPUTS, which tells of rotations';

/** A variable of a function. */
export const functionVariable: JsonObject = {
  type: 'string',
  description: `Two ${functionVariableWords}`,
  pattern: '^[a-zA-Z][a-zA-Z0-9_]+$',
  not: { enum: reservedVariables },
};

/** A variable of a container. */
export const variablePattern = '^[^=\\s]+$';
