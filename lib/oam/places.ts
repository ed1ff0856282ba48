/** Where each JSON Pointer of a text stands: fed by a scan of YAML events or JSON tokens, asked when an Issue needs a line. */

export interface Position {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

/** Collects places while a text is scanned from left to right. */
export interface Placer {
  open(kind: 'object' | 'list', offset: number): void;
  close(): void;
  /** A scalar, or the key of an object's next value; `text` is only asked for keys. */
  scalar(offset: number, text: () => string): void;
  /** Offset by pointer: of its key in an object, of the value itself elsewhere. */
  readonly places: ReadonlyMap<string, number>;
  /** Keys that stand twice in one object. */
  readonly duplicates: readonly { readonly pointer: string; readonly key: string; readonly offset: number }[];
}

interface Frame {
  readonly pointer: string;
  /** Undefined in a list. */
  readonly keys: Set<string> | undefined;
  /** The pointer of the value that comes next, once its key was seen. */
  next: string | undefined;
  index: number;
}

export function createPlacer(): Placer {
  const places = new Map<string, number>();
  const duplicates: { pointer: string; key: string; offset: number }[] = [];
  const stack: Frame[] = [];

  function value(offset: number): string {
    const frame = stack.at(-1);
    if (frame === undefined) {
      places.set('', offset);
      return '';
    }
    if (frame.keys !== undefined) {
      const pointer = frame.next ?? frame.pointer;
      frame.next = undefined;
      return pointer;
    }
    const pointer = `${frame.pointer}/${frame.index++}`;
    places.set(pointer, offset);
    return pointer;
  }

  return {
    places,
    duplicates,
    open(kind, offset) {
      const pointer = value(offset);
      stack.push({ pointer, keys: kind === 'object' ? new Set() : undefined, next: undefined, index: 0 });
    },
    close() {
      stack.pop();
    },
    scalar(offset, text) {
      const frame = stack.at(-1);
      if (frame?.keys === undefined || frame.next !== undefined) {
        value(offset);
        return;
      }
      const key = text();
      const pointer = `${frame.pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (frame.keys.has(key)) duplicates.push({ pointer, key, offset });
      else places.set(pointer, offset);
      frame.keys.add(key);
      frame.next = pointer;
    },
  };
}

/** Line and column of an offset; the table of lines is made once per text, on the first question. */
export function createLocator(text: string): (offset: number) => Position {
  let starts: number[] | undefined;
  return offset => {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The offset of a pointer, or of the nearest ancestor that stands in the text: a missing property is shown at its parent. */
export function placeOf(places: ReadonlyMap<string, number>, pointer: string): number {
  let here = pointer;
  while (here !== '' && !places.has(here)) here = here.slice(0, here.lastIndexOf('/'));
  return places.get(here) ?? 0;
}
