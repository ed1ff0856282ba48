/** What the bench measures is the work that it says: a plan of everything in which one thing changed. */
import { expect, it } from 'vitest';
import { applicationText, containersText } from '../bench/application.ts';
import { median } from '../bench/median.ts';
import { inventoryOf, planOf } from '../bench/pipeline.ts';
import { tableOf } from '../bench/table.ts';

it('plans one change against a full inventory', () => {
  const rows = inventoryOf(applicationText(3));
  const actions = (text: string): string[] => planOf(text, rows).map(({ action }) => action);
  expect(new Set(actions(applicationText(3)))).toEqual(new Set(['keep']));
  const changed = planOf(applicationText(3, 256), rows).filter(({ action }) => action !== 'keep');
  expect(changed.map(({ type, component }) => `${type} ${component}`)).toEqual([
    'AWS::Lambda::Function part-0',
    'AWS::Lambda::Alias part-0',
  ]);
});

it('plans one new image among services', () => {
  const rows = inventoryOf(containersText(3));
  const changed = (text: string): string[] =>
    planOf(text, rows).flatMap(({ action, type, component }) => (action === 'keep' ? [] : [`${type} ${component}`]));
  expect(changed(containersText(3))).toEqual([]);
  expect(changed(containersText(3, 'nginx:1.30'))).toEqual([
    'AWS::ECS::TaskDefinition part-0',
    'AWS::ECS::Service part-0',
  ]);
});

it('says which goal was missed', () => {
  expect(median([3, 1, 2])).toBe(2);
  const lines = tableOf({ planCpuMs1000: 101, initMsOverBare: 70, planCpuMs1: 1 }).split('\n');
  expect(lines.map(line => line.split(/\s+/).at(-1))).toEqual(
    ['', '1', 'missed', 'met'].map(word => (word === '1' ? '' : word)),
  );
});
