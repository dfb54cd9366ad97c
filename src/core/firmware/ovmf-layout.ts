/** The pieces of low RAM that OVMF 2026.08 owns, as recorded: some at fixed places, some counted from the end of low RAM. */
import type { EfiType } from './hand-off';

export interface OwnedPiece {
  /** Half-open, in bytes. */
  readonly start: number;
  readonly end: number;
  readonly type: EfiType;
  readonly text: string;
  /** Is RAM where S3 is disabled. */
  readonly s3Only?: true;
}

/** At fixed addresses, from the firmware's own map of low memory (OvmfPkg/OvmfPkgX64.fdf). */
export const LOW_PIECES: readonly OwnedPiece[] = [
  { start: 0x80_0000, end: 0x80_8000, type: 'acpi-nvs', text: 'Kept for resuming from S3.', s3Only: true },
  { start: 0x80_b000, end: 0x80_c000, type: 'acpi-nvs', text: 'Kept for resuming from S3.', s3Only: true },
  { start: 0x81_2000, end: 0x81_3000, type: 'runtime-data', text: 'A page of runtime data at a fixed place.' },
  {
    start: 0x81_4000,
    end: 0x90_0000,
    type: 'acpi-nvs',
    text: 'The firmware’s early memory, kept for S3.',
    s3Only: true,
  },
];

/** Length of the runtime data that lie `X` below the end of low RAM. */
export const RUNTIME_BYTES = 0xc_1000;

/** Bytes below the end of low RAM that resuming from S3 needs: CPU states, for as many CPUs as there can be. */
export const s3Bytes = (maxcpus: number): number => 0x8_0000 + 0x8000 * maxcpus;

/** Counted down from the end of low RAM without the S3 area. */
export const HIGH_PIECES: readonly OwnedPiece[] = [
  { start: -0x39_e000, end: -0x29_e000, type: 'runtime-data', text: 'Runtime data.' },
  { start: -0x29_e000, end: -0x19_e000, type: 'runtime-code', text: 'Runtime code.' },
  { start: -0x19_e000, end: -0x11_e000, type: 'reserved', text: 'Reserved by the firmware.' },
  { start: -0x11_e000, end: -0x10_c000, type: 'acpi-reclaim', text: 'ACPI tables.' },
  { start: -0x10_c000, end: -0x8_c000, type: 'acpi-nvs', text: 'ACPI NVS.' },
  { start: -0x8_4000, end: 0, type: 'runtime-data', text: 'The variable store.' },
];

/** Least and largest end of low RAM for which the layout was recorded. */
export const RECORDED_ENDS = { least: 0x1000_0000, most: 0xe000_0000 } as const;

export const VGA_HOLE = { start: 0xa_0000, end: 0x10_0000 } as const;
export const ECAM = { start: 0xe000_0000, end: 0xf000_0000 } as const;
export const FLASH = { start: 0xffc0_0000, end: 2 ** 32 } as const;
