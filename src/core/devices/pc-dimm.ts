import * as z from 'zod/mini';
import { deviceKind } from './kind';
import { bytesSchema, extraSchema, identifierSchema, nodeSchema } from './shape';

/** An ACPI-hotpluggable DIMM. Announced by SRAT's hot-pluggable entry and ACPI, never by E820. */
export const pcDimm = deviceKind({
  id: 'pc-dimm',
  title: 'DIMM',
  driver: 'pc-dimm',
  region: 'dimm',
  schema: z.strictObject({
    kind: z.literal('pc-dimm'),
    id: z.optional(identifierSchema),
    memdev: z.optional(z.string()),
    node: z.optional(nodeSchema),
    addr: z.optional(bytesSchema),
    slot: z.optional(z.number().check(z.int())),
    extra: z.optional(extraSchema),
  }),
  fields: [
    { key: 'id', label: 'Name', input: 'identifier', placeholder: 'none' },
    { key: 'memdev', label: 'Backend', input: 'backend' },
    { key: 'node', label: 'Node', input: 'node', placeholder: 'node 0' },
    { key: 'addr', label: 'Address', input: 'address', placeholder: 'auto' },
    { key: 'slot', label: 'Slot', input: 'slot', placeholder: 'lowest free' },
  ],
  properties: {},
  coldPlugOnly: false,
  usesSlot: true,
  bus: 'none',
});
