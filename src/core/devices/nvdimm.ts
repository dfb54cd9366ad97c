import * as z from 'zod/mini';
import { deviceKind } from './kind';
import { bytesSchema, extraSchema, identifierSchema, nodeSchema } from './shape';

/** A non-volatile DIMM. Needs `nvdimm=on`; has an SRAT entry of its own and none in E820. */
export const nvdimm = deviceKind({
  id: 'nvdimm',
  title: 'NVDIMM',
  driver: 'nvdimm',
  region: 'persistent',
  srat: 'beside-window',
  schema: z.strictObject({
    kind: z.literal('nvdimm'),
    id: z.optional(identifierSchema),
    memdev: z.optional(z.string()),
    node: z.optional(nodeSchema),
    addr: z.optional(bytesSchema),
    slot: z.optional(z.number().check(z.int())),
    labelSize: z.optional(bytesSchema),
    unarmed: z.optional(z.boolean()),
    uuid: z.optional(z.string()),
    extra: z.optional(extraSchema),
  }),
  fields: [
    { key: 'id', label: 'Name', input: 'identifier', placeholder: 'none' },
    { key: 'memdev', label: 'Backend', input: 'backend' },
    { key: 'node', label: 'Node', input: 'node', placeholder: 'node 0' },
    { key: 'addr', label: 'Address', input: 'address', placeholder: 'auto' },
    { key: 'slot', label: 'Slot', input: 'slot', placeholder: 'lowest free' },
    { key: 'labelSize', label: 'Label size', input: 'size', placeholder: 'no labels' },
    { key: 'unarmed', label: 'Unarmed', input: 'boolean', placeholder: 'off', rare: true },
    { key: 'uuid', label: 'UUID', input: 'text', placeholder: 'none', rare: true },
  ],
  properties: { labelSize: 'label-size' },
  coldPlugOnly: false,
  usesSlot: true,
  bus: 'none',
});
