/** The manual, executed: the examples of functions. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { added, answerOf, applications, type Deeds, executeExamples, root } from './harness/examples.ts';
import { policiesOf, recordsOf, rootOf } from './harness/listings.ts';
import { emptyBucket } from './harness/service-listings.ts';
import { makeUserPool } from './harness/user-pool.ts';

/** What READMEs say beside their commands. */
const further: Deeds = {
  async '02-two-functions'({ lateen, before, run, folder, variables: { API_URL = '' } }) {
    const text = readFileSync(join(root, 'examples/02-two-functions/app.yaml'), 'utf8');
    const file = join(folder, 'shop.yaml');
    writeFileSync(file, text.slice(0, text.indexOf('    - name: checkout')));
    await run(['up', file]);
    const [status] = await answerOf(`${API_URL}/orders`);
    expect(status).toBe(404);
    expect((await answerOf(`${API_URL}/items`))[1]).toContain('EUR');
    const now = await lateen.list();
    expect(added(now.functions, before.functions)).toEqual([expect.stringContaining('shop-catalog')]);
    expect(added(now.logGroups, before.logGroups)).toEqual([expect.stringContaining('shop-catalog')]);
    expect(added(now.apis, before.apis)).toHaveLength(1);
  },

  async '03-alarms-and-scaling'({ lateen, before, notEmulated }) {
    const now = await lateen.list();
    expect(added(now.alarms, before.alarms)).toHaveLength(3);
    const { status } = (await lateen.api('GET', `${applications}/quotes`)).body;
    expect(status.status).toBe('running');
    expect(await notEmulated('quotes')).not.toBe('');
  },

  async '04-operator'({ lateen, before, run, folder }) {
    const { logGroups, roles } = await lateen.list();
    const group = added(logGroups, before.logGroups).find(name => name.includes('ledger-audit')) ?? '';
    const own = added(logGroups, before.logGroups).find(name => name.includes('ledger-booking')) ?? '';
    // The record is really there, and the role that wrote it may do nothing but write to the two groups.
    expect(await recordsOf(lateen.emulator, group)).toEqual(['{"booked":"a-table-for-two"}']);
    const [role, ...more] = added(roles, before.roles);
    expect([role, more]).toEqual([expect.stringContaining('ledger-booking'), []]);
    const statements = await policiesOf(lateen.emulator, role ?? '');
    expect(statements.map(({ Effect, Action }) => [Effect, Action])).toEqual(
      Array(2).fill(['Allow', ['logs:CreateLogStream', 'logs:PutLogEvents']]),
    );
    for (const resource of statements.flatMap(({ Resource }) => Resource))
      expect([group, own]).toContain(resource.split(':')[6]);

    const example = join(root, 'examples/04-operator');
    const both = await run(['up', join(example, 'definitions.yaml'), join(example, 'app.yaml')]);
    expect(both.match(/unchanged/g)).toHaveLength(3);
    expect(await run(['def', 'ls'])).toMatch(/audit-log/);
    expect(await run(['def', 'delete', 'audit-log'], 2)).toContain('ledger');
    const file = join(folder, 'ledger.yaml');
    const text = readFileSync(join(example, 'app.yaml'), 'utf8');
    writeFileSync(file, text.replace('retention: 731', 'retention: 400'));
    const refused = await run(['up', file], 2);
    expect(refused).toMatch(/ledger\.yaml:\d+:\d+/);
    expect(refused).toContain('365');

    await run(['delete', 'ledger']);
    await run(['def', 'delete', 'audit-log']);
    await run(['def', 'delete', 'writes-to']);
  },

  async '05-update-and-rollback'({ lateen, run, variables: { URL = '' } }) {
    const revisions = async (): Promise<[number, boolean][]> => {
      const { body } = await lateen.api('GET', `${applications}/news/revisions`);
      const items: { revision: number; live: boolean }[] = body.items;
      return items.map(({ revision, live }): [number, boolean] => [revision, live]).sort(([a], [b]) => a - b);
    };
    expect(await revisions()).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
    await run(['rollback', 'news']);
    expect(await answerOf(URL)).toEqual([200, 'The evening edition, with weather\n']);
    expect((await revisions()).at(-1)).toEqual([4, true]);
  },

  async '10-jwt-route'({ lateen, run, folder, variables: { API_URL = '' } }) {
    const { issuer, audience, token } = await makeUserPool(lateen.emulator, 'us-east-1');
    const text = readFileSync(join(root, 'examples/10-jwt-route/app.yaml'), 'utf8')
      .replace(/issuer: .*/, `issuer: ${issuer}`)
      .replace('[members]', `[${audience}]`);
    const file = join(folder, 'members.yaml');
    const profile = async (changed: string): Promise<[number, string]> => {
      writeFileSync(file, changed);
      await run(['up', file]);
      const response = await fetch(`${API_URL}/profile`, { headers: { authorization: `Bearer ${token}` } });
      return [response.status, await response.text()];
    };
    expect(await profile(text)).toEqual([200, 'Hello ada']);
    expect(await profile(text.replace(/scopes: .*/, 'scopes: [admin]'))).toEqual([403, expect.anything()]);
    expect(await profile(text.replace(audience, 'others'))).toEqual([401, expect.anything()]);
  },
};

/** What stays by its own wish, or is its reader's own. */
const staying: Deeds = {
  async '11-redeploy-by-object'({ lateen }) {
    expect(await emptyBucket(rootOf(lateen.emulator), 'lt-dev-builds')).toEqual(['front.zip']);
  },
};

await executeExamples('functions', further, staying);
