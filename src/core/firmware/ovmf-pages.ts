/**
 * Where OVMF 2026.08 keeps the runtime data that it allocates first: it lies `X` below the end of low RAM, and `X` depends on the page
 * tables that the firmware needs, on the number of CPUs, and on the alignment of that end. Recorded; there is no formula.
 */
import type { AcceptedStartup } from '../qemu/tables/accepted';
import type { Sureness } from '../space/region';
import { lowRamEnd } from './etc-e820';

const PAGE = 4096;
const GIB = 2n ** 30n;
const FOUR_GIB = 2n ** 32n;
const POOL = 0x20_0000;
/** The recorded distances are for three pools. */
const RECORDED_POOLS = 3;
/** Only with an end of low RAM that is a multiple of this. */
const ALIGNMENT = 0x40_0000;

const run = (first: number, values: readonly number[]): readonly (readonly [cpus: number, pages: number])[] =>
  values.map((pages, index) => [first + index, pages]);
const same = (first: number, last: number, pages: number) =>
  run(
    first,
    Array.from({ length: last - first + 1 }, () => pages),
  );

/** Distance in pages by number of CPUs, with three pools. */
const PAGES_BELOW: ReadonlyMap<number, number> = new Map([
  ...run(1, [0x15e9]),
  ...same(2, 9, 0x18c1),
  ...run(10, [0x18d9, 0x18f2, 0x192c, 0x1934, 0x193c, 0x194a, 0x1964, 0x1985, 0x1993]),
  ...run(19, [0x17ab, 0x17c4, 0x17de, 0x17f7]),
  ...same(23, 30, 0x1ac1),
  ...run(31, [0x1ad9, 0x1af8, 0x17f8]),
  ...run(
    34,
    Array.from({ length: 11 }, (_, index) => 0x1bdd + 8 * index),
  ),
  ...run(45, [0x1c3b, 0x1c56, 0x1c77, 0x1cc1, 0x1cc1, 0x1cc1, 0x1cd9, 0x1cf2]),
  ...run(53, [0x194f, 0x1961, 0x1971, 0x1982, 0x1993, 0x19a4, 0x19b5, 0x19c6, 0x19d7, 0x19e9, 0x19fb]),
  ...run(64, [0x1ecf]),
  ...run(72, [0x1f0f]),
  ...run(80, [0x1b1e]),
  ...run(96, [0x21d0]),
  ...run(112, [0x1d45]),
  ...run(128, [0x24d2]),
]);
/** One CPU, S3 disabled. */
const PAGES_WITHOUT_S3 = 0x1558;
/** A single image has its runtime data one page higher. */
const SINGLE_IMAGE_PAGES = 1;

/** Numbers of CPUs whose distance was recorded with other numbers of pools too, or lies on a run of equal ones. */
const isWellKnown = (cpus: number): boolean =>
  (cpus >= 10 && cpus <= 18) || (cpus >= 23 && cpus <= 31) || (cpus >= 34 && cpus <= 52) || cpus === 64;
const FEW_CPUS = 9;

export interface PagePools {
  readonly pools: number;
  /** Why so many. */
  readonly text: string;
}

const bitsOf = (value: bigint): number => (value <= 1n ? 0 : (value - 1n).toString(2).length);
const roundUp = (value: bigint, to: bigint): bigint => ((value + to - 1n) / to) * to;

/** The address width that OVMF believes in (OvmfPkg/Library/PlatformInitLib/MemDetect.c, PlatformAddressWidthInitialization). */
function addressWidth({ cpu, map }: AcceptedStartup): number {
  const bits = cpu?.physBits ?? 40;
  if (bits >= 41 || (bits === 40 && cpu?.isAmd === true)) return 40;
  const end = map.reservedMemoryEnd ?? (map.above > 0n ? map.start + map.above : FOUR_GIB);
  const reach = roundUp(roundUp(end, GIB), 32n * GIB) + 32n * GIB;
  return Math.max(36, bitsOf(reach));
}

/** Pools of 2 MiB for the page tables. */
export function pagePools(startup: AcceptedStartup): PagePools {
  if (startup.cpu?.gigabytePages === true) {
    return { pools: 1, text: 'The CPU has pages of 1 GiB, so the page tables need one pool of 2 MiB.' };
  }
  const width = addressWidth(startup);
  const pools = width <= 38 ? 1 : width === 39 ? 2 : 3;
  return {
    pools,
    text: `Without pages of 1 GiB the page tables for ${Math.min(width, 40)} bits need ${pools === 1 ? 'one pool' : `${pools} pools`} of 2 MiB.`,
  };
}

export interface RuntimeDistance {
  /** Bytes below the end of low RAM; absent where it was not recorded. */
  readonly bytes?: number;
  readonly sure: Sureness;
  /** Absent where the distance was recorded as it is. */
  readonly caveat?: string;
  readonly text: string;
}

const unknown = (why: string): RuntimeDistance => ({
  sure: 'unknown',
  caveat: `Where OVMF keeps 772 KiB of runtime data below the end of low RAM is not known ${why}; they are not shown.`,
  text: `Somewhere in this range OVMF keeps 772 KiB of runtime data; where is not known ${why}.`,
});

function surenessFor(cpus: number, pools: number): Pick<RuntimeDistance, 'sure' | 'caveat'> {
  if (cpus <= FEW_CPUS) return { sure: 'modelled' };
  if (isWellKnown(cpus)) return { sure: 'modelled' };
  if (pools === RECORDED_POOLS) return { sure: 'modelled' };
  return {
    sure: 'modelled',
    caveat: `With ${cpus} CPUs and ${pools === 1 ? 'one page-table pool' : 'two page-table pools'} the place of OVMF’s runtime data may be up to 8 pages off.`,
  };
}

export interface OvmfBuild {
  readonly s3: boolean;
  readonly singleImage: boolean;
}

export function runtimeDistance(startup: AcceptedStartup, { s3, singleImage }: OvmfBuild): RuntimeDistance {
  const { cpus, maxcpus } = startup.topology;
  if (lowRamEnd(startup) % ALIGNMENT !== 0) return unknown('for an end of RAM that is no multiple of 4 MiB');
  if (cpus !== maxcpus && maxcpus > FEW_CPUS) return unknown(`for ${cpus} of ${maxcpus} CPUs present`);
  const counted = cpus === maxcpus ? cpus : maxcpus;
  const { pools, text } = pagePools(startup);
  const recorded = PAGES_BELOW.get(counted);
  const pages = s3 ? recorded : counted === 1 ? PAGES_WITHOUT_S3 : undefined;
  if (pages === undefined) return unknown(s3 ? `for ${counted} CPUs` : `for ${counted} CPUs with S3 disabled`);
  const bytes = (pages - (singleImage ? SINGLE_IMAGE_PAGES : 0)) * PAGE - (RECORDED_POOLS - pools) * POOL;
  const isBeyond = (!s3 || singleImage) && (counted > 1 || pools !== RECORDED_POOLS);
  const caveat = isBeyond
    ? 'The place of OVMF’s runtime data was recorded for one CPU with three page-table pools only, with this image and these settings.'
    : undefined;
  return {
    bytes,
    ...surenessFor(counted, pools),
    ...(caveat === undefined ? {} : { caveat }),
    text: `${text} With ${counted} CPU${counted === 1 ? '' : 's'} the runtime data lie 0x${bytes.toString(16)} below the end of low RAM.`,
  };
}
