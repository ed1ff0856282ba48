/** Shows resources as they come alive: one plain line per change in a pipe, a block redrawn in place on a terminal. */
import { type AppResource, type AppView, ownerOf } from './answer.ts';
import { brief, paint } from './output.ts';

export interface Watched {
  readonly target: { readonly namespace: string; readonly name: string };
  /** Undefined before the first answer and after it is gone. */
  readonly app: AppView | undefined;
}

/** Where it is shown: standard output or standard error. */
export type Screen = Pick<NodeJS.WriteStream, 'isTTY' | 'rows' | 'columns' | 'write'>;

export interface Progress {
  show(watched: readonly Watched[]): void;
}

/** What was `Ready` before `since` (ms) is not news. */
export function createProgress(stream: Screen, since: number): Progress {
  return stream.isTTY ? liveProgress(stream, since) : plainProgress(stream, since);
}

/** `AWS::ApplicationAutoScaling::ScalableTarget`. */
const longestType = 43;

interface Line {
  readonly key: string;
  /** `web/gateway  AWS::ApiGatewayV2::Route`, in columns. */
  readonly head: string;
  readonly phase: string;
  readonly text: string;
  /** When it changed: the same phase again, later, is news. */
  readonly stamp: string;
  readonly news: boolean;
}

function linesOf(watched: readonly Watched[], since: number): Line[] {
  return watched.flatMap(({ target, app }) => {
    if (app === undefined) return [];
    const prefix = watched.length > 1 ? `${target.name}: ` : '';
    const counts = new Map<string, number>();
    const lines = app.resources.map(row => {
      const name = [target.namespace, target.name, row.component, row.trait, row.type, row.name].join(' ');
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      return lineOf(row, `${name} ${count}`, prefix, since);
    });
    // What waits or failed says so on its own line; a cause alone is one of the application.
    return app.cause === '' || lines.length > 0 ? lines : [causeOf(target, app.cause)];
  });
}

function lineOf(row: AppResource, key: string, prefix: string, since: number): Line {
  const head = `${prefix}${ownerOf(row).padEnd(20)}  ${row.type.padEnd(longestType)}`;
  const message = row.message !== '' ? `  ${brief(row.message)}` : '';
  const text = `${head}  ${row.phase}${message}`;
  const news = row.phase !== 'Ready' || !(Date.parse(row.since) < since);
  return { key, head, phase: row.phase, text, stamp: `${row.since} ${row.phase}${message}`, news };
}

function causeOf(target: Watched['target'], cause: string): Line {
  const text = `${target.name}: ${cause}`;
  return { key: `${target.namespace} ${target.name}`, head: '', phase: '', text, stamp: cause, news: true };
}

/** Of these nothing is deleted when their application goes: they are kept, have run, or were never made. */
const staying: readonly string[] = ['Retained', 'Done', 'NotEmulated'];

function plainProgress(stream: Screen, since: number): Progress {
  let before = new Map<string, Line>();
  return {
    show(watched) {
      const now = new Map(linesOf(watched, since).map(line => [line.key, line]));
      for (const [key, line] of now) {
        if (line.news && before.get(key)?.stamp !== line.stamp) stream.write(`${line.text}\n`);
      }
      for (const [key, line] of before)
        if (!now.has(key) && line.head !== '' && !staying.includes(line.phase)) stream.write(`${line.head}  Deleted\n`);
      before = now;
    },
  };
}

function liveProgress(stream: Screen, since: number): Progress {
  const plain = plainProgress(stream, since);
  let drawn = '';
  return {
    show(watched) {
      const lines = linesOf(watched, since);
      // A block higher than the screen cannot be redrawn.
      if (lines.length >= stream.rows - 1) {
        drawn = '';
        plain.show(watched);
        return;
      }
      const block = lines.map(line => `${markOf(line.phase)} ${line.text.slice(0, stream.columns - 4)}\n`).join('');
      if (block === drawn) return;
      stream.write(`${drawn === '' ? '' : `\u001b[${drawn.split('\n').length - 1}A\u001b[0J`}${block}`);
      drawn = block;
    },
  };
}

/** One sign for a phase. */
export function markOf(phase: string): string {
  if (phase === 'Ready') return paint('green', '✓');
  if (phase === 'Failed') return paint('red', '✗');
  return phase === 'NotEmulated' || phase === 'Retained' ? paint('yellow', '-') : paint('dim', '·');
}
