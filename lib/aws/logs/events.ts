/** What programs wrote to a log group. */
import type * as sdk from '@aws-sdk/client-cloudwatch-logs';
import type { Asks, LogEvent, LogPage, LogQuery } from '../../ports.ts';
import { absent } from '../missing.ts';
import { operation } from '../operation.ts';

const filterLogEvents = operation<sdk.FilterLogEventsCommand>('cloudwatch-logs', 'FilterLogEvents');

/** Answers may hold nothing and yet not be the last: AWS looks through so much at a time. */
const answersAtMost = 20;

/** A group that is not there (its function was never called, or it is gone) has no events. */
export function* readEvents({ group, since, limit }: LogQuery): Asks<LogPage> {
  const events: LogEvent[] = [];
  const count = new Map<string, number>();
  let nextToken: string | undefined;
  for (let answers = 0; answers < answersAtMost; answers++) {
    const input = { logGroupName: group, startTime: since, limit: Math.min(limit, 10_000), nextToken };
    const answer = yield* absent(filterLogEvents(input));
    for (const { eventId, timestamp = 0, logStreamName = '', message = '' } of answer?.events ?? []) {
      // Emulators give no id.
      const place = `${logStreamName}/${timestamp}`;
      const n = count.get(place) ?? 0;
      count.set(place, n + 1);
      events.push({ id: eventId ?? `${place}/${n}`, at: timestamp, stream: logStreamName, message });
    }
    nextToken = answer?.nextToken;
    if (nextToken === undefined) return { events, truncated: events.length >= limit };
    if (events.length >= limit) break;
  }
  return { events, truncated: true };
}
