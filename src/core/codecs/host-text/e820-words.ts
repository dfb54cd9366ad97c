/** E820 types by the words that kernels print for them, before and since Linux 7.0, in logs, `/proc/iomem` and `/sys/firmware/memmap`. */

import {
  ACPI_DATA,
  ACPI_NVS,
  LEGACY_PERSISTENT,
  PERSISTENT,
  RAM,
  RESERVED,
  SOFT_RESERVED,
  UNUSABLE,
} from '../../base/e820';

const TYPES: ReadonlyMap<string, number> = new Map([
  ['usable', RAM],
  ['system ram', RAM],
  ['reserved', RESERVED],
  ['device reserved', RESERVED],
  ['acpi data', ACPI_DATA],
  ['acpi tables', ACPI_DATA],
  ['acpi nvs', ACPI_NVS],
  ['acpi non-volatile storage', ACPI_NVS],
  ['unusable', UNUSABLE],
  ['unusable memory', UNUSABLE],
  ['persistent memory', PERSISTENT],
  ['persistent memory (legacy)', LEGACY_PERSISTENT],
  ['soft reserved', SOFT_RESERVED],
]);

const MOST = 0xffff_ffff;

/** The number behind a word of a log line or a resource; undefined for any other word. */
export function typeOf(word: string): number | undefined {
  const plain = word.trim().toLowerCase();
  const known = TYPES.get(plain);
  if (known !== undefined) return known;
  const number = /^(?:type |persistent (?:ram )?\(type )(\d{1,10})\)?$/.exec(plain)?.[1];
  return number === undefined || Number(number) > MOST ? undefined : Number(number);
}
