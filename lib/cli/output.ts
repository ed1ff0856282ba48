/** Standard output: text for people, JSON and YAML for machines; colours only on a terminal. */
import { styleText } from 'node:util';
import type { JsonObject } from '../json.ts';

export type Format = 'text' | 'json' | 'yaml';

/** Prints `value` in a machine's format, or the lines for people. */
export async function print(format: Format, value: JsonObject, lines: () => readonly string[]): Promise<void> {
  if (format === 'json') write(process.stdout, [JSON.stringify(value, null, 2)]);
  else if (format === 'yaml') write(process.stdout, [await yamlOf(value)]);
  else write(process.stdout, lines());
}

/** A YAML document without anchors, long lines unbroken, with no line feed at its end. */
export async function yamlOf(value: JsonObject): Promise<string> {
  const { dump } = await import('js-yaml');
  return dump(value, { noRefs: true, lineWidth: -1 }).trimEnd();
}

/** Lines to a stream. */
export function write(stream: NodeJS.WriteStream, lines: readonly string[]): void {
  if (lines.length > 0) stream.write(`${lines.join('\n')}\n`);
}

/** Lines for people that are not the result: beside it for a machine's format, before it in text. */
export function tell(format: Format, lines: readonly string[]): void {
  write(format === 'text' ? process.stdout : process.stderr, lines);
}

/** Rows under a heading, columns aligned; empty columns at the end of a line leave no blanks. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = heading.map((title, column) => Math.max(title.length, ...rows.map(row => (row[column] ?? '').length)));
  return [heading, ...rows].map(row =>
    widths
      .map((width, column) => (row[column] ?? '').padEnd(width))
      .join('  ')
      .trimEnd(),
  );
}

/** A message among others: where it is long, -o json has the rest. */
export function brief(message: string): string {
  return message.length > 300 ? `${message.slice(0, 300)}...` : message;
}

export type Colour = 'red' | 'yellow' | 'green' | 'blue' | 'magenta' | 'cyan' | 'dim' | 'bold';

/** Colour, where both streams are terminals that have it and NO_COLOR does not forbid it. */
export function paint(colour: Colour, text: string): string {
  return process.stderr.isTTY ? styleText(colour, text, { stream: process.stdout }) : text;
}

/** How long ago: `12s`, `5m`, `3h`, `9d`. */
export function age(iso: string, now: number = Date.now()): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(iso)) / 1000));
  if (Number.isNaN(seconds)) return '';
  if (seconds < 120) return `${seconds}s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)}m`;
  if (seconds < 172_800) return `${Math.round(seconds / 3600)}h`;
  return `${Math.round(seconds / 86_400)}d`;
}
