/** The processes and ports of this machine: to end a function's as a crash would, and to see that none stays behind. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Process {
  readonly pid: number;
  readonly command: string;
}

/** Those whose command line has this text in it. */
export async function processesWith(text: string): Promise<Process[]> {
  const { stdout } = await run('ps', ['-axww', '-o', 'pid=,args=']);
  return stdout
    .split('\n')
    .map(line => /^\s*(\d+)\s+(.*)$/.exec(line))
    .filter(match => match !== null)
    .map(match => ({ pid: Number(match[1]), command: match[2] ?? '' }))
    .filter(({ command }) => command.includes(text));
}

/** MiniStack unpacks each function into a folder named after it and runs it from there. */
export async function killFunction(tmp: string, name: string): Promise<number> {
  const found = await processesWith(`${tmp}/ministack-lambda-${name}-`);
  for (const { pid } of found) process.kill(pid, 'SIGKILL');
  return found.length;
}
