/** `lateen retry` and `lateen redeploy` against a small API: what they wait for, what they say came of it, how they end. */
import { describe, expect, test } from 'vitest';
import { type JsonObject, objectOf } from '../../lib/json.ts';
import { application, run } from './command.ts';

const self = '/apis/core.oam.dev/v1beta1/namespaces/default/applications/hello';

describe('retry and redeploy', () => {
  const at = (revision: number, more: JsonObject = {}): JsonObject => {
    const app = objectOf(application('hello', 'running'));
    return { ...app, status: { ...objectOf(app.status), latestRevision: { revision }, ...more } };
  };
  const asking = (word: string, ...then: readonly JsonObject[]) => ({
    [`GET ${self}`]: then.map(body => ({ body })),
    [`POST ${self}/${word}`]: { status: 202, body: { name: 'hello', asked: word } },
    [`GET ${self}/revisions`]: { body: { items: [{ revision: 2, because: 'object b/k is now version x' }] } },
  });

  test('redeploy waits until it was served, and says why there is another revision', async () => {
    const ran = await run(['redeploy', 'hello'], asking('redeploy', at(1), at(1, { asked: ['redeploy'] }), at(2)));
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.stdout).toContain('Revision 2: object b/k is now version x');
  });

  test('redeploy says that nothing is newer', async () => {
    const ran = await run(['redeploy', 'hello'], asking('redeploy', at(1), at(1, { asked: ['redeploy'] }), at(1)));
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.stdout).toContain('Nothing is newer: revision 1 stays');
  });

  test.each([
    ['that failed', at(1, { status: 'workflowFailed', cause: 'access denied' }), 'hello failed'],
    ['that is late', at(1, { status: 'runningWorkflow' }), 'hello is not running after'],
    ['that was deleted', undefined, 'hello was deleted meanwhile'],
  ])('redeploy says of one %s nothing of what is newer', async (_, then, words) => {
    const answers = asking('redeploy', at(1));
    const last = then === undefined ? { status: 404, body: { message: 'not found' } } : { body: then };
    const ran = await run(['redeploy', 'hello', '--timeout', '500ms'], {
      ...answers,
      [`GET ${self}`]: [{ body: at(1) }, last],
    });
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain(words);
    expect(ran.stdout).not.toContain('Nothing is newer');
  });

  test('a redeploy that is not served in time says so, and why', async () => {
    const open = at(1, { asked: ['redeploy'], cause: 'S3 is away', next: 'it is looked at again' });
    const ran = await run(['redeploy', 'hello', '--timeout', '500ms'], asking('redeploy', at(1), open));
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(/^hello was asked to redeploy, which is not done after \d+ s \(running\)/m);
    expect(ran.stdout).toContain('Cause: S3 is away\nNext:  it is looked at again');
    expect(ran.stdout).not.toMatch(/not running|Nothing is newer/);
  });

  test('does not wait where an older API does not say when it is done', async () => {
    const ran = await run(['redeploy', 'hello'], {
      ...asking('redeploy', at(1)),
      [`POST ${self}/redeploy`]: { status: 202, body: { name: 'hello' } },
    });
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.stdout).toContain('Not waiting: this API is older than the command');
    expect(ran.stdout).not.toContain('Nothing is newer');
  });

  test('a revision without a reason is told as it is', async () => {
    const ran = await run(['redeploy', 'hello'], asking('redeploy', at(1), at(3)));
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.stdout).toMatch(/^Revision 3$/m);
  });

  test('retry waits past the failure that it is to mend', async () => {
    const failed = { status: 'workflowFailed', cause: 'no such bucket' };
    const ran = await run(
      ['retry', 'hello'],
      asking('retry', at(1, failed), at(1, { ...failed, asked: ['retry'] }), at(1)),
    );
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.stdout).toContain('hello is running');
  });

  describe('of what is being deleted', () => {
    const dying = (more: JsonObject = {}): JsonObject => {
      const app = at(1, { status: 'deleting', ...more });
      return { ...app, metadata: { ...objectOf(app.metadata), deletionTimestamp: '2026-01-01T00:00:00Z' } };
    };

    test.each(['retry', 'redeploy'])('%s waits until it is gone', async word => {
      const answers = asking(word, dying(), dying({ asked: [word] }));
      const ran = await run([word, 'hello'], {
        ...answers,
        [`GET ${self}`]: [...(answers[`GET ${self}`] ?? []), { status: 404, body: { message: 'not found' } }],
      });
      expect(ran.code, ran.stderr).toBe(0);
      expect(ran.stdout).toMatch(/^hello is being deleted and is looked at again now\nhello is gone \(\S+ s\)\.\n$/);
    });

    test('what still cannot be deleted ends with 1 and the cause, before the time is up', async () => {
      const held = { cause: 'access denied', next: 'mend it' };
      const ran = await run(
        ['retry', 'hello'],
        asking('retry', dying(held), dying({ ...held, asked: ['retry'] }), dying(held)),
      );
      expect(ran.code).toBe(1);
      expect(ran.stdout).toContain('hello is not gone yet.\nCause: access denied\nNext:  mend it');
    });
  });

  test('--no-wait says what to watch', async () => {
    const ran = await run(['redeploy', 'hello', '--no-wait'], asking('redeploy', at(1)));
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('lateen events hello\n');
    const team = self.replace('default', 'team');
    const there = await run(['redeploy', 'hello', '--no-wait', '-n', 'team'], {
      [`GET ${team}`]: { body: at(1) },
      [`POST ${team}/redeploy`]: { status: 202, body: { name: 'hello', asked: 'redeploy' } },
    });
    expect(there.stdout).toContain('lateen events hello -n team\n');
  });
});
