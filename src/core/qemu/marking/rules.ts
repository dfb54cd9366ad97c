/**
 * What each version of the patches that marked boot memory does to the table of memory (qemu-devel, December 2024 to March 2026): each is
 * its neighbour plus what differs. Versions 1 to 5 were run, version 0 was read, 6 and 7 are known by their change logs.
 */
import type { Dialect } from '../../dialects/dialect';

/** A place that was computed, for a message. */
export interface MarkPlace {
  readonly node: number;
  readonly start: bigint;
  readonly length: bigint;
}

/** What happens to a marked node of which a part is below 4 GiB and a part above. */
export interface Spanning {
  readonly severity: 'warning' | 'error';
  text(node: number): string;
}

export interface MarkingRules {
  /** What is looked through for marks: blocks of RAM in QEMU's own list, or nodes by id. */
  readonly walks: 'blocks' | 'nodes';
  /** An entry on top of the RAM, or a piece cut out of it. */
  readonly step: 'append' | 'carve';
  /** What QEMU prints where nothing could be cut; the machine starts all the same. */
  failed(place: MarkPlace): string;
  readonly spanning?: Spanning;
  /** `memmap-type` on a node without memdev is refused; until then it was ignored. */
  readonly needsMemdev?: true;
  /** The SRAT has no memory of reserved nodes. */
  readonly dropsReserved?: true;
}

const hex = (value: bigint): string => `0x${value.toString(16)}`;
const v1: MarkingRules = { walks: 'blocks', step: 'append', failed: () => '' };

const v2: MarkingRules = {
  ...v1,
  step: 'carve',
  failed: ({ start, length }) => `Failed to update E820 entry for SPM at ${hex(start)} length ${hex(length)}`,
};

const v3: MarkingRules = {
  ...v2,
  walks: 'nodes',
  failed: ({ node, start, length }) =>
    `Failed to update E820 entry for SPM node ${node} at ${hex(start)} length ${hex(length)}`,
  spanning: { severity: 'warning', text: (node) => `SPM node ${node} spans 4GB boundary, using address above 4GB` },
};

const v4: MarkingRules = {
  ...v3,
  spanning: {
    severity: 'error',
    text: (node) => `SPM node ${node} spans across 4GB boundary, this configuration is not supported`,
  },
};

const v5: MarkingRules = {
  ...v4,
  failed: ({ node, start, length }) =>
    `Failed to update E820 entry for node ${node} at ${hex(start)} length ${hex(length)}`,
  spanning: {
    severity: 'error',
    text: (node) => `NUMA node ${node} with memmap-type spans across 4GB boundary, not supported`,
  },
};

const v6: MarkingRules = { ...v5, needsMemdev: true, dropsReserved: true };

/** By version; from 8 on there is a device, and no boot memory to mark. */
const RULES: readonly MarkingRules[] = [v1, v1, v2, v3, v4, v5, v6, v6];

/** Nothing for dialects in which no boot memory can be marked. */
export const markingRules = ({ patch }: Pick<Dialect, 'patch'>): MarkingRules | undefined =>
  patch === undefined ? undefined : RULES[patch.version];
