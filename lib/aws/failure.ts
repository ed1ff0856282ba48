/** What AWS answers when it refuses, as OamErrors: by the error's name; by its words only where AWS uses one name for several things. */
import { type ErrorCode, messageOf, OamError } from '../errors.ts';
import { isObject, objectOf, textOf } from '../json.ts';
import type { Call } from '../ports.ts';

/** Names without `Exception`, `Fault` or `Error` at their end: the services do not agree on those. */
const names: Readonly<Record<string, ErrorCode>> = {
  ...each(
    'Throttled',
    'Throttling',
    'ThrottlingException',
    'ThrottledException',
    'TooManyRequests',
    'RequestLimitExceeded',
    'RequestThrottled',
    'SlowDown',
    'PriorRequestNotComplete',
    'ProvisionedThroughputExceeded',
    'KMSThrottling',
    'KmsThrottled',
  ),
  ...each(
    'Denied',
    'AccessDenied',
    'UnauthorizedOperation',
    'NotAuthorized',
    'Authorization',
    'KMSAccessDenied',
    'AuthFailure',
    'Forbidden',
    'InvalidClientTokenId',
    'UnrecognizedClient',
    'ExpiredToken',
    'SignatureDoesNotMatch',
    'InvalidSignature',
    'IncompleteSignature',
    'MissingAuthenticationToken',
    'OptInRequired',
    'CredentialsProvider',
  ),
  ...each(
    'AlreadyExists',
    'AlreadyExists',
    'BucketAlreadyOwnedByYou',
    'EntityAlreadyExists',
    'ResourceAlreadyExists',
    'DuplicateLoadBalancerName',
    'DuplicateTargetGroupName',
    'DuplicateListener',
    'InvalidGroup.Duplicate',
    'ConflictingDomainExists',
    'NamespaceAlreadyExists',
    // Cloud Map, whose names have no Exception at their end.
    'ServiceAlreadyExists',
    'ParameterAlreadyExists',
    'ResourceExists',
    'FileSystemAlreadyExists',
    'AccessPointAlreadyExists',
    'MountTargetConflict',
    'QueueNameExists',
    'QueueAlreadyExists',
  ),
  ...each(
    'Missing',
    'NotFound',
    'ResourceNotFound',
    'ObjectNotFound',
    'NoSuchEntity',
    'NoSuchBucket',
    'NoSuchCORSConfiguration',
    'NoSuchLifecycleConfiguration',
    'NoSuchPublicAccessBlockConfiguration',
    'NoSuchTagSet',
    'OwnershipControlsNotFound',
    'ServerSideEncryptionConfigurationNotFound',
    'TableNotFound',
    'ProvisionedConcurrencyConfigNotFound',
    'ClusterNotFound',
    'ServiceNotFound',
    'ServiceNotActive',
    'LoadBalancerNotFound',
    'TargetGroupNotFound',
    'ListenerNotFound',
    'InvalidGroup.NotFound',
    'NamespaceNotFound',
    'RepositoryNotFound',
    'ImageNotFound',
    'OperationNotFound',
    'ParameterNotFound',
    // Parameter Store, of the tags of a parameter.
    'InvalidResourceId',
    'RequestTokenNotFound',
    'FileSystemNotFound',
    'MountTargetNotFound',
    'AccessPointNotFound',
    'PolicyNotFound',
    'QueueDoesNotExist',
    'AWS.SimpleQueueService.NonExistentQueue',
  ),
  ...each(
    'NotReady',
    'Conflict',
    'ResourceConflict',
    'ResourceInUse',
    'ResourceNotReady',
    'OperationAborted',
    'ConcurrentModification',
    'ConcurrentOperation',
    'ConcurrentUpdate',
    'DeleteConflict',
    'DependencyViolation',
    'DuplicateRequest',
    'EntityTemporarilyUnmodifiable',
    'PreconditionFailed',
    'ConcurrentAccess',
    'ContinuousBackupsUnavailable',
    'TableInUse',
    'StaleTag',
    'NotStabilized',
    // Parameter Store takes one change of a parameter at a time.
    'TooManyUpdates',
    'ClusterContainsServices',
    'ClusterContainsTasks',
    'FileSystemInUse',
    'IncorrectFileSystemLifeCycleState',
    'IncorrectMountTargetState',
    'QueueDeletedRecently',
    'AWS.SimpleQueueService.QueueDeletedRecently',
  ),
  ...each(
    'QuotaExceeded',
    'LimitExceeded',
    'ServiceQuotaExceeded',
    'FilterPolicyLimitExceeded',
    'OverLimit',
    'SubscriptionLimitExceeded',
    'TagLimitExceeded',
    'TopicLimitExceeded',
    'ResourceLimitExceeded',
    'CodeStorageExceeded',
    'PolicyLengthExceeded',
    'ParameterLimitExceeded',
    'AccessPointLimitExceeded',
    'FileSystemLimitExceeded',
    'SecurityGroupLimitExceeded',
  ),
  ...each(
    'Unavailable',
    'Timeout',
    'Abort',
    'RequestTimeout',
    'RequestTimeTooSkewed',
    'RequestExpired',
    'Service',
    'ServiceFailure',
    'ServiceUnavailable',
    'InternalFailure',
    'InternalService',
    'InternalServer',
    'Internal',
    'Networking',
    'NetworkFailure',
    'HandlerInternalFailure',
  ),
};

/** Where one name means several things: the words that tell them apart, first match wins. */
const words: readonly { readonly name: RegExp; readonly says: RegExp; readonly code: ErrorCode }[] = [
  // Lambda and API Gateway say "conflict" both for "exists already" and for "busy just now".
  { name: /^(Resource)?Conflict$/, says: /already exist/i, code: 'AlreadyExists' },
  { name: /^ResourceInUse$/, says: /already exists/i, code: 'AlreadyExists' },
  { name: /^Validation$/, says: /time to live has been modified/i, code: 'NotReady' },
  { name: /^ResourceConflict$/, says: /FunctionUrlConfig exists/, code: 'AlreadyExists' },
  // Secrets Manager, of a name that is kept for a while after its deletion, and of the secret itself.
  { name: /^InvalidRequest$/, says: /can't create .* already scheduled for deletion/, code: 'AlreadyExists' },
  { name: /^InvalidRequest$/, says: /(marked|scheduled) (for deletion|deleted)/, code: 'Missing' },
  // Lambda asks what a function's role may do to a source; rights that were just given take some seconds.
  {
    name: /^InvalidParameterValue$/,
    says: /execution role does not have permissions|cannot access stream/i,
    code: 'NotReady',
  },
  // Nor does everybody know a queue or a stream in the seconds after it was made.
  {
    name: /^Invalid(Parameter|Attribute)Value$/,
    says: /dead letter target does not exist|NonExistentQueue|stream not found/i,
    code: 'NotReady',
  },
  // A role that was just made cannot be assumed for some seconds, and has no rights yet; Lambda gives neither a name of its own.
  {
    name: /^(InvalidParameterValue|Validation|InvalidParameter|BadRequest)$/,
    says: /cannot be assumed|is unable to assume|must allow .* to assume the role|role defined for the function|trusted entity|execution role does not have permissions|ensure the role can perform/i,
    code: 'NotReady',
  },
  // ECS has hardly any names: most of what it refuses is a client's fault or a parameter's.
  { name: /^Client$/, says: /unable to (describe|find) task definition/i, code: 'Missing' },
  { name: /^(Client|InvalidParameter)$/, says: /not idempotent/i, code: 'AlreadyExists' },
  {
    name: /^(Client|InvalidParameter)$/,
    says: /still draining|does not have an associated load balancer|unable to assume/i,
    code: 'NotReady',
  },
  { name: /^InvalidParameter$/, says: /task was not found|referenced task/i, code: 'Missing' },
  // A trust policy that names a principal which was just made.
  { name: /^MalformedPolicyDocument$/, says: /invalid principal/i, code: 'NotReady' },
  { name: /^InvalidParameterValue$/, says: /UnreservedConcurrentExecution/, code: 'QuotaExceeded' },
  // API Gateway says 429 both for "too fast" and for "no more routes in this API".
  { name: /^TooManyRequests$/, says: /maximum number/i, code: 'QuotaExceeded' },
];

/** Node's codes of connections that failed. */
const network = /^(ECONN|ENOTFOUND|EAI_|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|UND_ERR)/;

/** Anything thrown while a call was sent, as the OamError that the engine decides on. */
export function failureOf(error: unknown, call: Pick<Call, 'service' | 'action'>): OamError {
  if (error instanceof OamError) return error;
  const name = isObject(error) || error instanceof Error ? textOf(objectOf(error).name) : '';
  const code = codeOf(name, error);
  const sentence = `${call.service} ${call.action}: ${messageOf(error) || name || 'no answer'}`;
  // The SDK's error holds the request with its signature, and the connection: nothing that may reach a log.
  const cause = code === 'Internal' ? { cause: error } : {};
  return new OamError(code, sentence, { ...cause, ...(name === '' ? {} : { awsName: name }) });
}

function codeOf(name: string, error: unknown): ErrorCode {
  const stem = name.replace(/(Exception|Fault|Error)+$/, '');
  const told = messageOf(error);
  const ambiguous = words.find(one => one.name.test(stem) && one.says.test(told));
  if (ambiguous !== undefined) return ambiguous.code;
  const known = names[stem] ?? names[name];
  if (known !== undefined) return known;
  const detail = objectOf(error);
  const status = Number(objectOf(detail.$metadata).httpStatusCode ?? 0);
  if (network.test(textOf(detail.code)) || network.test(told)) return 'Unavailable';
  if (status === 429) return 'Throttled';
  if (status >= 500 || textOf(detail.$fault) === 'server') return 'Unavailable';
  return status >= 400 || textOf(detail.$fault) === 'client' ? 'Rejected' : 'Internal';
}

function each(code: ErrorCode, ...of: readonly string[]): Record<string, ErrorCode> {
  return Object.fromEntries(of.map(name => [name, code]));
}
