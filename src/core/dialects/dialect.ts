/**
 * How specific-purpose memory is asked for: a property of the file backend, a suboption of `-numa node` (a switch, or a type), or a
 * device of its own, under the name that it was posted with or the one that was merged.
 */
export type SpmForm = 'hmem' | 'spm' | 'memmap-type' | 'spm-memory' | 'sp-mem';

/** A version of the patches for specific-purpose memory that were posted and not merged. */
export interface Patch {
  readonly version: number;
  /** How the table that it makes is known: it was run, read, told of in a change log, or seen in part. */
  readonly known: 'run' | 'read' | 'change-log' | 'in-part';
  /** Its devices come into the table in reverse order of declaration. */
  readonly listsNewestFirst?: true;
  /** A node with such a device may have no other memory. */
  readonly needsOwnNode?: true;
}

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
  /** Absent: it has no specific-purpose memory at all. */
  readonly spm?: SpmForm;
  /** Absent: a release. */
  readonly patch?: Patch;
}

/** A dialect is its neighbour plus what is different. Recordings are never taken over. */
export function derive(base: Dialect, change: Pick<Dialect, 'id' | 'title'> & Partial<Dialect>): Dialect {
  const { lacks, newestMachine } = base;
  return { lacks, newestMachine, ...change };
}
