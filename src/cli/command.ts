/** 0: done and clean. 1: done, and there are errors. 2: the input or the request itself cannot be read. */
export type ExitCode = 0 | 1 | 2;

export interface Command {
  readonly id: string;
  /** What stands behind its name. */
  readonly usage: string;
  readonly summary: string;
  run(words: readonly string[]): Promise<ExitCode>;
}
