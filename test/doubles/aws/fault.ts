/** Errors as the AWS SDK throws them, for the double to throw: the name is the modelled shape's name. */

/** An SDK exception: what lib/aws/failure.ts classifies. */
export interface Fault extends Error {
  readonly $fault: 'client' | 'server';
  readonly $metadata: { readonly httpStatusCode: number; readonly requestId: string };
}

/** `fault('ResourceNotFoundException', 404, 'Function not found: ...')`. */
export function fault(name: string, status: number, message: string): Fault {
  const error = new Error(message);
  error.name = name;
  return Object.assign(error, {
    $fault: status >= 500 ? ('server' as const) : ('client' as const),
    $metadata: { httpStatusCode: status, requestId: '00000000-0000-0000-0000-000000000000' },
  });
}

export function isFault(error: unknown): error is Fault {
  return error instanceof Error && '$metadata' in error;
}
