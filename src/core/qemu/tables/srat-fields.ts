/** What each byte of an SRAT means, for a dump with labels. */
import type { DocPath } from '../../space/region';
import type { FileField } from '../../plan/plan';
import { acpiHeaderFields, fieldsAt } from './acpi';
import { SRAT_FIRST_RECORD, sratRecordBytes, type SratRecord } from './srat';

export function sratFields(records: readonly SratRecord[]): readonly FileField[] {
  const fields = [
    ...acpiHeaderFields(),
    ...fieldsAt(36, [
      ['reserved, 1', 4],
      ['reserved', 8],
    ]),
  ];
  let at = SRAT_FIRST_RECORD;
  for (const record of records) {
    fields.push(...fieldsAt(at, layoutOf(record), ownerOf(record)));
    at += sratRecordBytes(record);
  }
  return fields;
}

function ownerOf(record: SratRecord): DocPath | undefined {
  if (record.type === 'cpu') return 'smp';
  if (record.type === 'generic') return `nodes.${record.affinity.node}`;
  if (record.device) return `devices.${record.device.ordinal}`;
  if (record.part === 'window') return 'memory.maxmem';
  return record.part === 'ram' ? `nodes.${record.node}` : undefined;
}

type Layout = readonly (readonly [label: string, length: number])[];

function layoutOf(record: SratRecord): Layout {
  if (record.type === 'memory') return MEMORY;
  if (record.type === 'generic') return record.affinity.kind === 'initiator' ? INITIATOR : PORT;
  return sratRecordBytes(record) === 16 ? LOCAL_APIC : LOCAL_X2APIC;
}

const MEMORY: Layout = [
  ['type, 1 memory', 1],
  ['length', 1],
  ['proximity domain', 4],
  ['reserved', 2],
  ['base', 8],
  ['size', 8],
  ['reserved', 4],
  ['flags', 4],
  ['reserved', 8],
];
const LOCAL_APIC: Layout = [
  ['type, 0 processor', 1],
  ['length', 1],
  ['proximity domain', 1],
  ['APIC id', 1],
  ['flags', 4],
  ['SAPIC id and clock domain', 8],
];
const LOCAL_X2APIC: Layout = [
  ['type, 2 x2APIC processor', 1],
  ['length', 1],
  ['reserved', 2],
  ['proximity domain', 4],
  ['x2APIC id', 4],
  ['flags', 4],
  ['clock domain', 4],
  ['reserved', 4],
];
const INITIATOR: Layout = [
  ['type, 5 generic initiator', 1],
  ['length', 1],
  ['reserved', 1],
  ['handle type, 1 PCI', 1],
  ['proximity domain', 4],
  ['PCI segment', 2],
  ['PCI bus', 1],
  ['PCI device and function', 1],
  ['reserved', 12],
  ['flags', 4],
  ['reserved', 4],
];
const PORT: Layout = [
  ['type, 6 generic port', 1],
  ['length', 1],
  ['reserved', 1],
  ['handle type, 0 ACPI', 1],
  ['proximity domain', 4],
  ['ACPI hardware id', 8],
  ['ACPI unique id', 4],
  ['reserved', 4],
  ['flags', 4],
  ['reserved', 4],
];
