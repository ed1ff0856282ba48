/** The table of exceptions as Markdown, for docs/fidelity.md. */
import { exceptions } from './exceptions.ts';

export function exceptionTable(): string {
  const rows = exceptions.map(
    ({ emulator, type, property, stage, reason }) =>
      `| ${emulator} | ${type} | ${property === '' ? '' : `\`${property}\``} | ${stage} | ${reason} |`,
  );
  return ['| emulator | type | property | fails at | what it does instead |', '|---|---|---|---|---|', ...rows].join(
    '\n',
  );
}
