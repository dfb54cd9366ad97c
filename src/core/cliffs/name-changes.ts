/** What jumps between two neighbouring values of a setting, in words. */
import { formatAddress, formatSize } from '../base/size-text';
import { FOUR_LEVEL_BITS } from '../plan/margins';
import type { Citation } from '../space/region';
import type { Cliff, CliffKind } from './cliff';
import type { Signature } from './signature';

/** Two neighbouring values of a setting, as they are written, and what each makes of the layout. */
export interface Step {
  readonly below: Signature;
  readonly above: Signature;
  readonly lastText: string;
  readonly atText: string;
}

type Named = Omit<Cliff, 'at' | 'kind'>;

const QEMU_PC: Citation = { project: 'qemu', version: '11.1', place: 'hw/i386/pc.c, pc_memory_init' };
const SPLIT: Citation = {
  project: 'qemu',
  version: '11.1',
  place: 'hw/i386/pc_q35.c, pc_q35_init; hw/i386/pc_piix.c, pc_init1',
};
const ORDER: Citation = {
  project: 'qemu',
  version: '11.1',
  place: 'hw/mem/memory-device.c, memory_device_get_free_addr',
};
const PAGING: Citation = { project: 'intel', version: 'SDM vol. 3C', place: 'EPT translation mechanism' };
const BLOCKS: Citation = { project: 'linux', version: '7.2', place: 'arch/x86/mm/init_64.c, probe_memory_block_size' };

const paged = ({ bits }: Signature): boolean => (bits ?? 0) > FOUR_LEVEL_BITS;
const codeOf = ({ refusal }: Signature): string => refusal?.code ?? '';
/** Facts of tables count only where there are tables. */
const bothStart = (a: Signature, b: Signature): boolean => a.refusal === undefined && b.refusal === undefined;

const last = (of: Signature): string => of.last ?? 'unknown';

/** What each kind of cliff compares, and how it is told. */
const KINDS: Readonly<
  Record<CliffKind, { differs(a: Signature, b: Signature): boolean; name(step: Step): Named; cite?: Citation }>
> = {
  refusal: {
    differs: (a, b) => codeOf(a) !== codeOf(b),
    name: ({ below, above, lastText, atText }) => {
      if (above.refusal === undefined) {
        return { title: 'QEMU starts', why: `Up to ${lastText} QEMU refuses: ${below.refusal?.text ?? ''}` };
      }
      const title = below.refusal === undefined ? 'QEMU refuses' : 'QEMU refuses for another reason';
      return { title, why: `From ${atText} on: ${above.refusal.text}` };
    },
  },
  move: {
    differs: (a, b) => a.isMoved !== b.isMoved,
    name: ({ below, above, lastText, atText }) =>
      above.isMoved
        ? {
            title: 'RAM moves to 1 TiB',
            why: `Up to ${lastText} the highest address reserved for growth is ${last(below)}; from ${atText} on it would reach 0xfd00000000, which devices of an AMD guest cannot use for DMA, so RAM above 4 GiB, window and hole move to 1 TiB.`,
          }
        : {
            title: 'RAM moves back to 4 GiB',
            why: `From ${atText} on the highest address reserved for growth is ${last(above)}, below 0xfd00000000, so RAM above 4 GiB need not move to 1 TiB.`,
          },
  },
  bits: {
    differs: (a, b) => a.bits !== b.bits && a.bits !== undefined && b.bits !== undefined,
    name: ({ below, above, lastText }) => ({
      title: `needs ${above.bits ?? 0} bits`,
      why: `Up to ${lastText} the highest address reserved is ${last(below)}, of ${below.bits ?? 0} bits; beyond, it is ${last(above)}.`,
    }),
  },
  paging: {
    differs: (a, b) => paged(a) !== paged(b),
    name: ({ above, lastText }) =>
      paged(above)
        ? {
            title: 'past 48-bit paging',
            why: `Beyond ${lastText} addresses need ${above.bits ?? 0} bits, and page tables of four levels translate 48: the host needs five-level paging for its guests.`,
          }
        : {
            title: 'within 48-bit paging',
            why: `Beyond ${lastText} addresses need ${above.bits ?? 0} bits, which page tables of four levels translate.`,
          },
    cite: PAGING,
  },
  split: {
    differs: (a, b) => a.isSplit !== b.isSplit,
    name: ({ above, below, lastText, atText }) =>
      above.isSplit
        ? {
            title: `RAM splits, ${formatSize(above.low ?? 0)} stay low`,
            why: `Up to ${lastText} RAM lies in one piece from 0 on; from ${atText} on ${formatSize(above.low ?? 0)} stay below 4 GiB, and the rest lies from ${formatAddress(above.start)} on.`,
          }
        : {
            title: 'RAM in one piece',
            why: `Up to ${lastText} ${formatSize(below.low ?? 0)} lie below 4 GiB and the rest above; from ${atText} on all of it lies below.`,
          },
    cite: SPLIT,
  },
  block: {
    differs: (a, b) => a.block !== b.block,
    name: ({ above, below, lastText }) => ({
      title: `memory blocks of ${formatSize(above.block ?? 0)}`,
      why: `Up to ${lastText} Linux takes memory blocks of ${formatSize(below.block ?? 0)}; where boot RAM ends at 64 GiB or above it takes the largest power of two up to 2 GiB that divides the end, and smaller DIMMs cannot be brought online.`,
    }),
    cite: BLOCKS,
  },
  window: {
    differs: (a, b) => a.window !== b.window && bothStart(a, b),
    name: ({ above, atText }) =>
      above.window
        ? {
            title: 'room to grow',
            why: `From ${atText} on there is a window for memory devices above RAM, and etc/reserved-memory-end tells firmware of its end.`,
          }
        : {
            title: 'no room to grow',
            why: `From ${atText} on there is no window for memory devices, and no etc/reserved-memory-end.`,
          },
  },
  reserved: {
    differs: (a, b) => a.reserved !== b.reserved && bothStart(a, b),
    name: ({ above, atText }) => ({
      title: above.reserved ? 'HyperTransport range reserved' : 'HyperTransport range not reserved',
      why: `From ${atText} on etc/e820 has ${above.reserved ? 'a reserved' : 'no'} entry for 0xfd00000000-0xffffffffff, which AMD CPUs of 40 address bits and more keep.`,
    }),
  },
  order: {
    differs: (a, b) => a.order !== b.order && bothStart(a, b),
    name: ({ atText }) => ({
      title: 'devices change places',
      why: `From ${atText} on memory devices lie in another order: those without an address are placed in the lowest gap that has room for them.`,
    }),
    cite: ORDER,
  },
};

const kinds = Object.keys(KINDS) as readonly CliffKind[];

/** What differs; nothing for values that are the same to the layout. */
export const changedKinds = (a: Signature, b: Signature): readonly CliffKind[] =>
  a === b ? [] : kinds.filter((kind) => KINDS[kind].differs(a, b));

/** The cliffs between two neighbouring values. */
export const cliffsAt = (at: number, step: Step): readonly Cliff[] =>
  changedKinds(step.below, step.above).map((kind) => {
    const { name, cite = QEMU_PC } = KINDS[kind];
    return { kind, at, ...name(step), ...(kind === 'refusal' ? {} : { cite }) };
  });
