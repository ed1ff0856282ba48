/** Progress for people: one line for each step, with the seconds it took. */

export interface Progress {
  /** Runs a step and says how long it took; on a terminal it is shown while it runs, too. */
  step<T>(what: string, work: () => Promise<T>): Promise<T>;
  say(line: string): void;
}

export function showProgress(out: NodeJS.WriteStream = process.stdout): Progress {
  return {
    async step(what, work) {
      const start = performance.now();
      if (out.isTTY) out.write(`  ${what} ...`);
      const end = (mark: string): void => {
        const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(5);
        out.write(`${out.isTTY ? '\r\u001b[K' : ''}${mark} ${seconds} s  ${what}\n`);
      };
      try {
        const done = await work();
        end('✓');
        return done;
      } catch (error) {
        end('✗');
        throw error;
      }
    },
    say(line) {
      out.write(`${line}\n`);
    },
  };
}
