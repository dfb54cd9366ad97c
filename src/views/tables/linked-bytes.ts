/** What the bytes of a file stand for: the range that an entry tells, and where it comes from. */
import { bisector } from 'd3';
import type { Target } from '../../app/selection.svelte';
import { ADDR_LIMIT } from '../../core/base/addr';
import { range } from '../../core/base/range';
import type { FileField, FwCfgFile, SratEntry, Tables } from '../../core/plan/plan';

/** Bytes of one memory affinity structure (ACPI 6.5, section 5.2.16.2). */
const MEMORY_AFFINITY_BYTES = 40;

/**
 * The target that a field of a file stands for; undefined where it stands for nothing that can be selected. Fields of etc/e820 and the
 * SRAT's memory entries stand for their ranges, so that two ranges of one setting (RAM below and above 4 GiB) are told apart.
 */
export function targetOfField(tables: Tables | undefined, file: FwCfgFile, field: FileField): Target | undefined {
  const bytes = rangeOf(tables, file, field);
  if (bytes === undefined && field.owner === undefined) return undefined;
  return {
    ...(bytes === undefined ? {} : { range: bytes }),
    ...(field.owner === undefined ? {} : { path: field.owner }),
  };
}

/** Entries lie in the order of the table. */
const byOffset = bisector<SratEntry, number>((entry) => entry.offset);

function rangeOf(tables: Tables | undefined, file: FwCfgFile, field: FileField): Target['range'] {
  if (file.name === 'etc/e820') return tables?.e820[Math.floor(field.offset / file.rowBytes)]?.range;
  if (file.name !== 'SRAT') return undefined;
  const entry = tables?.srat[byOffset.right(tables.srat, field.offset) - 1];
  if (entry?.type !== 'memory' || field.offset >= entry.offset + MEMORY_AFFINITY_BYTES) return undefined;
  if (entry.size === 0 || entry.start + entry.size > ADDR_LIMIT) return undefined;
  return range(entry.start, entry.start + entry.size);
}
