/** The memory entries of a guest's SRAT, and the plan's. */
import { addr, ADDR_LIMIT } from '../base/addr';
import type { SratEntry } from '../plan/plan';
import type { RegionKind } from '../space/region';
import type { Capture } from './capture';
import type { CheckedPlan, NotComparable, Tables } from './check';
import type { Entry } from './check-rows';

const CHECKSUM_AT = 9;
const FLAGS = ['enabled', 'hot-pluggable', 'non-volatile'] as const;

const flagWords = (flags: number): string =>
  FLAGS.filter((_, bit) => Math.floor(flags / 2 ** bit) % 2 === 1).join(', ') || 'disabled';

const NON_VOLATILE = 4;
const HOT_PLUGGABLE = 2;

/** What is not enabled is no memory; what is hot-pluggable may become some. */
function kindOf(flags: number): RegionKind {
  if (flags % 2 === 0) return 'unknown';
  if (flags % (2 * NON_VOLATILE) >= NON_VOLATILE) return 'persistent';
  return flags % (2 * HOT_PLUGGABLE) >= HOT_PLUGGABLE ? 'device-memory-window' : 'ram';
}

const isMemory = (entry: SratEntry): entry is Extract<SratEntry, { type: 'memory' }> => entry.type === 'memory';

export function affinityToCheck(plan: CheckedPlan, capture: Extract<Capture, { of: 'srat' }>): Tables | NotComparable {
  const tables = plan.snapshots[0]?.tables;
  if (tables === undefined || tables.srat.length === 0) {
    return { why: 'The plan has no SRAT: QEMU makes one where there are NUMA nodes and ACPI is on.' };
  }
  const file = tables.files.find(({ name }) => name === 'SRAT')?.bytes;
  return {
    against: 'SRAT',
    noun: 'entry',
    guest: capture.entries.map(({ range, claims, node, flags, offset }) => ({
      range,
      what: flagWords(flags),
      kind: kindOf(flags),
      fields: { node: String(node) },
      ...(claims === undefined ? {} : { claims }),
      ...(offset === undefined ? {} : { offset }),
    })),
    plan: tables.srat.filter(isMemory).map(entryOf),
    ...(capture.bytes === undefined || file === undefined
      ? {}
      : { bytes: { guest: capture.bytes, plan: file, ignores: [CHECKSUM_AT] } }),
    remarks: [
      capture.bytes === undefined
        ? 'Entries of CPUs are not compared, since the bytes of the whole table were not captured.'
        : 'The checksum (byte 9) is not compared: the firmware writes it.',
    ],
  };
}

function entryOf({ start, size, flags, node, owner, why }: Extract<SratEntry, { type: 'memory' }>): Entry {
  const reason = why.steps.at(-1)?.text;
  const [from, to] = [Math.min(start, ADDR_LIMIT), Math.min(start + size, ADDR_LIMIT)];
  return {
    range: { start: addr(from), end: addr(Math.max(from, to)) },
    what: flagWords(flags),
    kind: kindOf(flags),
    fields: { node: String(node) },
    ...(start + size > ADDR_LIMIT ? { claims: { start: BigInt(start), end: BigInt(start) + BigInt(size) } } : {}),
    ...(owner === undefined ? {} : { path: owner }),
    ...(reason === undefined ? {} : { reason }),
  };
}
