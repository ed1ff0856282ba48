/** docs/cli.md is fresh: its list of commands is that of the command itself, and the README names no other. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command, Option } from 'commander';
import { expect, test } from 'vitest';
import { createProgram } from '../../lib/cli/tree/tree.ts';

const page: string = fileURLToPath(new URL('../../docs/cli.md', import.meta.url));
const readme: string = fileURLToPath(new URL('../../README.md', import.meta.url));
const begin = '<!-- commands: begin -->';
const end = '<!-- commands: end -->';
const program: Command = createProgram(() => {});

/** Said once for all. */
const common = new Set(['--namespace', '--output', '--help']);

function leaves(command: Command, path: string): { readonly path: string; readonly command: Command }[] {
  const children = command
    .createHelp()
    .visibleCommands(command)
    .filter(child => child.name() !== 'help');
  if (children.length === 0) return [{ path, command }];
  return children.flatMap(child => leaves(child, `${path} ${child.name()}`));
}

const all = leaves(program, 'lateen');

function wordsOf(command: Command): string {
  return command.registeredArguments
    .map(word => {
      const name = `${word.name()}${word.variadic ? '...' : ''}`;
      return word.required ? ` <${name}>` : ` [${name}]`;
    })
    .join('');
}

function sectionOf({ path, command }: (typeof all)[number]): string {
  const options = command.options.filter(option => !common.has(option.long ?? ''));
  const rows = options.map((option: Option) => `| \`${option.flags}\` | ${option.description} |`);
  const table = rows.length === 0 ? [] : ['', '| option | what |', '|---|---|', ...rows];
  return [`### \`${path}${wordsOf(command)}\``, '', `${sentence(command.description())}`, ...table].join('\n');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

test('lists every command with its options (vitest -u writes it)', async () => {
  const [before = '', rest = ''] = readFileSync(page, 'utf8').split(begin);
  const after = rest.split(end)[1] ?? '';
  const list = all.map(sectionOf).join('\n\n');
  await expect(`${before}${begin}\n\n${list}\n\n${end}${after}`).toMatchFileSnapshot(page);
});

test('README and page name only commands that exist', () => {
  const names = new Set(all.map(({ path }) => path.split(' ')[1]));
  for (const file of [page, readme]) {
    const named = [...readFileSync(file, 'utf8').matchAll(/(?:`|npx )lateen ([a-z]+)/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter(name => !names.has(name))).toEqual([]);
  }
});
