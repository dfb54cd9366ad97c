/** One QEMU version, or one patched tree, as data: what can be planned for it. */
export interface Dialect {
  /** Stable id, in documents and links: `qemu-11.1`. */
  readonly id: string;
  readonly title: string;
  /** The release that recordings for it were made with; without one, what is planned for it is modelled. */
  readonly recordedWith?: string;
  /** Device models that it does not have, of those that the twin knows. */
  readonly lacks: readonly string[];
  /** The newest version of q35 and pc that it offers, which short names mean. */
  readonly newestMachine: string;
}

/** A dialect is its neighbour plus what is different. Recordings are never taken over. */
export function derive(base: Dialect, change: Pick<Dialect, 'id' | 'title'> & Partial<Dialect>): Dialect {
  const { lacks, newestMachine } = base;
  return { lacks, newestMachine, ...change };
}
