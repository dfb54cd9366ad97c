/** Memory sizes and the CPU count in CMOS (QEMU hw/i386/pc.c, pc_cmos_init; spec: qemu-11.1 §9), for firmware that reads no E820. */
import type { AcceptedStartup } from './accepted';

/** The registers that QEMU fills, in the order in which `cmosBytes` has them. */
export const CMOS_REGISTERS = [0x15, 0x16, 0x17, 0x18, 0x30, 0x31, 0x34, 0x35, 0x5b, 0x5c, 0x5d, 0x5f] as const;

const KiB = 1024n;
const MiB = 1024n * KiB;
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const notBelowZero = (a: bigint): bigint => (a > 0n ? a : 0n);

/** One byte for each of `CMOS_REGISTERS`. A machine without a clock answers 0xff everywhere. */
export function cmosBytes({ machine, memory, map, topology }: AcceptedStartup): Uint8Array<ArrayBuffer> {
  if (!machine.rtc) return new Uint8Array(CMOS_REGISTERS.length).fill(0xff);
  const base = least(memory.ram / KiB, 640n);
  const extended = least(notBelowZero(map.below - MiB) / KiB, 65_535n);
  const above16M = least(notBelowZero(map.below - 16n * MiB) / (64n * KiB), 65_535n);
  const above4G = map.above / (64n * KiB);
  const counted = machine.version.family.firmware.recordsBootCpus && topology.cpus <= 255;
  const little = (value: bigint, bytes: number) =>
    Array.from({ length: bytes }, (_, index) => Number((value / 256n ** BigInt(index)) % 256n));
  return Uint8Array.from([
    ...little(base, 2),
    ...little(extended, 2),
    ...little(extended, 2),
    ...little(above16M, 2),
    ...little(above4G, 3),
    counted ? topology.cpus - 1 : 0,
  ]);
}
