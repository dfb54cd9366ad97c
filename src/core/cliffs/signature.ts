/** What a setting's value makes of a layout, as far as it can jump: QEMU's verdict, and facts of its tables that are no mere sizes. */
import { alignDown, addr, GiB } from '../base/addr';
import { commandLine } from '../codecs/command-line-writer';
import { dialectOf } from '../dialects/index';
import type { LayoutDocument } from '../document/schema';
import { blockSize } from '../linux/blocks';
import { bitsFor } from '../plan/margins';
import type { Startup } from '../qemu/machine';
import { startUp } from '../qemu/startup';
import { narrow } from '../stages/narrow';

/** The largest memory block of Linux: an end of RAM that is a multiple of it has the blocks that its height allows. */
const LARGEST_BLOCK = 2 * GiB;
/** Orders of more devices than this are not compared. */
const MOST_IN_ORDER = 256;

export interface Signature {
  /** The code and the words of QEMU's first refusal. */
  readonly refusal?: { readonly code: string; readonly text: string };
  /** Address bits needed, and those that the CPU has. */
  readonly bits?: number;
  readonly bitsAvailable?: number;
  /** Exclusive end of what the layout reserves; it grows with a size byte by byte, save where something jumps. Rounded beyond 2^53. */
  readonly end?: number;
  /** The last address before it, as written. */
  readonly last?: string;
  readonly isMoved: boolean;
  readonly start: number;
  /** Bytes of RAM below 4 GiB, where some lies above. */
  readonly low?: number;
  readonly isSplit: boolean;
  readonly block?: number;
  readonly window: boolean;
  readonly reserved: boolean;
  /** Ordinals of memory devices by address. */
  readonly order: string;
}

export const started = (document: LayoutDocument): Startup =>
  startUp(
    commandLine(document).map(({ text }) => text),
    { dialect: dialectOf(document.dialect) },
  );

export function signatureOf({ refusals, machine, cpu, map, devices }: Startup): Signature {
  const [refusal] = refusals;
  const isSplit = map !== undefined && map.above > 0n;
  const checked = machine?.version.family.checksAddressSpace === true && cpu !== undefined && map !== undefined;
  const endOfRam = map === undefined ? undefined : narrow(isSplit ? map.start + map.above : map.below);
  return {
    ...(refusal === undefined ? {} : { refusal: { code: refusal.code, text: refusal.text } }),
    ...(checked
      ? {
          bits: bitsFor(map.maxGuestAddress),
          bitsAvailable: cpu.physBits,
          end: Number(map.maxGuestAddress + 1n),
          last: `0x${map.maxGuestAddress.toString(16)}`,
        }
      : {}),
    isMoved: map?.moved ?? false,
    start: narrow(map?.start ?? 0n),
    isSplit,
    ...(isSplit ? { low: narrow(map.below) } : {}),
    ...(endOfRam === undefined ? {} : { block: blockSize(alignDown(addr(endOfRam), LARGEST_BLOCK)) }),
    window: map?.deviceMemory !== undefined,
    reserved: map?.hyperTransportReserved ?? false,
    order:
      devices.length > MOST_IN_ORDER
        ? ''
        : devices
            .toSorted((a, b) => (a.address < b.address ? -1 : 1))
            .map(({ ordinal }) => ordinal)
            .join(),
  };
}

export const signature = (document: LayoutDocument): Signature => signatureOf(started(document));
