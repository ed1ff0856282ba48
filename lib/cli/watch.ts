/** Files and folders watched for changes: by their folders, since editors put new files in the place of old ones. */
import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export interface Watch {
  /** What is watched from now on, beside the files that it began with: absolute paths; a folder means all in it. */
  add(paths: readonly string[]): void;
  /** Resolves with the path of the first change since the last call. */
  next(): Promise<string>;
  /** Aborted as soon as something changed that `next` has not told yet. */
  signal(): AbortSignal;
  close(): void;
}

/** Editors write in several steps. */
const quietMs = 60;

export function watchFiles(files: readonly string[]): Watch {
  const wanted = new Map<string, Set<string> | 'all'>();
  const watchers = new Map<string, FSWatcher>();
  let changed: string | undefined;
  let abort = new AbortController();
  let waiting: ((path: string) => void) | undefined;
  let timer: NodeJS.Timeout | undefined;

  function tell(): void {
    if (changed === undefined) return;
    abort.abort();
    if (waiting === undefined) return;
    const [resolve, path] = [waiting, changed];
    waiting = undefined;
    changed = undefined;
    abort = new AbortController();
    resolve(path);
  }

  function note(path: string): void {
    changed ??= path;
    clearTimeout(timer);
    timer = setTimeout(tell, quietMs);
  }

  function listen(folder: string, recursive: boolean): void {
    const known = watchers.get(folder);
    if (known !== undefined && !recursive) return;
    known?.close();
    const watcher = watch(folder, { recursive }, (_, name) => {
      const names = wanted.get(folder);
      if (name === null || names === 'all' || names?.has(name) === true) note(join(folder, name ?? ''));
    });
    // A folder that is deleted is no longer watched; its files are missed at the next packing.
    watcher.on('error', () => watchers.delete(folder));
    watchers.set(folder, watcher);
  }

  function add(paths: readonly string[]): void {
    for (const path of paths) {
      const stat = statSync(path, { throwIfNoEntry: false });
      if (stat?.isDirectory() === true) {
        if (wanted.get(path) === 'all') continue;
        wanted.set(path, 'all');
        listen(path, true);
        continue;
      }
      const folder = dirname(path);
      if (statSync(folder, { throwIfNoEntry: false }) === undefined) continue;
      const names = wanted.get(folder) ?? new Set();
      if (names !== 'all') wanted.set(folder, names.add(basename(path)));
      listen(folder, false);
    }
  }

  add(files);
  return {
    add,
    next: () =>
      new Promise(resolve => {
        waiting = resolve;
        if (changed !== undefined && abort.signal.aborted) tell();
      }),
    signal: () => abort.signal,
    close() {
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}
