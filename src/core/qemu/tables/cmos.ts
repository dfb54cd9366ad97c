/** Memory sizes and the CPU count in CMOS (QEMU hw/i386/pc.c, pc_cmos_init; spec: qemu-11.1 §9), for firmware that reads no E820. */
import type { AcceptedStartup } from './accepted';

/** The registers that QEMU fills, in the order in which `cmosBytes` has them. */
export const CMOS_REGISTERS = [0x15, 0x16, 0x17, 0x18, 0x30, 0x31, 0x34, 0x35, 0x5b, 0x5c, 0x5d, 0x5f] as const;

const KiB = 1024n;
const MiB = 1024n * KiB;

/** `bytes` in units of `unit`, at most `most`; nothing below zero. */
const units = (bytes: bigint, unit: bigint, most: number): number => {
  const count = bytes > 0n ? bytes / unit : 0n;
  return count < most ? Number(count) : most;
};
const low = (value: number): number => value % 256;
const high = (value: number): number => Math.floor(value / 256) % 256;

/** One byte for each of `CMOS_REGISTERS`. A machine without a clock answers 0xff everywhere. */
export function cmosBytes({ machine, memory, map, topology }: AcceptedStartup): Uint8Array<ArrayBuffer> {
  if (!machine.rtc) return new Uint8Array(CMOS_REGISTERS.length).fill(0xff);
  const base = units(memory.ram, KiB, 640);
  const extended = units(map.below - MiB, KiB, 65_535);
  const above16M = units(map.below - 16n * MiB, 64n * KiB, 65_535);
  const above4G = Number((map.above / (64n * KiB)) % 2n ** 24n);
  const counted = machine.version.family.firmware.recordsBootCpus && topology.cpus <= 255;
  return Uint8Array.of(
    ...[low(base), high(base)],
    ...[low(extended), high(extended), low(extended), high(extended)],
    ...[low(above16M), high(above16M)],
    ...[low(above4G), high(above4G), Math.floor(above4G / 65_536)],
    counted ? topology.cpus - 1 : 0,
  );
}
