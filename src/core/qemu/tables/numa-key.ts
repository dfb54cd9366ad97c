/** Legacy fw_cfg items that SeaBIOS once read nodes and CPU numbers from (QEMU hw/i386/fw_cfg.c; spec: qemu-11.1 §8). */
import { ByteWriter } from '../../base/bytes';
import type { AcceptedStartup } from './accepted';
import { apicIds } from './apic-id';

/** Item 0x0F: one more than the highest possible APIC id. */
export function apicIdLimit({ machine, topology }: AcceptedStartup): number {
  if (!machine.version.family.firmware.listsNodes) return topology.maxcpus;
  return (apicIds(topology).at(-1) ?? 0) + 1;
}

/** Item 0x0D: the number of nodes, the node of each APIC id (0 for unused ones), the size of each node; 64 bits each. */
export function numaKeyBytes(startup: AcceptedStartup): Uint8Array<ArrayBuffer> {
  const { machine, topology, numa } = startup;
  const limit = apicIdLimit(startup);
  const nodes = machine.version.family.firmware.listsNodes ? numa.nodes : [];
  const out = new ByteWriter(8 * (1 + limit + nodes.length));
  out.u64(BigInt(nodes.length));
  if (nodes.length === 0) return out.zeros(8 * limit).finish();
  const ids = apicIds(topology);
  const nodeOf = new Map(ids.map((id, index) => [id, numa.cpuNode[index] ?? 0]));
  for (let id = 0; id < limit; id += 1) out.u64(BigInt(nodeOf.get(id) ?? 0));
  for (const { size } of nodes) out.u64(size);
  return out.finish();
}
