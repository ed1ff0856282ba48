/** How long what failed waits until it is tried again. */

/** What may pass by itself, after so many failures in a row (ms): at once at first, within a minute always. */
export function backOff(count: number): number {
  return Math.min(1000 * 2 ** (count - 1), 60_000);
}

/** What somebody has to mend: up to hourly. */
export function slowBackOff(count: number): number {
  return Math.min(15_000 * 2 ** (count - 1), 3_600_000);
}
