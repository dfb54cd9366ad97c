/** What QEMU makes of each kind of memory device: for whoever plans, apart from the kinds, so that the page comes without it. */
import type { DeviceBehaviour } from './behaviour';
import type { MemoryDevice } from '../index';
import type { DeviceKind } from '../kind';
import { nvdimm } from './nvdimm';
import { pcDimm } from './pc-dimm';
import { spMem } from './sp-mem';
import { virtioMem } from './virtio-mem';
import { virtioPmem } from './virtio-pmem';

const behaviours: Readonly<Record<MemoryDevice['kind'], DeviceBehaviour>> = {
  'sp-mem': spMem,
  'pc-dimm': pcDimm,
  nvdimm,
  'virtio-mem': virtioMem,
  'virtio-pmem': virtioPmem,
};
const byKind = new Map<string, DeviceBehaviour>(Object.entries(behaviours));

export function behaviourOf(kind: DeviceKind): DeviceBehaviour;
export function behaviourOf(kind: DeviceKind | undefined): DeviceBehaviour | undefined;
export function behaviourOf(kind: DeviceKind | undefined): DeviceBehaviour | undefined {
  return kind === undefined ? undefined : byKind.get(kind.id);
}
