import { type DeviceBehaviour, refusal, unsignedOf, type DeviceDraft, type Finding, type PlugState } from './behaviour';
import { backendFree } from './checks';

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

export const spMem: DeviceBehaviour = {
  classes: [['sp-mem', 'device']],
  properties: { addr: { type: 'uint64' }, memdev: { type: 'backend' }, node: { type: 'uint32' } },
  addressProperty: 'addr',
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
};
