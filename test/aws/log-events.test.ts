/** Reading a log group: pages to the end or to the limit, groups that are not there, events without ids. */
import { expect, it } from 'vitest';
import { readEvents } from '../../lib/aws/logs/events.ts';
import { OamError } from '../../lib/errors.ts';
import type { Json, JsonObject } from '../../lib/json.ts';
import type { LogPage } from '../../lib/ports.ts';

/** Drives it against these answers in turn (an error is thrown); the page, and what was asked. */
function read(answers: readonly (JsonObject | OamError)[], limit = 3): { page: LogPage; asked: Json[] } {
  const verb = readEvents({ group: 'lt-a', since: 5, limit });
  const asked: Json[] = [];
  let step = verb.next();
  while (!step.done) {
    const answer = answers[Math.min(asked.length, answers.length - 1)]!;
    asked.push(step.value.input);
    step = answer instanceof OamError ? verb.throw(answer) : verb.next(answer);
  }
  return { page: step.value, asked };
}

const event = (timestamp: number, eventId?: string): JsonObject => ({
  timestamp,
  logStreamName: 's',
  message: `at ${timestamp}`,
  ...(eventId === undefined ? {} : { eventId }),
});

it('goes on over empty answers until there is no more', () => {
  const { page, asked } = read([{ events: [], nextToken: 'n' }, { events: [event(6, 'e')] }]);
  expect(page).toEqual({ events: [{ id: 'e', at: 6, stream: 's', message: 'at 6' }], truncated: false });
  expect(asked).toEqual([
    { logGroupName: 'lt-a', startTime: 5, limit: 3 },
    { logGroupName: 'lt-a', startTime: 5, limit: 3, nextToken: 'n' },
  ]);
});

it('ends at the limit, and says that there may be more', () => {
  const { page, asked } = read([{ events: [event(6, 'a'), event(7, 'b'), event(8, 'c')], nextToken: 'n' }]);
  expect([page.events.length, page.truncated, asked.length]).toEqual([3, true, 1]);
});

it('does not go on for ever over empty answers', () => {
  const { page, asked } = read([{ events: [], nextToken: 'n' }]);
  expect([page, asked.length]).toEqual([{ events: [], truncated: true }, 20]);
});

it('knows events without ids by their place', () => {
  const { page } = read([{ events: [event(6), event(6)] }]);
  expect(page.events.map(each => each.id)).toEqual(['s/6/0', 's/6/1']);
});

it('finds nothing in a group that is not there, and hides no other failure', () => {
  expect(read([new OamError('Missing', 'no group')]).page).toEqual({ events: [], truncated: false });
  expect(() => read([new OamError('Denied', 'no')])).toThrow('no');
});
