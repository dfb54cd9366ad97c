/**
 * Memory-device kinds. Each is one file with its schema, its form and what QEMU makes of it; this table lists them, and `behaviours`
 * what QEMU makes of them. Order is that of menus.
 */
import * as z from 'zod/mini';
import { registry } from '../base/registry';
import type { DeviceKind } from './kind';
import { nvdimm } from './nvdimm';
import { pcDimm } from './pc-dimm';
import { spMem } from './sp-mem';
import { virtioMem } from './virtio-mem';
import { virtioPmem } from './virtio-pmem';

export const deviceKinds = registry<DeviceKind>([spMem, pcDimm, nvdimm, virtioMem, virtioPmem]);

export const memoryDeviceSchema = z.discriminatedUnion('kind', [
  spMem.schema,
  pcDimm.schema,
  nvdimm.schema,
  virtioMem.schema,
  virtioPmem.schema,
]);
export type MemoryDevice = z.output<typeof memoryDeviceSchema>;

const byDriver = new Map(deviceKinds.all.map((kind) => [kind.driver, kind]));

/** The kind that QEMU knows under a driver's name. */
export const kindOfDriver = (driver: string): DeviceKind | undefined => byDriver.get(driver);
