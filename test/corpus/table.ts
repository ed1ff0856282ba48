/** The table of the corpus: how many of each kind are accepted, and what refuses the others. */
import { type JsonObject, listOf, textOf } from '../../lib/json.ts';

export function showTable(rows: readonly JsonObject[]): void {
  const lines = [''];
  for (const fit of ['direct', 'adapt', 'mixed', 'none', 'no-component']) {
    const of = rows.filter(row => row.fit === fit);
    const plain = of.filter(row => row.steered !== true);
    const accepted = plain.filter(row => row.accepted === true);
    const codes = new Map<string, number>();
    for (const row of plain.filter(one => one.accepted !== true))
      for (const code of new Set(listOf(row.codes).map(textOf))) codes.set(code, (codes.get(code) ?? 0) + 1);
    const refused = [...codes].sort((a, b) => b[1] - a[1]).map(([code, count]) => `${code} ${count}`);
    lines.push(
      `${fit.padEnd(13)} ${String(of.length).padStart(3)} files, ${of.length - plain.length} with policies or a workflow; of the others ${accepted.length} accepted, ${plain.length - accepted.length} refused${refused.length > 0 ? `: ${refused.join(', ')}` : ''}`,
    );
  }
  console.log(lines.join('\n'));
}
