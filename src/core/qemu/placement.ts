/**
 * Where a memory device goes inside the device-memory window (hw/mem/memory-device.c: memory_device_pre_plug,
 * memory_device_get_free_addr; spec section 6.2) and which slot it takes (hw/mem/pc-dimm.c: pc_dimm_get_free_slot).
 */
import { err, ok, type Result } from '../base/result';
import { refusal, warning, type Finding } from '../devices/behaviours/behaviour';
import type { Window } from './machine';

/** A stretch of the window that a device has. */
export interface Occupied {
  readonly id?: string;
  readonly address: bigint;
  readonly size: bigint;
}

export interface PlacementRequest {
  readonly size: bigint;
  /** Of the address; a power of two. */
  readonly alignment: bigint;
  /** That `size` must be a multiple of; undefined where QEMU does not look. */
  readonly sizeMultiple?: bigint;
  /** The address asked for; 0 for none. */
  readonly hint: bigint;
}

export interface WindowState {
  readonly window: Window | undefined;
  /** Bytes that devices may have together: `maxmem` less boot RAM. */
  readonly total: bigint;
  /** Bytes that they have. */
  readonly used: bigint;
  /** By ascending address. */
  readonly devices: readonly Occupied[];
  /** What they take together: neighbours that touch are one, by ascending address. */
  readonly runs: readonly Run[];
}

/** Addresses without a gap between them; `end` is exclusive. */
export interface Run {
  readonly address: bigint;
  readonly end: bigint;
}

/** Adds a device's addresses, which nothing else has yet, joining what then touches. */
export function addRun(runs: Run[], { address, size }: Pick<Occupied, 'address' | 'size'>): void {
  if (size === 0n) return;
  const before = runs.findLastIndex((run) => run.address < address);
  const below = runs[before];
  const above = runs[before + 1];
  const joinsBelow = below?.end === address;
  const joinsAbove = above?.address === address + size;
  const joined: Run = {
    address: joinsBelow ? below.address : address,
    end: joinsAbove ? above.end : address + size,
  };
  runs.splice(joinsBelow ? before : before + 1, Number(joinsBelow) + Number(joinsAbove), joined);
}

/** Takes a device's addresses out of the run that has them, which may leave two. */
export function removeRun(runs: Run[], { address, size }: Pick<Occupied, 'address' | 'size'>): void {
  if (size === 0n) return;
  const end = address + size;
  const at = runs.findIndex((run) => run.address <= address && run.end >= end);
  const run = runs[at];
  if (run === undefined) return;
  const rest = [
    { address: run.address, end: address },
    { address: end, end: run.end },
  ].filter((piece) => piece.address < piece.end);
  runs.splice(at, 1, ...rest);
}

export interface Placement {
  readonly result: Result<bigint, Finding>;
  /** Printed whether or not a place is found. */
  readonly warnings: readonly Finding[];
}

const U64 = 2n ** 64n;
const hex = (value: bigint): string => `0x${value.toString(16)}`;

const alignUp = (value: bigint, to: bigint): bigint => value + ((to - (value % to)) % to);

/** Also the first thing that QEMU says about a device without memdev. */
export const noWindow: Finding = refusal(
  'device/no-window',
  'the configuration is not prepared for memory devices (e.g., for memory hotplug), consider specifying the maxmem option',
  'memory.maxmem',
);

/** The lowest place that fits, or the one asked for. */
export function place(request: PlacementRequest, state: WindowState): Placement {
  const { window } = state;
  if (window === undefined) return { result: err(noWindow), warnings: [] };
  const { size, alignment, sizeMultiple } = request;
  if (state.used + size > state.total) {
    const text = `not enough space, currently ${hex(state.used)} in use of total space for memory devices ${hex(state.total)}`;
    return { result: err(refusal('device/not-enough-space', text, 'memory.maxmem')), warnings: [] };
  }
  if (sizeMultiple !== undefined && size % sizeMultiple !== 0n) {
    const text = `backend memory size must be multiple of ${hex(sizeMultiple)}`;
    return { result: err(refusal('device/size-unaligned', text)), warnings: [] };
  }
  const warnings = window.base % alignment === 0n ? [] : [alignmentWarning(alignment)];
  const result =
    request.hint === 0n ? firstFit(size, alignment, window, state.runs) : asHinted(request, window, state.devices);
  return { result, warnings };
}

const alignmentWarning = (alignment: bigint): Finding =>
  warning(
    'device/alignment-exceeds-window',
    `the alignment (${hex(alignment)}) exceeds the expected maximum alignment, memory will get fragmented and not all 'maxmem' ` +
      'might be usable for memory devices.',
  );

const inside = (address: bigint, size: bigint, window: Window): boolean =>
  address >= window.base && address + size <= window.base + window.size && address + size <= U64;

function asHinted(
  { hint, size, alignment }: PlacementRequest,
  window: Window,
  devices: readonly Occupied[],
): Result<bigint, Finding> {
  if (hint % alignment !== 0n) {
    return err(refusal('device/address-unaligned', `address must be aligned to ${hex(alignment)} bytes`));
  }
  if (!inside(hint, size, window)) {
    const text =
      `can't add memory device [${hex(hint)}:${hex(size)}], usable range for memory devices ` +
      `[${hex(window.base)}:${hex(window.size)}]`;
    return err(refusal('device/outside-window', text, 'memory.maxmem'));
  }
  const other = devices.find((device) => device.address < hint + size && hint < device.address + device.size);
  if (other === undefined) return ok(hint);
  const text = `address range conflicts with memory device id='${other.id ?? '(unnamed)'}'`;
  return err(refusal('device/address-conflict', text));
}

/** QEMU goes from device to device; going from run to run finds the same place, and thousands of devices stay affordable. */
function firstFit(size: bigint, alignment: bigint, window: Window, runs: readonly Run[]): Result<bigint, Finding> {
  let address = alignUp(window.base, alignment);
  for (const run of runs) {
    if (run.address >= address + size) break;
    if (run.end > address) address = alignUp(run.end, alignment);
  }
  if (inside(address, size, window)) return ok(address);
  const text = 'could not find position in guest address space for memory device - memory fragmented due to alignments';
  return err(refusal('device/fragmented', text, 'memory.maxmem'));
}

/**
 * The slot asked for, or the lowest free one.
 *
 * @param wanted -1 for any; 32 bits signed
 * @param slots how many the machine has
 */
export function assignSlot(wanted: bigint, slots: bigint, taken: ReadonlySet<number>): Result<bigint, Finding> {
  if (wanted !== -1n && (wanted < 0n || wanted >= slots)) {
    const last = BigInt.asUintN(64, slots - 1n);
    const text = `invalid slot number ${wanted}, valid range is [0-${last}]`;
    return err(refusal('device/invalid-slot', text, 'memory.slots'));
  }
  if (slots === 0n) {
    const text = "no slots where allocated, please specify the 'slots' option";
    return err(refusal('device/no-slots', text, 'memory.slots'));
  }
  if (wanted !== -1n) {
    return taken.has(Number(wanted))
      ? err(refusal('device/busy-slot', `slot ${wanted} is busy`, 'memory.slots'))
      : ok(wanted);
  }
  // One of the first is free, unless all are taken.
  for (let slot = 0; slot <= taken.size && slot < slots; slot += 1) if (!taken.has(slot)) return ok(BigInt(slot));
  return err(refusal('device/no-free-slot', 'no free slots available', 'memory.slots'));
}
