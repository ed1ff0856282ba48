/** Did-you-mean: the known word that a misspelt one most likely stands for. */

/** The candidate within a third of the word's length (one or two slips for short words), or undefined. */
function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = slips(word.toLowerCase(), candidate.toLowerCase(), least);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best ?? extended(word, candidates);
}

/** The sentence for a hint, or undefined where nothing comes near. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const found = nearest(word, candidates);
  return found === undefined ? undefined : `did you mean ${found}?`;
}

/** `mem` for `memory`: the only candidate that begins with the word or that the word begins with. */
function extended(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length < 3) return undefined;
  const lower = word.toLowerCase();
  const found = [...candidates].filter(candidate => {
    const other = candidate.toLowerCase();
    return other.length >= 3 && (other.startsWith(lower) || lower.startsWith(other));
  });
  return found.length === 1 ? found[0] : undefined;
}

/** Insertions, removals, replacements and swaps of neighbours (optimal string alignment), or `limit` where it is at least that. */
function slips(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        value = Math.min(value, (before[j - 2] ?? 0) + 1);
      row.push(value);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? limit;
}
