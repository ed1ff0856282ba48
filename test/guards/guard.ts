/** A guard of the engine: where it stands, what the code is without it, and the test that then fails. */

export interface Guard {
  /** The engine rule of DESIGN 6. */
  readonly rule: number;
  readonly what: string;
  readonly source: string;
  /** Stands exactly once in the source. */
  readonly code: string;
  readonly without: string;
  /** The test file and the name of the test. */
  readonly file: string;
  readonly test: string;
}
