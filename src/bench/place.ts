/** Where a benchmark runs. */
export interface Place {
  /** The checkout. */
  readonly root: string;
  /** Builds the app as it is shipped and serves it. */
  readonly serveApp: () => Promise<Served>;
  /** The same with the page that has the map alone. */
  readonly serveMapPage: () => Promise<Served>;
}

export interface Served {
  readonly address: string;
  readonly close: () => Promise<void>;
}
