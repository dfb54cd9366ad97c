import * as z from 'zod/mini';
import { acpiPresent, alreadyBusy, dimmInfo, dimmNode, dimmProperties, dimmReadable, hotplugSupported } from './checks';
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
  qemu: {
    classes: [['pc-dimm', 'device']],
    bus: 'none',
    coldPlugOnly: false,
    properties: dimmProperties,
    addressProperty: 'addr',
    usesSlot: true,
    inRegisters: true,
    memdevMissing: "'memdev' property is not set",
    beforeSlot: [acpiPresent, hotplugSupported],
    beforePlacement: [],
    size: ({ backend }) => backend.size,
    alignment: ({ backend }) => backend.alignment,
    wholeBackend: true,
    realize: [dimmNode, alreadyBusy],
    info: (draft, place) => dimmInfo('dimm', draft, place),
    unplug: () => ({ asks: 'acpi' }),
    readable: dimmReadable,
  },
});
