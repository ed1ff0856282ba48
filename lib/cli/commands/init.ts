/** `lateen init`: writes a first application from a template, and never over anything. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OamError } from '../../errors.ts';
import { write } from '../output.ts';
import type { ExitCode } from '../problems.ts';

/** Each is a folder of lib/cli/templates. */
export const templates: Readonly<Record<string, string>> = {
  hello: 'a function that answers at a URL',
  webservice: 'a container that answers at a URL',
  'queue-worker': 'a function that takes jobs into a queue, and one that does them',
  scheduled: 'a function that is called by the clock',
};

export const templatesFolder: string = fileURLToPath(new URL('../templates/', import.meta.url));

export interface InitOptions {
  readonly name?: string | undefined;
  /** Where the files go; made where it is not there. */
  readonly folder: string;
}

export async function init(template: string | undefined, options: InitOptions): Promise<ExitCode> {
  const chosen = template ?? (await ask());
  if (chosen === undefined) {
    write(process.stdout, ['Choose a template: lateen init <template>', ...choices()]);
    return 2;
  }
  if (!Object.hasOwn(templates, chosen)) {
    throw new OamError('BadRequest', `There is no template ${chosen}; there are ${Object.keys(templates).join(', ')}.`);
  }
  const { name } = options;
  if (name !== undefined && !/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) {
    throw new OamError(
      'BadRequest',
      `${name} cannot be a name: lower-case letters, digits and dashes, a letter first.`,
    );
  }
  const source = join(templatesFolder, chosen);
  const files = readdirSync(source).sort();
  const there = files.filter(file => existsSync(join(options.folder, file)));
  if (there.length > 0) {
    const message = `There is ${there.join(' and ')} already, and nothing is written over. Go to another folder, or say --folder.`;
    throw new OamError('Conflict', message);
  }
  mkdirSync(options.folder, { recursive: true });
  for (const file of files) {
    const text = readFileSync(join(source, file), 'utf8');
    // `wx`: what came into being meanwhile is not written over either.
    writeFileSync(join(options.folder, file), file === 'app.yaml' ? named(text, name) : text, { flag: 'wx' });
  }
  const shown = files.map(file => relative(process.cwd(), join(options.folder, file)));
  const app = shown.find(file => file.endsWith('app.yaml')) ?? 'app.yaml';
  write(process.stdout, [...shown.map(file => `wrote ${file}`), '', `Bring it up: lateen up ${app}`]);
  return 0;
}

function named(text: string, name: string | undefined): string {
  return name === undefined ? text : text.replace(/^metadata: \{ name: [\w-]+ \}$/m, `metadata: { name: ${name} }`);
}

function choices(): string[] {
  return Object.entries(templates).map(([name, what]) => `  ${name.padEnd(14)}${what}`);
}

/** On a terminal; elsewhere nobody could answer. */
async function ask(): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return undefined;
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    write(process.stdout, choices());
    return (await lines.question('Which one? [hello] ')).trim() || 'hello';
  } finally {
    lines.close();
  }
}
