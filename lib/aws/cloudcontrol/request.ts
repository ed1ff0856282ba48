/** Requests to Cloud Control: each goes on after its answer, is told by a token, and answers the same when it is sent again. */
import type * as sdk from '@aws-sdk/client-cloudcontrol';
import { digest, type Json, type JsonObject, objectOf, textOf } from '../../json.ts';
import type { Asks } from '../../ports.ts';
import { absent } from '../missing.ts';
import { operation, type Plain } from '../operation.ts';
import { tagMap, tokenTag } from '../ownership.ts';

const getStatus = operation<sdk.GetResourceRequestStatusCommand>('cloudcontrol', 'GetResourceRequestStatus');

export type Event = Plain<sdk.ProgressEvent>;
type Answer = { readonly ProgressEvent?: Event | undefined };

/**
 * Sends a request under a client token. Cloud Control remembers tokens for 36 hours and answers what became of the first request: one that
 * failed is sent anew under the token that follows from it, so that an interrupted attempt always finds its own.
 */
export function* begin(
  token: string,
  send: (ClientToken: string) => Asks<Answer>,
): Asks<{
  readonly event: Event;
  /** What the one before died of; '' where there was none. */
  readonly before: string;
}> {
  let ClientToken = token;
  let before = '';
  let event: Event = (yield* send(ClientToken)).ProgressEvent ?? {};
  for (let failures = 0; failures < chain && hasFailed(event); failures++) {
    before = causeOf(event);
    ClientToken = tokenAfter(event.RequestToken ?? '');
    event = (yield* send(ClientToken)).ProgressEvent ?? {};
  }
  return { event, before };
}

/** Attempts that are looked through: within the 36 hours that tokens are known, back-off allows hardly more. */
export const chain = 40;

/** The client token of what follows a request. */
export function tokenAfter(...of: readonly string[]): string {
  return `lateen-${digest(of).slice(0, 32)}`;
}

/** What became of a request; undefined where Cloud Control does not know it any more. */
export function* outcomeOf(RequestToken: string): Asks<Event | undefined> {
  const answer = yield* absent(getStatus({ RequestToken }));
  return answer?.ProgressEvent;
}

function isGoing(event: { readonly OperationStatus?: string | undefined }): boolean {
  return /^(PENDING|IN_PROGRESS|CANCEL_IN_PROGRESS)$/.test(event.OperationStatus ?? '');
}

function hasFailed(event: { readonly OperationStatus?: string | undefined }): boolean {
  return event.OperationStatus === 'FAILED' || event.OperationStatus === 'CANCEL_COMPLETE';
}

function causeOf({ StatusMessage, ErrorCode }: Event): string {
  return StatusMessage || ErrorCode || 'Cloud Control gave no reason';
}

/** What the row remembers of a resource: its identifier, its last request (with a status while it goes on, or where it failed), and marks of
 * what was sent and told. */
export interface Known {
  readonly TypeName: string;
  readonly Identifier?: string;
  readonly Operation?: string;
  readonly RequestToken?: string;
  readonly OperationStatus?: string;
  readonly Message?: string;
  /** Digest of the properties that are on their way, and of those that arrived. */
  readonly Sending?: string;
  readonly Sent?: string;
  readonly Declared?: readonly string[];
  /** Mark of the declared properties as first told after they were sent. */
  readonly Kept?: string;
  /** With which tags it is made, as long as it is. */
  readonly Tags?: JsonObject;
  /** While it is made: its properties say its identifier, under which something else may have been there. */
  readonly Chosen?: boolean;
}

export function isAtWork(known: Known): boolean {
  return isGoing(known);
}

/** Whether what is told under the identifier is the resource: not every type says AlreadyExists of what was there before. */
export function isOurs(known: Known, told: JsonObject): boolean {
  if (known.Chosen !== true || known.Operation !== 'CREATE' || !hasFailed(known)) return true;
  const token = known.Tags?.[tokenTag];
  return token !== undefined && Object.values(told).some(value => tagMap(value)[tokenTag] === token);
}

/** What is known once a request answered so. */
export function after(known: Known, event: Event): Known {
  const { Operation = '', RequestToken = '', OperationStatus = '', ErrorCode } = event;
  const isCreate = Operation === 'CREATE';
  // What was there before belongs to somebody else.
  const Identifier = isCreate && ErrorCode === 'AlreadyExists' ? undefined : (event.Identifier ?? known.Identifier);
  const { Sending, Sent, Kept, Tags, Message, Identifier: _, ...rest } = known;
  const named = { ...rest, ...(Identifier === undefined ? {} : { Identifier }) };
  const kept = { ...(Sent === undefined ? {} : { Sent }), ...(Tags === undefined ? {} : { Tags }) };
  if (isGoing(event))
    return {
      ...named,
      ...kept,
      ...(Sending === undefined ? {} : { Sending }),
      Operation,
      RequestToken,
      OperationStatus,
      Message: event.StatusMessage ?? '',
    };
  if (hasFailed(event))
    return { ...named, ...kept, Operation, RequestToken, OperationStatus: 'FAILED', Message: causeOf(event) };
  return settledAs({ ...named, RequestToken, ...(Sending === undefined ? {} : { Sent: Sending }) });
}

/** Without what the last request was about: it is over. */
export function settledAs(known: Known): Known {
  const { Operation, OperationStatus, Message, Sending, Tags, Chosen, ...rest } = known;
  return rest;
}

export function knownIn(value: Json): Known & JsonObject {
  const { TypeName, ...rest } = objectOf(value);
  return { TypeName: textOf(TypeName), ...rest };
}
