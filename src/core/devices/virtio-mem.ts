import * as z from 'zod/mini';
import { deviceKind } from './kind';
import { bytesSchema, extraSchema, identifierSchema, nodeSchema } from './shape';

/** A virtio-mem device: occupies its whole backend in the window, plugs what the guest asks for. */
export const virtioMem = deviceKind({
  id: 'virtio-mem',
  title: 'virtio-mem',
  driver: 'virtio-mem-pci',
  region: 'virtio-mem',
  schema: z.strictObject({
    kind: z.literal('virtio-mem'),
    id: z.optional(identifierSchema),
    memdev: z.optional(z.string()),
    node: z.optional(nodeSchema),
    addr: z.optional(bytesSchema),
    blockSize: z.optional(bytesSchema),
    requestedSize: z.optional(bytesSchema),
    unpluggedInaccessible: z.optional(z.enum(['on', 'off', 'auto'])),
    prealloc: z.optional(z.boolean()),
    dynamicMemslots: z.optional(z.boolean()),
    extra: z.optional(extraSchema),
  }),
  fields: [
    { key: 'id', label: 'Name', input: 'identifier', placeholder: 'none' },
    { key: 'memdev', label: 'Backend', input: 'backend' },
    { key: 'node', label: 'Node', input: 'node', placeholder: 'node 0' },
    { key: 'addr', label: 'Address', input: 'address', placeholder: 'auto' },
    { key: 'requestedSize', label: 'Requested', input: 'size', placeholder: '0' },
    { key: 'blockSize', label: 'Block size', input: 'size', placeholder: 'default' },
    {
      key: 'unpluggedInaccessible',
      label: 'Unplugged inaccessible',
      input: 'choice',
      choices: ['on', 'off', 'auto'],
      placeholder: 'by machine version',
      rare: true,
    },
    { key: 'prealloc', label: 'Preallocate', input: 'boolean', placeholder: 'off', rare: true },
    { key: 'dynamicMemslots', label: 'Dynamic memslots', input: 'boolean', placeholder: 'off', rare: true },
  ],
  properties: {
    addr: 'memaddr',
    blockSize: 'block-size',
    requestedSize: 'requested-size',
    unpluggedInaccessible: 'unplugged-inaccessible',
    dynamicMemslots: 'dynamic-memslots',
  },
  coldPlugOnly: false,
  usesSlot: false,
  bus: 'pci',
  isResizable: true,
});
