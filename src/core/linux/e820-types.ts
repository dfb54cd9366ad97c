/** E820 types and what Linux calls them (ACPI 6.5 §15.1; Linux arch/x86/kernel/e820.c, e820_print_type and e820_type_to_string). */
import {
  ACPI_DATA,
  ACPI_NVS,
  LEGACY_PERSISTENT,
  PERSISTENT,
  RAM,
  RESERVED,
  SOFT_RESERVED,
  UNUSABLE,
} from '../base/e820';
import type { Kernel } from '../boot/kernel';

interface TypeWords {
  /** In lines of the log. */
  readonly 'since-7.0': string;
  readonly 'before-7.0': string;
  /** In `/proc/iomem` and `/sys/firmware/memmap`. */
  readonly resource: string;
}

const same = (words: string, resource: string): TypeWords => ({ 'since-7.0': words, 'before-7.0': words, resource });

const WORDS: ReadonlyMap<number, TypeWords> = new Map([
  [RAM, { 'since-7.0': 'System RAM', 'before-7.0': 'usable', resource: 'System RAM' }],
  [RESERVED, { 'since-7.0': 'device reserved', 'before-7.0': 'reserved', resource: 'Reserved' }],
  [ACPI_DATA, same('ACPI data', 'ACPI Tables')],
  [ACPI_NVS, same('ACPI NVS', 'ACPI Non-volatile Storage')],
  [UNUSABLE, same('unusable', 'Unusable memory')],
  [
    PERSISTENT,
    {
      'since-7.0': 'persistent RAM (type 7)',
      'before-7.0': 'persistent (type 7)',
      resource: 'Persistent Memory',
    },
  ],
  [
    LEGACY_PERSISTENT,
    {
      'since-7.0': 'persistent RAM (type 12)',
      'before-7.0': 'persistent (type 12)',
      resource: 'Persistent Memory (legacy)',
    },
  ],
  [SOFT_RESERVED, same('soft reserved', 'Soft Reserved')],
]);

/** A kernel that does not know soft-reserved memory knows the number only. */
const known = (kernel: Kernel, type: number): TypeWords | undefined =>
  type === SOFT_RESERVED && !kernel.knowsSoftReserved ? undefined : WORDS.get(type);

/** As lines of the log say it: `System RAM`, `type 6`. */
export const typeWords = (kernel: Kernel, type: number): string =>
  known(kernel, type)?.[kernel.wording] ?? `type ${type}`;

/** As `/proc/iomem` and `/sys/firmware/memmap` say it. */
export const resourceName = (kernel: Kernel, type: number): string =>
  known(kernel, type)?.resource ?? 'Unknown E820 type';
