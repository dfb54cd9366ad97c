/** The tables of a machine that starts, each entry tied to its entity and its reason. */
import { ADDR_LIMIT } from '../../base/addr';
import { range, type Range } from '../../base/range';
import type { E820Entry, FwCfgFile, MemoryDeviceRow, SratEntry, Tables } from '../../plan/plan';
import type { AcceptedStartup } from '../../qemu/tables/accepted';
import { e820Records, type E820Record } from '../../qemu/tables/e820';
import { fwCfgFiles } from '../../qemu/tables/fw-cfg';
import { sratRecordBytes, sratRecords, SRAT_FIRST_RECORD, type SratMemoryRecord } from '../../qemu/tables/srat';
import { regionAt, type Partition } from '../../space/partition';
import type { Citation, Provenance, ReasonStep, Region } from '../../space/region';
import { narrow } from '../narrow';
import type { PluggedDevice } from '../../qemu/machine';
import { markOf, ownerOfMark, whyMarked } from './marks';
import { devicesAtStart, type DevicesThen } from './device-memory';
import type { StageContext } from '../stage';

const E820: Citation = { project: 'qemu', version: '11.1', place: 'hw/i386/e820_memory_layout.c, e820_add_entry' };
/** Where another part of QEMU adds an entry. */
const CITES: Partial<Record<E820Record['part'], Citation>> = {
  kvm: { project: 'qemu', version: '11.1', place: 'target/i386/kvm/kvm.c, kvm_arch_init' },
};
const SRAT: Citation = { project: 'qemu', version: '11.1', place: 'hw/i386/acpi-build.c, build_srat' };

const spanOf = (base: bigint, length: bigint): Range => range(narrow(base), narrow(base + length));

/** The reason of the bytes themselves, continued by what the table adds. */
function continued(region: Region | undefined, rule: string, added: ReasonStep, cite: Citation): Provenance {
  return { rule, steps: [...(region?.why.steps ?? []), added], cite };
}

const IN_E820: Readonly<Record<Exclude<E820Record['part'], 'marked'>, string>> = {
  kvm: 'With KVM, QEMU reserves four pages for its identity map and task state before it makes the machine, so theirs is the first entry. Read in QEMU and in logs of guests; recordings here have no KVM.',
  'hyper-transport': 'QEMU adds it before RAM, so it stands in front of its entries.',
  'ram-below': 'The E820 entry covers all RAM below 4 GiB; the legacy hole at 640 KiB is not cut out.',
  'ram-above': 'The E820 entry covers all RAM above 4 GiB in one piece, whatever the nodes.',
  device: 'Each sp-mem appends one soft-reserved entry, in command-line order and not in address order.',
};

const CUT =
  'What a patch left of an entry for RAM: pieces come to the end of the table, in whatever order of addresses.';

/** A piece of an entry that was cut; the whole one says something else. */
const isCut = ({ startup }: StageContext, { part, length }: E820Record): boolean =>
  (part === 'ram-below' && length !== startup.map?.below) || (part === 'ram-above' && length !== startup.map?.above);

function markedEntry(context: StageContext, record: E820Record, partition: Partition): E820Entry {
  const span = spanOf(record.base, record.length);
  const mark = markOf(context, record.mark);
  const node = record.mark?.node;
  return {
    range: span,
    type: record.type,
    cause: record.mark?.memdev ?? '',
    why: mark === undefined ? (regionAt(partition, span.start)?.why ?? UNPLACED) : whyMarked(context, mark),
    ...(mark === undefined ? {} : { owner: ownerOfMark(context, mark) }),
    ...(node === undefined ? {} : { node }),
  };
}

function e820Entry(context: StageContext, record: E820Record, partition: Partition): E820Entry {
  if (record.part === 'marked') return markedEntry(context, record, partition);
  const span = spanOf(record.base, record.length);
  const region = regionAt(partition, span.start);
  const owner = region?.owner;
  const firstNode = context.startup.numa?.nodes.find((node) => node.memdev !== undefined && node.id === region?.node);
  const causes: Record<typeof record.part, string> = {
    kvm: 'KVM',
    'hyper-transport': 'AMD',
    'ram-below': firstNode?.memdev ?? '-m',
    'ram-above': firstNode?.memdev ?? '-m',
    device: record.device?.id ?? record.device?.kind ?? '',
  };
  return {
    range: span,
    type: record.type,
    cause: causes[record.part],
    why: continued(
      region,
      `e820/${record.part}`,
      { text: isCut(context, record) ? CUT : IN_E820[record.part] },
      CITES[record.part] ?? E820,
    ),
    ...(owner === undefined ? {} : { owner }),
    ...(region?.node === undefined ? {} : { node: region.node }),
    ...(record.isRead ? { sure: 'modelled' as const } : {}),
  };
}

const IN_SRAT: Readonly<Record<SratMemoryRecord['part'], string>> = {
  ram: 'Boot RAM of its node, cut at 640 KiB to 1 MiB and at the hole below 4 GiB.',
  device: 'The device has an SRAT entry of its own, in its own proximity domain.',
  padding: 'QEMU fills up to two entries more than there are nodes with disabled ones.',
  window: 'What devices leave of the window is hot-pluggable and belongs to the last node.',
};

function sratEntries(startup: AcceptedStartup, partition: Partition): SratEntry[] {
  let offset = SRAT_FIRST_RECORD;
  return (sratRecords(startup) ?? []).map((record): SratEntry => {
    const at = offset;
    offset += sratRecordBytes(record);
    if (record.type === 'cpu') {
      return { type: 'cpu', offset: at, apicId: record.apicId, node: record.node, x2apic: record.apicId >= 255 };
    }
    if (record.type === 'generic') {
      const { kind, id, bus, devfn, node } = record.affinity;
      const handle =
        kind === 'initiator'
          ? `${id}: PCI ${bus.toString(16).padStart(2, '0')}:${Math.floor(devfn / 8)
              .toString(16)
              .padStart(2, '0')}.${devfn % 8}`
          : `${id}: ACPI0016 ${bus}`;
      return { type: 'generic', offset: at, node, handle };
    }
    const start = narrow(record.base);
    const region = record.length > 0n && start < partition.limit ? regionAt(partition, start) : undefined;
    return {
      type: 'memory',
      offset: at,
      node: record.node,
      start,
      size: narrow(record.base + record.length) - start,
      flags: record.flags,
      why: continued(region, `srat/${record.part}`, { text: IN_SRAT[record.part] }, SRAT),
      ...(region?.owner === undefined ? {} : { owner: region.owner }),
    };
  });
}

/**
 * What `query-memory-devices` lists, by address.
 *
 * @param infoOf what QMP says of a device then
 */
export function memoryDevices(
  { devices, ownerOf }: DevicesThen,
  partition: Partition,
  infoOf: (device: PluggedDevice) => PluggedDevice['info'] = ({ info }) => info,
): MemoryDeviceRow[] {
  return devices
    .toSorted((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0))
    .map((device) => {
      const span = spanOf(device.address, device.size);
      const info = infoOf(device);
      return {
        owner: ownerOf(device) ?? `devices.${device.ordinal}`,
        type: info.type,
        kind: device.kind,
        memdev: device.memdev,
        range: span,
        node: device.node,
        fields: Object.fromEntries(Object.entries(info.data).map(([key, value]) => [key, String(value)])),
        why: regionAt(partition, Math.min(span.start, ADDR_LIMIT - 1))?.why ?? UNPLACED,
        ...(device.id === undefined ? {} : { id: device.id }),
        ...(device.slot === undefined ? {} : { slot: device.slot }),
      };
    });
}

const UNPLACED: Provenance = {
  rule: 'device/not-mapped',
  steps: [{ text: 'This machine accepts the device and maps it nowhere.', path: 'machine.type' }],
  cite: { project: 'qemu', version: '11.1', place: 'hw/i386/microvm.c' },
};

/** Bytes of a marked entry light up with what carries the mark. */
const withMarks = (file: FwCfgFile, e820: readonly E820Entry[]): FwCfgFile => ({
  ...file,
  fields: file.fields.map((field) => {
    const owner = field.owner === 'nodes' ? e820[Math.floor(field.offset / file.rowBytes)]?.owner : field.owner;
    return owner === undefined ? field : { ...field, owner };
  }),
});

export function tablesOf(context: StageContext, startup: AcceptedStartup, partition: Partition): Tables {
  const e820 = e820Records(startup).map((record) => e820Entry(context, record, partition));
  return {
    e820,
    srat: sratEntries(startup, partition),
    memoryDevices: memoryDevices(devicesAtStart(context), partition),
    files: fwCfgFiles(startup).map((file) => (file.name === 'etc/e820' ? withMarks(file, e820) : file)),
  };
}
