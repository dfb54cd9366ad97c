/** How long QEMU's SMBIOS tables are, and whether SeaBIOS has room for them in its own segment (src/fw/biostables.c). */
import type { AcceptedStartup } from '../qemu/tables/accepted';

export interface SmbiosTables {
  /** Bytes with the table that SeaBIOS adds. */
  readonly bytes: number;
  /** They lie in high memory. */
  readonly high: boolean;
  /** False: options add to them, or the length is so near the limit that SeaBIOS's version text decides. */
  readonly certain: boolean;
}

/** Longest that fits the segment at 0xf0000. */
const LIMIT = 600;
/** The table of type 0 that SeaBIOS adds: it has the version in it, so its length is a distribution's. */
const OWN_TABLE = { shortest: 60, recorded: 67, longest: 92 } as const;

/** Recorded with `pc-q35-11.1`: one CPU socket, one range of RAM, one memory module. */
const BASE = 312;
const RECORDED_NAME = 'pc-q35-11.1';
const RECORDED_PRODUCT = 'Standard PC (Q35 + ICH9, 2009)';
const SOCKET = 66;
const RAM_RANGE = 33;
const MODULE = 53;
const SMALL_MODULE = 2n ** 34n;
/** Counts of 255 and more are told at more length. */
const MANY = 6;

const modules = ({ machine, memory }: AcceptedStartup): number =>
  machine.version.rules.smallModules ? Number((memory.ram + SMALL_MODULE - 1n) / SMALL_MODULE) : 1;

/** The machine's name occurs in two tables and in that of each socket (hw/smbios/smbios.c). */
function lengthOf(startup: AcceptedStartup): number {
  const { machine, topology, map } = startup;
  const { sockets, cpus } = topology;
  return (
    BASE +
    (machine.version.id.length - RECORDED_NAME.length) * (2 + sockets) +
    ((machine.version.family.chipset?.product ?? RECORDED_PRODUCT).length - RECORDED_PRODUCT.length) +
    (sockets - 1) * SOCKET +
    (Math.max(1, modules(startup)) - 1) * MODULE +
    (map.above > 0n ? RAM_RANGE : 0) +
    (cpus > 254 ? MANY : 0)
  );
}

export function smbiosTables(startup: AcceptedStartup): SmbiosTables {
  const length = lengthOf(startup);
  const isChanged = startup.options.some(({ name }) => name === 'smbios');
  const isHighWith = (own: number): boolean => length + own > LIMIT;
  return {
    bytes: length + OWN_TABLE.recorded,
    high: isHighWith(OWN_TABLE.recorded),
    certain: !isChanged && isHighWith(OWN_TABLE.shortest) === isHighWith(OWN_TABLE.longest),
  };
}
