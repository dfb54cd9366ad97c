/** Where a benchmark runs. */
export interface Place {
  /** The checkout. */
  readonly root: string;
  /** Builds the app as it is shipped and serves it. */
  readonly serveApp: () => Promise<{ readonly address: string; readonly close: () => Promise<void> }>;
}
