/** The times and limits of the engine: deploy parameters, with the values that are shipped. */

export interface Settings {
  /** Another engine version observes everything once. */
  readonly engine: string;
  /** A wave ends after this long, or after this many calls. */
  readonly waveMs: number;
  readonly waveCalls: number;
  /** No mutation is sent when less than this is left of the lease. */
  readonly guardMs: number;
  /** After a lease was taken over, everything is observed again this much later: a late call of the dead holder is found then. */
  readonly reobserveMs: number;
  /** How long to wait before asking again about what AWS is still making. */
  readonly pollMs: number;
  /** Verbs that run at the same time. */
  readonly concurrency: number;
}

export const shipped: Settings = {
  engine: '1',
  waveMs: 10_000,
  waveCalls: 60,
  guardMs: 15_000,
  reobserveMs: 30_000,
  pollMs: 1_000,
  concurrency: 10,
};
