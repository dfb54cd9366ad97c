/** The SRAT (QEMU hw/i386/acpi-build.c, build_srat; spec: qemu-11.1 §7.2): which memory and which CPU belongs to which node. */
import type { ByteWriter } from '../../base/bytes';
import { deviceKinds } from '../../devices/index';
import { markingRules } from '../marking/rules';
import type { GenericAffinity, PluggedDevice } from '../machine';
import { acpiTable } from './acpi';
import { hasNumaTables, type AcceptedStartup } from './accepted';
import { apicIds } from './apic-id';
import { byObjectTree } from './device-order';

export const SRAT_ENABLED = 1;
export const SRAT_HOTPLUGGABLE = 2;
export const SRAT_NON_VOLATILE = 4;
/** From here on an APIC id takes an x2APIC structure. */
const FIRST_X2APIC_ID = 255;

export interface SratCpuRecord {
  readonly type: 'cpu';
  readonly apicId: number;
  readonly node: number;
}

export interface SratMemoryRecord {
  readonly type: 'memory';
  readonly node: number;
  readonly base: bigint;
  readonly length: bigint;
  readonly flags: number;
  readonly part: 'ram' | 'device' | 'padding' | 'window';
  readonly device?: PluggedDevice;
}

export interface SratGenericRecord {
  readonly type: 'generic';
  readonly affinity: GenericAffinity;
}

export type SratRecord = SratCpuRecord | SratMemoryRecord | SratGenericRecord;

/** Structures in table order; absent where QEMU builds no SRAT. */
export function sratRecords(startup: AcceptedStartup): readonly SratRecord[] | undefined {
  if (!hasNumaTables(startup)) return undefined;
  const { numa, topology, affinities } = startup;
  const cpus = apicIds(topology).map((apicId, index): SratCpuRecord => ({
    type: 'cpu',
    apicId,
    node: numa.cpuNode[index] ?? 0,
  }));
  const memory = [...ramRecords(startup), ...ownRecords(startup)];
  while (memory.length < numa.nodes.length + 2) {
    memory.push({ type: 'memory', node: 0, base: 0n, length: 0n, flags: 0, part: 'padding' });
  }
  const generic = affinities.map((affinity): SratGenericRecord => ({ type: 'generic', affinity }));
  return [...cpus, ...memory, ...generic, ...windowRecords(startup)];
}

/** Patches from version 6 on leave out the memory of nodes of type reserved. */
export const omitsReservedNodes = ({ dialect }: AcceptedStartup): boolean =>
  dialect !== undefined && markingRules(dialect)?.dropsReserved === true;

export function nodesWithoutMemory(startup: AcceptedStartup): ReadonlySet<number> {
  const { nodes } = startup.numa;
  return new Set(
    omitsReservedNodes(startup) ? nodes.filter(({ mark }) => mark === 'reserved').map(({ id }) => id) : [],
  );
}

/** Boot RAM of every node, cut where the legacy hole and the 32-bit hole are. */
function ramRecords(startup: AcceptedStartup): SratMemoryRecord[] {
  const { numa, map } = startup;
  const absent = nodesWithoutMemory(startup);
  const records: SratMemoryRecord[] = [];
  const emit = (node: number, base: bigint, length: bigint) => {
    if (length > 0n && !absent.has(node))
      records.push({ type: 'memory', node, base, length, flags: SRAT_ENABLED, part: 'ram' });
  };
  const holeStart = 0xa_0000n;
  const holeEnd = 0x10_0000n;
  let next = 0n;
  for (const { id, size } of numa.nodes) {
    let base = next;
    next += size;
    if (base <= holeStart && next > holeStart) {
      emit(id, base, holeStart - base);
      if (next <= holeEnd) {
        // What of the node lies in the hole is lost, and later nodes move up: QEMU does not give it back.
        next = holeEnd;
        continue;
      }
      base = holeEnd;
    }
    if (base <= map.below && next > map.below) {
      emit(id, base, map.below - base);
      const rest = next - map.below;
      base = map.start;
      next = base + rest;
    }
    emit(id, base, next - base);
  }
  return records;
}

/** Devices that have an entry beside the window's own, in the order of QEMU's object tree. */
function ownRecords(startup: AcceptedStartup): SratMemoryRecord[] {
  const devices = startup.devices.filter(
    ({ kind, placed }) => placed && deviceKinds.find(kind)?.srat === 'beside-window',
  );
  if (devices.length === 0) return [];
  return byObjectTree(startup, devices).map((device) => ({
    type: 'memory',
    node: device.node,
    base: device.address,
    length: device.size,
    flags: SRAT_ENABLED + SRAT_NON_VOLATILE,
    part: 'device',
    device,
  }));
}

/** The device-memory window: one hot-pluggable entry, cut where devices have entries of their own. */
function windowRecords({ map, devices, numa }: AcceptedStartup): SratMemoryRecord[] {
  const window = map.deviceMemory;
  if (!window) return [];
  const last = numa.nodes.length - 1;
  const records: SratMemoryRecord[] = [];
  let at = window.base;
  const gapUpTo = (end: bigint) => {
    if (end > at) {
      const flags = SRAT_ENABLED + SRAT_HOTPLUGGABLE;
      records.push({ type: 'memory', node: last, base: at, length: end - at, flags, part: 'window' });
    }
  };
  const cuts = devices
    .filter(({ kind, placed }) => placed && deviceKinds.find(kind)?.srat === 'cuts-window')
    .sort((a, b) => (a.address < b.address ? -1 : 1));
  for (const device of cuts) {
    const { node, address: base, size: length } = device;
    gapUpTo(base);
    records.push({ type: 'memory', node, base, length, flags: SRAT_ENABLED, part: 'device', device });
    at = base + length;
  }
  gapUpTo(window.base + window.size);
  return records;
}

/** How many bytes a structure takes in the table. */
export function sratRecordBytes(record: SratRecord): number {
  if (record.type === 'memory') return 40;
  if (record.type === 'generic') return 32;
  return record.apicId < FIRST_X2APIC_ID ? 16 : 24;
}

/** Offset of the first structure: behind the header and twelve reserved bytes. */
export const SRAT_FIRST_RECORD = 48;

export function sratBytes(startup: AcceptedStartup, records: readonly SratRecord[]): Uint8Array<ArrayBuffer> {
  return acpiTable('SRAT', 1, startup.machine, (out) => {
    out.u32(1).u64(0n);
    for (const record of records) writeRecord(out, record);
  });
}

function writeRecord(out: ByteWriter, record: SratRecord): void {
  if (record.type === 'memory') {
    out.u8(1).u8(40).u32(record.node).u16(0).u64(record.base).u64(record.length).u32(0).u32(record.flags).zeros(8);
  } else if (record.type === 'generic') {
    writeGeneric(out, record.affinity);
  } else if (record.apicId < FIRST_X2APIC_ID) {
    // Only the low byte of the node: QEMU leaves the three high ones zero here.
    out
      .u8(0)
      .u8(16)
      .u8(record.node % 256)
      .u8(record.apicId)
      .u32(SRAT_ENABLED)
      .zeros(8);
  } else {
    out.u8(2).u8(24).u16(0).u32(record.node).u32(record.apicId).u32(SRAT_ENABLED).zeros(8);
  }
}

function writeGeneric(out: ByteWriter, affinity: GenericAffinity): void {
  const { kind, node, bus, devfn } = affinity;
  if (kind === 'initiator') {
    out.u8(5).u8(32).u8(0).u8(1).u32(node).u16(0).u8(bus).u8(devfn).zeros(12);
  } else {
    out.u8(6).u8(32).u8(0).u8(0).u32(node).ascii('ACPI0016', 8).u32(bus).u32(0);
  }
  out.u32(SRAT_ENABLED).u32(0);
}
