/** The INT 15h E820 list that SeaBIOS 1.17.0 gives the guest (src/e820map.c; src/malloc.c, malloc_preinit and malloc_prepboot). */
import { RAM, RESERVED } from '../base/e820';
import { addr } from '../base/addr';
import { overlaps, subtract, type Range } from '../base/range';
import type { Firmware } from '../boot/firmware';
import type { AcceptedStartup } from '../qemu/tables/accepted';
import type { Citation, ReasonStep, Sureness } from '../space/region';
import { around } from './around';
import { FOUR_GIB, KVM_CAVEAT, kvmEntries, lowRamEnd, lowRamRanges, spanText, tableEntries } from './etc-e820';
import type { HandOff, HandOffRange } from './hand-off';
import { handOver, type HandedEntry } from './hand-over';
import { joined } from './joined';
import { keptMemory, type KeptMemory } from './seabios-kept';
import { leastSure } from '../space/sureness';

const KIB = 1024;
const MIB = 2 ** 20;
/** The extended BIOS data area, below the VGA hole. */
const EBDA = { start: 639 * KIB, end: 640 * KIB };
const BIOS_SEGMENT = { start: 0xf_0000, end: MIB };
const BIOS_IMAGE = { start: FOUR_GIB - 256 * KIB, end: FOUR_GIB };
/** Least RAM from which SeaBIOS serves its high zone. */
const LEAST_HIGH = 2 * MIB;

interface FixedPiece {
  readonly rule: string;
  readonly range: { readonly start: number; readonly end: number };
  readonly text: string;
  readonly place: string;
}

/** Chipset ranges that the firmware reserves, by machine type; a type that is not here was not recorded. */
const OF_CHIPSET: Readonly<Record<string, readonly FixedPiece[]>> = {
  q35: [
    {
      rule: 'seabios/ecam',
      range: { start: 0xb000_0000, end: 0xc000_0000 },
      text: 'SeaBIOS puts q35’s PCI Express configuration space at 0xb0000000 and reserves its 256 MiB.',
      place: 'src/fw/pciinit.c, mch_mmconfig_setup',
    },
    {
      rule: 'seabios/root-complex',
      range: { start: 0xfed1_c000, end: 0xfed2_0000 },
      text: 'SeaBIOS reserves the chipset’s root complex registers, 16 KiB.',
      place: 'src/fw/pciinit.c, mch_isa_lpc_setup',
    },
  ],
  pc: [],
};

const FIXED: readonly FixedPiece[] = [
  {
    rule: 'seabios/ebda',
    range: EBDA,
    text: 'SeaBIOS keeps the extended BIOS data area, 1 KiB, at the end of the first 640 KiB.',
    place: 'src/post.c, bda_init',
  },
  {
    rule: 'seabios/bios-segment',
    range: BIOS_SEGMENT,
    text: 'SeaBIOS itself lies in the segment at 0xf0000.',
    place: 'src/malloc.c, malloc_preinit',
  },
  {
    rule: 'seabios/bios-image',
    range: BIOS_IMAGE,
    text: 'The last 256 KiB below 4 GiB are the firmware image.',
    place: 'src/fw/paravirt.c, qemu_preinit',
  },
];

const cite = (place: string): Citation => ({ project: 'seabios', version: '1.17.0', place });

const rangeOf = ({ start, end }: { readonly start: number; readonly end: number }): Range => ({
  start: addr(start),
  end: addr(end),
});

const piece = (range: Range, type: number, sure: Sureness, why: HandOffRange['why']): HandOffRange => ({
  range,
  type,
  sure,
  why,
});

const fixedPiece = ({ rule, range, text, place }: FixedPiece): HandOffRange =>
  piece(rangeOf(range), RESERVED, 'exact', { rule, steps: [{ text }], cite: cite(place) });

/** What SeaBIOS keeps at the end of low RAM. */
function keptPiece(end: number, kept: KeptMemory): readonly HandOffRange[] {
  const start = Math.max(end - kept.bytes, MIB);
  if (end < LEAST_HIGH || start >= end) return [];
  const range = rangeOf({ start, end });
  const steps: ReasonStep[] = [
    { text: `RAM below 4 GiB ends at 0x${end.toString(16)}.`, path: 'memory.size' },
    { text: `SeaBIOS keeps ${spanText(range)} at its end for: ${kept.holders.join(', ')}.` },
  ];
  return [
    piece(range, RESERVED, kept.sure, {
      rule: 'seabios/kept-memory',
      steps,
      cite: cite('src/malloc.c, malloc_prepboot'),
    }),
  ];
}

/** Low RAM around what lies in it. */
function lowRam(end: number, ram: readonly Range[], holes: readonly HandOffRange[]): readonly HandOffRange[] {
  let free = ram;
  const vgaHole = rangeOf({ start: EBDA.end, end: BIOS_SEGMENT.start });
  for (const hole of [vgaHole, ...holes.map(({ range }) => range)]) {
    free = free.flatMap((range) => subtract(range, hole));
  }
  const ends = new Map(holes.map(({ range, sure }) => [range.start, sure]));
  return free.map((range) =>
    piece(range, RAM, ends.get(range.end) ?? 'exact', {
      rule: 'seabios/low-ram',
      steps: [
        { text: `RAM below 4 GiB ends at 0x${end.toString(16)}.`, path: 'memory.size' },
        { text: `What SeaBIOS does not keep of it, ${spanText(range)}, is RAM.` },
      ],
      cite: cite('src/malloc.c, malloc_prepboot'),
    }),
  );
}

const handedPiece = ({ range, given, why }: HandedEntry, sure: Sureness): HandOffRange =>
  piece(range, given, sure, why);

/** The pieces of a machine whose chipset was recorded. */
function recordedList(startup: AcceptedStartup, chipset: readonly FixedPiece[], firmware: Firmware): HandOff {
  const end = lowRamEnd(startup);
  const kept = keptMemory(startup);
  const { entries, losses } = handOver(tableEntries(startup), firmware);
  const holes = [...[...FIXED, ...chipset].map(fixedPiece), ...keptPiece(end, kept)];
  const caveats = [...kept.caveats];
  const more = entries.filter(({ range }) => range.start >= end).map((entry) => handedPiece(entry, 'exact'));
  const ofKvm = handOver(kvmEntries(startup), firmware).entries;
  if (ofKvm.length > 0) caveats.push(KVM_CAVEAT);
  more.push(...ofKvm.map((entry) => handedPiece(entry, 'modelled')));
  const own = holes.filter(({ range }) => range.start < end || !more.some((other) => overlaps(other.range, range)));
  const low = entries.filter(({ given, range }) => given !== RAM && range.start < end);
  const cut = low.flatMap((entry) => around(handedPiece(entry, 'modelled'), own));
  const ranges = [...lowRam(end, lowRamRanges(startup), own), ...own, ...cut, ...more].sort(
    (a, b) => a.range.start - b.range.start,
  );
  const list = joined(ranges);
  return {
    firmware: firmware.id,
    kind: 'e820',
    ranges: list,
    losses,
    sure: leastSure(list.map(({ sure }) => sure)),
    caveats,
  };
}

/** What `etc/e820` says and nothing else: no recording tells what the firmware keeps for itself. */
function unrecordedList(startup: AcceptedStartup, firmware: Firmware): HandOff {
  const { entries, losses } = handOver(tableEntries(startup), firmware);
  return {
    firmware: firmware.id,
    kind: 'e820',
    ranges: joined(entries.map((entry) => handedPiece(entry, 'unknown'))),
    losses,
    sure: 'unknown',
    caveats: [
      `What ${firmware.short} keeps for itself on ${startup.machine.version.id} was never recorded: only the entries of etc/e820 are shown.`,
    ],
  };
}

export function seabiosHandOff(firmware: Firmware, startup: AcceptedStartup): HandOff {
  const chipset = OF_CHIPSET[startup.machine.version.family.id];
  if (chipset === undefined || firmware.pieces !== 'seabios-1.17') return unrecordedList(startup, firmware);
  return recordedList(startup, chipset, firmware);
}
