import { SOFT_RESERVED } from '../base/e820';
import * as z from 'zod/mini';
import { refusal, unsignedOf, type DeviceDraft, type Finding, type PlugState } from './behaviour';
import { backendFree } from './checks';
import { deviceKind } from './kind';
import { bytesSchema, extraSchema, identifierSchema, nodeSchema } from './shape';

/** Before anything else about its place, and with no node at all even node 0 is one too many (pc_machine_device_pre_plug_cb). */
function nodeExists(draft: DeviceDraft, { nodeCount }: PlugState): Finding | undefined {
  const node = unsignedOf(draft, 'node') ?? 0n;
  if (node < BigInt(nodeCount)) return undefined;
  return refusal(
    'device/no-such-node',
    `'node' property value ${node} exceeds the number of NUMA nodes (${nodeCount})`,
    'nodes',
  );
}

/** Specific-purpose memory (QEMU 11.1, hw/mem/sp-mem): soft reserved in E820, in the device-memory window, cold-plug only. */
export const spMem = deviceKind({
  id: 'sp-mem',
  title: 'Specific-purpose memory',
  driver: 'sp-mem',
  region: 'soft-reserved',
  e820Type: SOFT_RESERVED,
  srat: 'cuts-window',
  schema: z.strictObject({
    kind: z.literal('sp-mem'),
    id: z.optional(identifierSchema),
    memdev: z.optional(z.string()),
    node: z.optional(nodeSchema),
    addr: z.optional(bytesSchema),
    extra: z.optional(extraSchema),
  }),
  fields: [
    { key: 'id', label: 'Name', input: 'identifier', placeholder: 'none' },
    { key: 'memdev', label: 'Backend', input: 'backend' },
    { key: 'node', label: 'Node', input: 'node', placeholder: 'node 0' },
    { key: 'addr', label: 'Address', input: 'address', placeholder: 'auto' },
  ],
  properties: {},
  qemu: {
    classes: [['sp-mem', 'device']],
    bus: 'none',
    coldPlugOnly: true,
    properties: { addr: { type: 'uint64' }, memdev: { type: 'backend' }, node: { type: 'uint32' } },
    addressProperty: 'addr',
    usesSlot: false,
    memdevMissing: "'memdev' property is required",
    beforeSlot: [nodeExists],
    beforePlacement: [],
    size: ({ backend }) => backend.size,
    alignment: ({ backend }) => backend.alignment,
    wholeBackend: true,
    realize: [backendFree((backend) => `memory backend '${backend}' is already in use`)],
    info: (draft, place) => ({
      type: 'sp-mem',
      data: {
        memdev: `/objects/${draft.backend.id}`,
        addr: place.address,
        size: place.size,
        node: unsignedOf(draft, 'node') ?? 0n,
        ...(draft.id === undefined ? {} : { id: draft.id }),
      },
    }),
    readable: ({ address, node }) => ({ addr: address, node: BigInt(node) }),
  },
});
