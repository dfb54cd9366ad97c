import * as z from 'zod/mini';
import { deviceKind } from './kind';
import { bytesSchema, extraSchema, identifierSchema } from './shape';

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
  coldPlugOnly: false,
  usesSlot: false,
  bus: 'pci',
});
