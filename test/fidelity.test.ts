/** docs/fidelity.md is fresh: its table is the table of exceptions, and the files it names as proof exist. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exceptionTable } from './contract/aws/fidelity.ts';

const root = join(import.meta.dirname, '..');
const page = join(root, 'docs/fidelity.md');
const begin = '<!-- exceptions: begin -->';
const end = '<!-- exceptions: end -->';

it('lists what the contract suite expects to fail (vitest -u writes it)', async () => {
  const [before = '', rest = ''] = readFileSync(page, 'utf8').split(begin);
  const after = rest.split(end)[1] ?? '';
  await expect(`${before}${begin}\n${exceptionTable()}\n${end}${after}`).toMatchFileSnapshot(page);
});

it('names only files that exist', () => {
  const named = [...readFileSync(page, 'utf8').matchAll(/`((?:test|lib|infra|docs)\/[^`]+)`/g)].map(
    match => match[1] ?? '',
  );
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter(path => !existsSync(join(root, path)))).toEqual([]);
});
