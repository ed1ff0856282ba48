/** Every numbered example: the graph it becomes and the plan against what ran before stand beside it, and the engine runs it to its end.
 * `vitest run --project unit test/examples -u` writes them anew. */
import { describe, expect, it } from 'vitest';
import { listOf, objectOf } from '../../lib/json.ts';
import { examples, openInstallation, pathOf } from './installation.ts';

/** As the goldens of a version are named: those of `app.yaml` without a prefix, those of `v2.yaml` with `v2-`. */
function goldenOf(example: string, file: string, what: string): string {
  const prefix = file === 'app.yaml' ? '' : `${file.replace('.yaml', '')}-`;
  return pathOf(example, `golden/${prefix}${what}.json`);
}

const printed = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

it('has those that the manual promises', () => {
  expect(examples.map(({ name }) => name)).toEqual([
    '01-hello',
    '02-two-functions',
    '03-alarms-and-scaling',
    '04-operator',
    '05-update-and-rollback',
    '06-container',
    '07-queue-worker',
    '08-table-and-trigger',
    '09-scheduled-report',
    '10-jwt-route',
    '11-redeploy-by-object',
    '12-redeploy-by-image',
    '13-secret-rotation',
    '14-services-together',
    '15-task-and-schedule',
    '16-inputs-and-outputs',
  ]);
});

describe.each(examples)('$name', example => {
  it('becomes its golden graph by its golden plan, and runs', async () => {
    const installation = await openInstallation(example);
    for (const { file, text } of example.versions) {
      const { answer, graph, plan, warnings } = await installation.judge(text);
      expect(answer.status, answer.text).toBe(200);
      // What costs while it runs is said of every container.
      expect(listOf(warnings).filter(one => objectOf(one).code !== 'Costs')).toEqual([]);
      await expect(printed(graph)).toMatchFileSnapshot(goldenOf(example.name, file, 'graph'));
      await expect(printed(plan)).toMatchFileSnapshot(goldenOf(example.name, file, 'plan'));

      expect(await installation.up(text)).toMatchObject({ status: 'running' });
      // Where it runs, nothing is left to do.
      const at = await installation.judge(text);
      expect(at.graph?.waiting).toBe(undefined);
      const { resources = [] } = at.graph ?? {};
      expect(at.plan.summary).toMatchObject({ create: 0, update: 0, delete: 0, observe: 0, keep: resources.length });
    }
  });

  it('comes out the same again', async () => {
    const [one, two] = await Promise.all([openInstallation(example), openInstallation(example)]);
    const text = example.versions[0]?.text ?? '';
    const [first, second] = [await one.judge(text), await two.judge(text)];
    expect(printed([second.graph, second.plan])).toBe(printed([first.graph, first.plan]));
  });
});
