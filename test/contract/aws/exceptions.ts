/** The one table of what an emulator does not keep: each line is expected to fail at its stage, and fails the suite when it passes. */

export type EmulatorName = 'ministack' | 'moto';

/** What is asked of a property, in order; and of a type. */
export type Stage =
  | 'set'
  | 'change'
  | 'remove'
  | 'create twice'
  | 'find'
  | 'delete twice'
  | 'update without difference'
  | 'tags';

export interface Exception {
  readonly emulator: EmulatorName;
  readonly type: string;
  /** '' where the stage is about the type as a whole. */
  readonly property: string;
  readonly stage: Stage;
  /** One sentence: what the emulator does instead. */
  readonly reason: string;
}

export const exceptions: readonly Exception[] = [];

export function exceptionFor(emulator: string, type: string, property: string, stage: Stage): Exception | undefined {
  return exceptions.find(
    item => item.emulator === emulator && item.type === type && item.property === property && item.stage === stage,
  );
}
