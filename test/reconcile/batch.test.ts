/** A batch that Lambda hands over: what failed comes again, alone. */
import { expect, it } from 'vitest';
import { lookAtBatch } from '../../lib/reconcile/batch.ts';
import type { Delivery } from '../../lib/reconcile/dispatch.ts';

const delivery = (name: string, wake?: string): Delivery => ({ app: { namespace: 'default', name }, wake, attempt: 0 });

it('looks once at each application and wake, goes on after a failure, and names every record of what failed', async () => {
  const looked: string[] = [];
  const lines: object[] = [];
  const answer = await lookAtBatch(
    [
      { id: '1', delivery: delivery('bad') },
      { id: '2', delivery: delivery('good') },
      { id: '3', delivery: undefined },
      { id: '4', delivery: delivery('bad') },
      { id: '5', delivery: delivery('good', 'w1') },
    ],
    async ({ app, wake }) => {
      looked.push(`${app.name}/${wake ?? ''}`);
      if (app.name === 'bad') throw new Error('the queue does not answer');
    },
    line => lines.push(line),
  );
  expect(looked).toEqual(['bad/', 'good/', 'good/w1']);
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }, { itemIdentifier: '4' }] });
  expect(lines).toMatchObject([{ level: 'error', app: { name: 'bad' }, error: 'the queue does not answer' }]);
});

it('answers that nothing failed where nothing was for us', async () => {
  const nobody = () => Promise.reject(new Error('not asked'));
  expect(await lookAtBatch([{ id: '1', delivery: undefined }], nobody, () => {})).toEqual({ batchItemFailures: [] });
});
