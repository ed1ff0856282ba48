/** Processes that end when this one does, however that happens. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Kept {
  /** Resolves when the process and everything it started are gone. */
  stop(): Promise<void>;
  /** Resolves when the process ended, by whatever cause. */
  readonly ended: Promise<void>;
  running(): boolean;
}

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where its words go. */
  readonly log: string;
  /** Seconds that it outlives this process if that ends without a word: others may need it to clean up. */
  readonly outlives?: number;
}

/** Waits for its standard input to close, asks the command to stop (which is when MiniStack writes its state), and then takes what is
 * left of the process group with it: the functions' processes. A line before the end means that nobody needs it any more. */
const keeper = `outlives=$1; shift
exec 3<&0
"$@" </dev/null 3<&- & child=$!
{ read -r _ <&3 || sleep "$outlives"; kill $child; } &
wait $child
kill -KILL 0`;

/** Runs the command in a process group of its own (Ctrl-C in the terminal does not reach it), which ends when this process ends, however
 * that happens: then the pipe to its keeper closes. */
export function keep(what: Command): Kept {
  const child = spawned(what);
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
  return {
    ended,
    running: () => child.exitCode === null && child.signalCode === null,
    async stop() {
      child.stdin?.end('\n');
      await ended;
      while (child.pid !== undefined && hasMembers(child.pid)) await sleep(10);
    },
  };
}

function spawned({ command, args, env, log: file, outlives = 0 }: Command): ChildProcess {
  const log = openSync(file, 'a');
  try {
    return spawn('sh', ['-c', keeper, 'keeper', String(outlives), command, ...args], {
      env,
      stdio: ['pipe', log, log],
      detached: true,
    });
  } finally {
    closeSync(log);
  }
}

/** What was killed is gone only some moments later. */
function hasMembers(group: number): boolean {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
}
