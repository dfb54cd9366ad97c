/**
 * `etc/e820` (QEMU hw/i386/e820_memory_layout.c; spec: qemu-11.1 §4): RAM in address order, with what patches made of it, then devices
 * as they were created.
 */
import { HYPER_TRANSPORT, RAM, RESERVED } from '../../base/e820';
import { size } from '../../base/range';
import { ByteWriter } from '../../base/bytes';
import { deviceKinds } from '../../devices/index';
import type { FileField } from '../../plan/plan';
import { asksForKvm } from '../accelerator';
import type { AddressMap, Mark, PluggedDevice, Startup } from '../machine';
import type { AcceptedStartup } from './accepted';

/** `u64 base, u64 length, u32 type`, packed. */
export const E820_ENTRY_BYTES = 20;

export interface E820Record {
  readonly base: bigint;
  readonly length: bigint;
  readonly type: number;
  readonly part: 'kvm' | 'hyper-transport' | 'ram-below' | 'ram-above' | 'marked' | 'device';
  readonly device?: PluggedDevice;
  readonly mark?: Mark;
  /** Known from QEMU's source, and not from a recording. */
  readonly isRead?: true;
}

/** What every machine begins with. */
export function baseRecords(map: AddressMap): readonly E820Record[] {
  const records: E820Record[] = [];
  if (map.hyperTransportReserved) {
    const base = BigInt(HYPER_TRANSPORT.start);
    const length = BigInt(size(HYPER_TRANSPORT));
    records.push({ base, length, type: RESERVED, part: 'hyper-transport' });
  }
  records.push({ base: 0n, length: map.below, type: RAM, part: 'ram-below' });
  if (map.above > 0n) records.push({ base: map.start, length: map.above, type: RAM, part: 'ram-above' });
  return records;
}

const inTableOrder = ({ devices, dialect }: Startup): readonly PluggedDevice[] =>
  dialect?.patch?.listsNewestFirst === true ? devices.toReversed() : devices;

/**
 * Pages that KVM keeps for its identity map and its task state. The accelerator starts before the machine is made, so theirs is the first
 * record. Source: target/i386/kvm/kvm.c, kvm_arch_init, read; every boot log of a guest under KVM has it. Recordings here have no KVM.
 */
const KVM_RECORD: E820Record = { base: 0xfeff_c000n, length: 0x4000n, type: RESERVED, part: 'kvm', isRead: true };

/** The entries in file order: not sorted, not merged. */
export function e820Records(startup: AcceptedStartup): readonly E820Record[] {
  const records = [
    ...(asksForKvm(startup) ? [KVM_RECORD] : []),
    ...(startup.marking?.records ?? baseRecords(startup.map)),
  ];
  for (const device of inTableOrder(startup)) {
    const type = deviceKinds.find(device.kind)?.e820Type;
    if (type === undefined || !device.placed) continue;
    records.push({ base: device.address, length: device.size, type, part: 'device', device });
  }
  return records;
}

export function e820Bytes(records: readonly E820Record[]): Uint8Array<ArrayBuffer> {
  const out = new ByteWriter(records.length * E820_ENTRY_BYTES);
  for (const { base, length, type } of records) out.u64(base).u64(length).u32(type);
  return out.finish();
}

/** What each of its bytes means. */
export function e820Fields(records: readonly E820Record[]): readonly FileField[] {
  return records.flatMap(({ part, device, mark }, index) => {
    const at = index * E820_ENTRY_BYTES;
    const ofRam = mark === undefined ? 'memory.size' : 'nodes';
    const fixed = part === 'kvm' ? 'options' : part === 'hyper-transport' ? 'cpu.model' : ofRam;
    const owner = device ? `devices.${device.ordinal}` : fixed;
    return [
      { offset: at, length: 8, label: 'base', owner },
      { offset: at + 8, length: 8, label: 'length', owner },
      { offset: at + 16, length: 4, label: 'type', owner },
    ];
  });
}
