/** What Linux reads from the SRAT: its lines of the log, and how it numbers nodes (Linux drivers/acpi/numa/srat.c). */
import { contains, type Range } from '../base/range';
import type { GenericAffinity } from '../qemu/machine';
import type { AcceptedStartup } from '../qemu/tables/accepted';
import {
  SRAT_ENABLED,
  SRAT_HOTPLUGGABLE,
  SRAT_NON_VOLATILE,
  sratRecords,
  type SratMemoryRecord,
} from '../qemu/tables/srat';
import { spanOf } from './addresses';
import { hexOf } from './log-text';

/** Guest node numbers, and the proximity domain of each: QEMU's node id. */
export interface Numbering {
  readonly pxmOf: readonly number[];
  readonly nodeOf: ReadonlyMap<number, number>;
}

export interface AffinityRange {
  readonly range: Range;
  /** Guest number. */
  readonly node: number;
  readonly hotplug: boolean;
}

export interface GuestSrat {
  readonly numbering: Numbering;
  /** Enabled entries in table order. */
  readonly memory: readonly AffinityRange[];
  readonly lines: readonly string[];
  /** Guest nodes with a generic initiator. */
  readonly initiators: readonly number[];
}

const has = (flags: number, flag: number): boolean => Math.floor(flags / flag) % 2 === 1;

/** Absent where QEMU makes no SRAT. */
export function guestSrat(startup: AcceptedStartup): GuestSrat | undefined {
  const records = sratRecords(startup);
  if (records === undefined) return undefined;
  const memory: SratMemoryRecord[] = [];
  const generic: GenericAffinity[] = [];
  const domains = new Set<number>();
  for (const record of records) {
    if (record.type === 'cpu') domains.add(record.node);
    else if (record.type === 'generic') generic.push(record.affinity);
    else if (has(record.flags, SRAT_ENABLED) && record.length > 0n) memory.push(record);
  }
  for (const { node } of [...generic, ...memory]) domains.add(node);
  const numbering = numbered([...domains]);
  const nodeOf = (pxm: number): number => numbering.nodeOf.get(pxm) ?? 0;
  return {
    numbering,
    memory: memory.map(({ base, length, node, flags }) => ({
      range: spanOf(base, length),
      node: nodeOf(node),
      hotplug: has(flags, SRAT_HOTPLUGGABLE),
    })),
    lines: memory.map((record) => line(record, nodeOf(record.node))),
    initiators: generic.filter(({ kind }) => kind === 'initiator').map(({ node }) => nodeOf(node)),
  };
}

/** Nodes are numbered as their domains first appear: processors, then generic initiators and ports, then memory. */
const numbered = (pxmOf: readonly number[]): Numbering => ({
  pxmOf,
  nodeOf: new Map(pxmOf.map((pxm, node) => [pxm, node])),
});

function line({ base, length, node: pxm, flags }: SratMemoryRecord, node: number): string {
  const marks = `${has(flags, SRAT_HOTPLUGGABLE) ? ' hotplug' : ''}${has(flags, SRAT_NON_VOLATILE) ? ' non-volatile' : ''}`;
  return `ACPI: SRAT: Node ${node} PXM ${pxm} [mem ${hexOf(base)}-${hexOf(base + length - 1n)}]${marks}`;
}

/** The node of the first entry that has the address. */
export const nodeAt = (memory: readonly AffinityRange[], at: number): number | undefined =>
  memory.find(({ range }) => contains(range, at))?.node;
