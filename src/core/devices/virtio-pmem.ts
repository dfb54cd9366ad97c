import * as z from 'zod/mini';
import { alreadyBusy } from './checks';
import { deviceKind } from './kind';
import { bytesSchema, extraSchema, identifierSchema } from './shape';
import { pciAddress, virtioPciClasses, virtioPciProperties } from './virtio-pci';

/** A virtio-pmem device: persistent memory behind virtio, in no firmware table. */
export const virtioPmem = deviceKind({
  id: 'virtio-pmem',
  title: 'virtio-pmem',
  driver: 'virtio-pmem-pci',
  region: 'persistent',
  schema: z.strictObject({
    kind: z.literal('virtio-pmem'),
    id: z.optional(identifierSchema),
    memdev: z.optional(z.string()),
    addr: z.optional(bytesSchema),
    extra: z.optional(extraSchema),
  }),
  fields: [
    { key: 'id', label: 'Name', input: 'identifier', placeholder: 'none' },
    { key: 'memdev', label: 'Backend', input: 'backend' },
    { key: 'addr', label: 'Address', input: 'address', placeholder: 'auto' },
  ],
  properties: { addr: 'memaddr' },
  qemu: {
    classes: [['virtio-pmem', 'virtio-device', 'device'], virtioPciClasses('virtio-pmem-pci')],
    bus: 'pci',
    coldPlugOnly: false,
    properties: { ...virtioPciProperties, memdev: { type: 'backend' }, memaddr: { type: 'uint64' } },
    addressProperty: 'memaddr',
    usesSlot: false,
    memdevMissing: 'virtio-pmem memdev not set',
    beforeSlot: [],
    beforePlacement: [],
    size: ({ backend }) => backend.size,
    alignment: ({ backend }) => backend.alignment,
    wholeBackend: true,
    realize: [alreadyBusy],
    info: (draft, place) => ({
      type: 'virtio-pmem',
      data: {
        memdev: `/objects/${draft.backend.id}`,
        size: place.size,
        memaddr: place.address,
        ...(draft.id === undefined ? {} : { id: draft.id }),
      },
    }),
    unplug: () => ({ refused: 'this virtio based memory devices cannot be unplugged' }),
    readable: (device) => ({ memaddr: device.address, addr: pciAddress(device) }),
  },
});
