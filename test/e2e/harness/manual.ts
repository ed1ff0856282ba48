/** The commands of a README: what stands in its `sh` blocks, with the answer that is promised behind `# =>`. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');

export interface Command {
  readonly line: string;
  /** Undefined where nothing is promised but that it works. */
  readonly answer: { readonly whole: RegExp; readonly somewhere: RegExp } | undefined;
}

export function commandsOf(readme: string): Command[] {
  const blocks = [...readme.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, text = '']) => text);
  return blocks
    .flatMap(text => text.split('\n'))
    .filter(line => line.trim() !== '')
    .map(line => {
      const [command = '', comment] = line.split(/\s+# /, 2);
      const promised = comment?.startsWith('=> ') ? comment.slice(3).trim() : undefined;
      return { line: command.trim(), answer: promised === undefined ? undefined : patternOf(promised) };
    });
}

function patternOf(promised: string): Command['answer'] {
  const source = promised
    .split('...')
    .map(part => part.trim().replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('.*');
  return { whole: new RegExp(`^${source}$`), somewhere: new RegExp(source) };
}

/** A line as a reader's shell runs it, in the project's folder. */
export function runShell(
  line: string,
  variables: Readonly<Record<string, string>>,
): Promise<{ code: number; text: string }> {
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, ...variables };
  return new Promise(resolve => {
    const command = line.replace(/^curl/, 'curl -sS');
    const child = execFile('bash', ['-c', command], { cwd: root, env }, (_, stdout, stderr) => {
      const code = child.exitCode ?? 1;
      // What went right in the end may have been tried again, and curl says so.
      resolve({ code, text: code === 0 ? stdout : stdout + stderr });
    });
  });
}
