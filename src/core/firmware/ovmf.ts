/** The UEFI memory map that OVMF gives the guest, with boot-time types counted as conventional memory. */
import { RAM, RESERVED, SOFT_RESERVED } from '../base/e820';
import { addr } from '../base/addr';
import { overlaps, subtract, type Range } from '../base/range';
import type { Firmware } from '../boot/firmware';
import { lastValue, parseQemuOpts } from '../options/qemu-opts';
import { parseUnsigned } from '../options/number';
import type { AcceptedStartup } from '../qemu/tables/accepted';
import type { Citation, ReasonStep, Sureness } from '../space/region';
import { around } from './around';
import { KVM_CAVEAT, kvmEntries, lowRamEnd, lowRamRanges, spanText, tableEntries, type TableEntry } from './etc-e820';
import type { EfiType, HandOff, HandOffRange } from './hand-off';
import { handOver, type HandedEntry } from './hand-over';
import { joined } from './joined';
import { ECAM, FLASH, HIGH_PIECES, LOW_PIECES, RECORDED_ENDS, RUNTIME_BYTES, s3Bytes, VGA_HOLE } from './ovmf-layout';
import type { OwnedPiece } from './ovmf-layout';
import { runtimeDistance, type RuntimeDistance } from './ovmf-pages';
import { leastSure } from '../space/sureness';

const cite = (place: string): Citation => ({ project: 'edk2', version: 'stable202608', place });
const MAP = cite('MdeModulePkg/Core/Dxe/Mem/Page.c, CoreGetMemoryMap');

const EFI_OF: Readonly<Record<number, EfiType>> = {
  [RAM]: 'conventional',
  [RESERVED]: 'reserved',
  [SOFT_RESERVED]: 'conventional',
};

const rangeOf = ({ start, end }: { readonly start: number; readonly end: number }): Range => ({
  start: addr(start),
  end: addr(end),
});

function handedPiece({ range, given, why }: HandedEntry, sure: Sureness): HandOffRange {
  const efi = EFI_OF[given] ?? 'reserved';
  return { range, efi, sure, why, ...(given === SOFT_RESERVED ? { specificPurpose: true } : {}) };
}

/** S3 is switched off for the chipset's power management (`-global ICH9-LPC.disable_s3=1`). */
function hasS3({ options, machine }: AcceptedStartup): boolean {
  const device = machine.version.family.chipset?.powerDevice;
  if (device === undefined) return true;
  const values = options.flatMap(({ name, text }) => {
    if (name !== 'global') return [];
    if (text.startsWith(`${device}.disable_s3=`)) return [text.slice(text.indexOf('=') + 1)];
    const { pairs } = parseQemuOpts(text);
    if (lastValue(pairs, 'driver') !== device || lastValue(pairs, 'property') !== 'disable_s3') return [];
    return [lastValue(pairs, 'value') ?? ''];
  });
  const last = values.at(-1);
  if (last === undefined) return true;
  const number = parseUnsigned(last);
  return number.ok && number.value === 0n;
}

const ownedPiece = (range: Range, efi: EfiType, steps: readonly ReasonStep[]): HandOffRange => ({
  range,
  efi,
  sure: 'modelled',
  why: { rule: 'ovmf/own-memory', steps, cite: MAP },
});

function placed({ start, end, type, text }: OwnedPiece, from: number, told: readonly ReasonStep[]): HandOffRange {
  const range = rangeOf({ start: from + start, end: from + end });
  return ownedPiece(range, type, [...told, { text: `${spanText(range)}: ${text}` }]);
}

/** What the firmware owns of low RAM. */
function ownedPieces(startup: AcceptedStartup, distance: RuntimeDistance, s3: boolean): readonly HandOffRange[] {
  const end = lowRamEnd(startup);
  const { maxcpus } = startup.topology;
  const area = s3 ? s3Bytes(maxcpus) : 0;
  const pieces = LOW_PIECES.filter(({ s3Only }) => s3 || s3Only !== true).map((piece) => placed(piece, 0, []));
  if (distance.bytes !== undefined) {
    const range = rangeOf({ start: end - distance.bytes, end: end - distance.bytes + RUNTIME_BYTES });
    pieces.push(ownedPiece(range, 'runtime-data', [{ text: distance.text }]));
  }
  const told: ReasonStep[] = [{ text: `RAM below 4 GiB ends at 0x${end.toString(16)}.`, path: 'memory.size' }];
  if (s3) {
    const text = `Resuming from S3 needs 0x${area.toString(16)} for up to ${maxcpus} CPUs.`;
    told.push({ text, path: 'smp' });
    const range = rangeOf({ start: end - area, end });
    pieces.push(ownedPiece(range, 'acpi-nvs', [...told, { text: `${spanText(range)} is ACPI NVS.` }]));
  }
  return [...pieces, ...HIGH_PIECES.map((piece) => placed(piece, end - area, told))];
}

/** Low RAM around what the firmware owns of it. */
function lowRam(
  startup: AcceptedStartup,
  owned: readonly HandOffRange[],
  sureOf: (range: Range) => Sureness,
): readonly HandOffRange[] {
  const end = lowRamEnd(startup);
  let free = lowRamRanges(startup);
  for (const hole of [rangeOf(VGA_HOLE), ...owned.map(({ range }) => range)]) {
    free = free.flatMap((range) => subtract(range, hole));
  }
  return free.map((range): HandOffRange => {
    const steps: ReasonStep[] = [
      { text: `RAM below 4 GiB ends at 0x${end.toString(16)}.`, path: 'memory.size' },
      { text: `What OVMF does not own of it, ${spanText(range)}, is conventional memory.` },
    ];
    const why = { rule: 'ovmf/low-ram', steps, cite: MAP };
    return { range, efi: 'conventional', sure: sureOf(range), why };
  });
}

const fixed = (
  range: Range,
  efi: EfiType,
  sure: Sureness,
  rule: string,
  text: string,
  place: string,
): HandOffRange => ({
  range,
  efi,
  sure,
  why: { rule, steps: [{ text }], cite: cite(place) },
});

/** Ranges outside RAM: PCI Express configuration space, and the flash that UEFI runs from. */
function chipsetPieces(startup: AcceptedStartup, singleImage: boolean): readonly HandOffRange[] {
  const pieces: HandOffRange[] = [];
  if (startup.machine.version.family.chipset?.isPcie === true) {
    const text = 'OVMF puts q35’s PCI Express configuration space at 0xe0000000 and reserves its 256 MiB.';
    const place = 'OvmfPkg/Library/PlatformInitLib/Platform.c, PlatformMemMapInitialization';
    pieces.push(fixed(rangeOf(ECAM), 'reserved', 'exact', 'ovmf/ecam', text, place));
  }
  if (!singleImage) {
    const text = 'The two flash files of the 4 MiB build end at 4 GiB; the runtime services write variables there.';
    const place = 'OvmfPkg/QemuFlashFvbServicesRuntimeDxe/FwBlockServiceDxe.c, MarkIoMemoryRangeForRuntimeAccess';
    pieces.push(fixed(rangeOf(FLASH), 'mmio', 'modelled', 'ovmf/flash', text, place));
  }
  return pieces;
}

interface Low {
  readonly ranges: readonly HandOffRange[];
  readonly caveats: readonly string[];
}

function recordedLow(startup: AcceptedStartup, singleImage: boolean): Low {
  const end = lowRamEnd(startup);
  const s3 = hasS3(startup);
  const distance = runtimeDistance(startup, { s3, singleImage });
  const owned = ownedPieces(startup, distance, s3);
  const low = LOW_PIECES.at(-1)?.end ?? 0;
  const high = end - (s3 ? s3Bytes(startup.topology.maxcpus) : 0) + (HIGH_PIECES[0]?.start ?? 0);
  const sureOf = ({ start }: Range): Sureness => (start >= low && start < high ? distance.sure : 'modelled');
  return {
    ranges: [...lowRam(startup, owned, sureOf), ...owned, ...chipsetPieces(startup, singleImage)],
    caveats: [
      'The pieces of RAM that OVMF owns are those of the recorded build.',
      ...(distance.caveat === undefined ? [] : [distance.caveat]),
    ],
  };
}

/** Low RAM in one piece: what the firmware owns of it is not known. */
function unrecordedLow(startup: AcceptedStartup, firmware: Firmware, why: string): Low {
  const owned = lowRam(startup, [], () => 'unknown');
  const caveat = `What ${firmware.title} owns of RAM below 4 GiB was never recorded${why}: only the entries of etc/e820 are shown.`;
  return { ranges: owned, caveats: [caveat] };
}

function lowPart(startup: AcceptedStartup, firmware: Firmware): Low {
  const { id } = startup.machine.version.family;
  const end = lowRamEnd(startup);
  if (firmware.pieces !== 'ovmf-2026.08' && firmware.pieces !== 'ovmf-2026.08-single')
    return unrecordedLow(startup, firmware, '');
  if (id !== 'q35' && id !== 'pc') return unrecordedLow(startup, firmware, ` on ${startup.machine.version.id}`);
  if (end < RECORDED_ENDS.least || end > RECORDED_ENDS.most) {
    return unrecordedLow(startup, firmware, ' for so little or so much of it');
  }
  return recordedLow(startup, firmware.pieces === 'ovmf-2026.08-single');
}

/** Without pages of 1 GiB this OVMF maps 40 bits: a window that ends beyond 1 TiB stops it before the kernel. */
function reachCaveat({ cpu, map }: AcceptedStartup): readonly string[] {
  const end = map.reservedMemoryEnd ?? 0n;
  if (cpu?.gigabytePages === true || end <= 2n ** 40n) return [];
  return [
    'The device-memory window ends above 1 TiB and the CPU has no pages of 1 GiB: OVMF was seen not to reach the kernel. -cpu …,pdpe1gb=on helps.',
  ];
}

const CONTESTED = 'etc/e820 says two things of the same addresses; what this OVMF makes of that was never recorded.';
const CUT =
  'OVMF takes RAM below 4 GiB for one piece up to its last RAM entry; what it makes of a cut in it was never recorded.';

/** Where a firmware that knows soft-reserved memory is told of RAM, too. */
const contestedRanges = (table: readonly TableEntry[], { softReserved }: Firmware): readonly Range[] =>
  softReserved === 'dropped' ? [] : table.filter(({ isContested }) => isContested === true).map(({ range }) => range);

export function ovmfHandOff(firmware: Firmware, startup: AcceptedStartup): HandOff {
  const end = lowRamEnd(startup);
  const table = tableEntries(startup);
  const { entries, losses } = handOver(table, firmware);
  const { ranges: low, caveats: lowCaveats } = lowPart(startup, firmware);
  const contested = contestedRanges(table, firmware);
  const sureOf = (range: Range): Sureness => (contested.some((each) => overlaps(each, range)) ? 'unknown' : 'exact');
  const more = entries
    .filter(({ range }) => range.start >= end)
    .map((entry) => handedPiece(entry, sureOf(entry.range)));
  const cut = entries.filter(({ given, range }) => given !== RAM && range.start < end);
  more.push(...cut.flatMap((entry) => around(handedPiece(entry, 'unknown'), low)));
  const caveats = [...lowCaveats, ...reachCaveat(startup)];
  if (contested.length > 0) caveats.push(CONTESTED);
  if (cut.length > 0) caveats.push(CUT);
  const ofKvm = handOver(kvmEntries(startup), firmware).entries;
  if (ofKvm.length > 0) caveats.push(KVM_CAVEAT);
  more.push(...ofKvm.map((entry) => handedPiece(entry, 'modelled')));
  const ranges = joined([...low, ...more].sort((a, b) => a.range.start - b.range.start));
  const reaches = reachCaveat(startup).length === 0;
  return {
    firmware: firmware.id,
    kind: 'efi',
    ranges,
    losses,
    sure: reaches ? leastSure(ranges.map(({ sure }) => sure)) : 'unknown',
    caveats,
  };
}
