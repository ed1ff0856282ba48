import { describe, expect, it } from 'vitest';
import { failureOf } from '../../lib/aws/failure.ts';
import { OamError } from '../../lib/errors.ts';
import { fault } from '../doubles/aws.ts';

const call = { service: 'lambda', action: 'CreateFunction' };
const codeOf = (name: string, status: number, message = 'x'): string =>
  failureOf(fault(name, status, message), call).code;

describe('failures of AWS', () => {
  it.each([
    ['ThrottlingException', 400, 'Throttled'],
    ['Throttling', 400, 'Throttled'],
    ['TooManyRequestsException', 429, 'Throttled'],
    ['RequestLimitExceeded', 400, 'Throttled'],
    ['AccessDenied', 403, 'Denied'],
    ['AccessDeniedException', 403, 'Denied'],
    ['UnrecognizedClientException', 400, 'Denied'],
    ['ExpiredTokenException', 400, 'Denied'],
    ['CredentialsProviderError', 0, 'Denied'],
    ['EntityAlreadyExistsException', 409, 'AlreadyExists'],
    ['ResourceAlreadyExistsException', 400, 'AlreadyExists'],
    ['ParameterAlreadyExists', 400, 'AlreadyExists'],
    ['ResourceExistsException', 400, 'AlreadyExists'],
    ['ResourceNotFoundException', 404, 'Missing'],
    ['ResourceNotFound', 404, 'Missing'],
    ['NotFoundException', 404, 'Missing'],
    ['NoSuchEntityException', 404, 'Missing'],
    ['ParameterNotFound', 400, 'Missing'],
    ['InvalidResourceId', 400, 'Missing'],
    ['RequestTokenNotFoundException', 404, 'Missing'],
    ['ObjectNotFoundException', 400, 'Missing'],
    ['ProvisionedConcurrencyConfigNotFoundException', 404, 'Missing'],
    ['ResourceConflictException', 409, 'NotReady'],
    ['ConflictException', 409, 'NotReady'],
    ['OperationAbortedException', 400, 'NotReady'],
    ['ConcurrentModificationException', 409, 'NotReady'],
    ['DeleteConflictException', 409, 'NotReady'],
    ['ResourceInUseException', 400, 'NotReady'],
    ['ConcurrentOperationException', 409, 'NotReady'],
    ['TooManyUpdates', 400, 'NotReady'],
    ['PreconditionFailedException', 412, 'NotReady'],
    ['LimitExceededFault', 400, 'QuotaExceeded'],
    ['LimitExceededException', 409, 'QuotaExceeded'],
    ['CodeStorageExceededException', 400, 'QuotaExceeded'],
    ['ServiceException', 500, 'Unavailable'],
    ['InternalFailure', 500, 'Unavailable'],
    ['HandlerInternalFailureException', 502, 'Unavailable'],
    ['NetworkFailureException', 502, 'Unavailable'],
    ['ServiceUnavailableException', 503, 'Unavailable'],
    ['TimeoutError', 0, 'Unavailable'],
    ['AbortError', 0, 'Unavailable'],
    ['InvalidParameterValueException', 400, 'Rejected'],
    ['ValidationException', 400, 'Rejected'],
    ['MalformedPolicyDocumentException', 400, 'Rejected'],
    ['SomethingNewException', 429, 'Throttled'],
    ['SomethingNewException', 503, 'Unavailable'],
    ['SomethingNewException', 422, 'Rejected'],
  ])('%s (%i) is %s', (name, status, code) => {
    expect(codeOf(name, status)).toBe(code);
  });

  it.each([
    'The role defined for the function cannot be assumed by Lambda.',
    'Lambda is unable to assume the execution role.',
    'The trusted entity of the role is not known yet',
    'The provided execution role does not have permissions to call ReceiveMessage on SQS',
    'Cannot access stream arn:aws:dynamodb:x. Please ensure the role can perform the GetRecords Actions on your stream in IAM.',
  ])('waits for a new role: %s', message => {
    const failure = failureOf(fault('InvalidParameterValueException', 400, message), call);
    expect(failure).toMatchObject({ code: 'NotReady', retry: true, awsName: 'InvalidParameterValueException' });
  });

  it('tells the two meanings of one name apart by its words', () => {
    expect(codeOf('ResourceConflictException', 409, 'Function already exist: a')).toBe('AlreadyExists');
    expect(codeOf('ResourceConflictException', 409, 'An update is in progress for resource')).toBe('NotReady');
    expect(codeOf('ConflictException', 409, 'Stage already exists')).toBe('AlreadyExists');
    expect(codeOf('MalformedPolicyDocumentException', 400, 'Invalid principal in policy: "AWS":"x"')).toBe('NotReady');
    expect(codeOf('TooManyRequestsException', 429, 'Maximum number of Routes for this API exceeded')).toBe(
      'QuotaExceeded',
    );
    const reserved = "decreases account's UnreservedConcurrentExecution below its minimum value of [100]";
    expect(codeOf('InvalidParameterValueException', 400, reserved)).toBe('QuotaExceeded');
  });

  it('never reads words where the name says it all', () => {
    expect(codeOf('AccessDeniedException', 403, 'the role cannot be assumed; it already exists')).toBe('Denied');
    expect(codeOf('ResourceNotFoundException', 404, 'Maximum number: already exist')).toBe('Missing');
  });

  it('knows a failed connection', () => {
    expect(failureOf(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), call).code).toBe('Unavailable');
    expect(failureOf(Object.assign(new Error('x'), { name: 'Error', code: 'EAI_AGAIN' }), call).retry).toBe(true);
  });

  it('blames itself for anything that AWS did not say', () => {
    const bug = new TypeError('undefined is not a function');
    expect(failureOf(bug, call)).toMatchObject({ code: 'Internal', blame: 'us', cause: bug });
    expect(failureOf('text', call).code).toBe('Internal');
  });

  it('keeps the request, its signature and its answer out of the error', () => {
    const failure = failureOf(
      Object.assign(fault('ValidationException', 400, 'no'), { $response: { headers: { authorization: 'secret' } } }),
      call,
    );
    expect(failure.cause).toBeUndefined();
    expect(failure.message).toBe('lambda CreateFunction: no');
  });

  it('lets its own errors pass', () => {
    const own = new OamError('Fenced', 'x');
    expect(failureOf(own, call)).toBe(own);
  });

  it('tells what Secrets Manager and function URLs say in words only', () => {
    const of = (name: string, message: string): string => codeOf(name, 400, message);
    const create = "You can't create this secret because a secret with this name is already scheduled for deletion.";
    expect(of('InvalidRequestException', create)).toBe('AlreadyExists');
    expect(of('InvalidRequestException', 'because it was marked for deletion.')).toBe('Missing');
    expect(of('InvalidRequestException', 'it was already scheduled for deletion.')).toBe('Missing');
    expect(of('InvalidRequestException', 'something else')).toBe('Rejected');
    expect(of('ResourceConflictException', 'FunctionUrlConfig exists for this Lambda function')).toBe('AlreadyExists');
  });
});
