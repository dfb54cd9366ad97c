/**
 * Step 14: what QEMU resolves once all devices exist, CXL targets (hw/cxl/cxl-host.c: cxl_fmws_link_targets) and generic initiators
 * and ports (hw/acpi/pci.c, while the SRAT is built).
 */
import type { DeviceContext, PlugResult } from './devices';
import type { GenericAffinity, Refusal } from './machine';
import { hashTableOrder } from './object-order';
import type { AffinityRequest, CreatedObjects } from './objects';
import { findBus, findDevice, type PciTopology } from './pci';

export interface CheckedTargets {
  /** The first thing that does not resolve. */
  readonly refusal?: Refusal;
  /** In the order of the SRAT; those that resolve. Empty where no SRAT is made. */
  readonly affinities: readonly GenericAffinity[];
}

/** None of these texts has a prefix. */
export function checkTargets(context: DeviceContext, objects: CreatedObjects, plugged: PlugResult): CheckedTargets {
  const affinities: GenericAffinity[] = [];
  let refusal = cxlRefusal(context, plugged.pci);
  for (const request of hasSrat(context) ? inTableOrder(context, objects) : []) {
    const resolved = resolve(request, context.numa.nodes.length, plugged.pci);
    if ('code' in resolved) refusal ??= resolved;
    else affinities.push(resolved);
  }
  return refusal === undefined ? { affinities } : { refusal, affinities };
}

const hasSrat = ({ machine, numa }: DeviceContext): boolean =>
  machine.acpi && machine.version.family.hasDeviceMemory && numa.nodes.length > 0;

/** Without a backend for boot RAM, QEMU makes one last, and under a name that it knows (create_default_memdev). */
const ownRam = ({ machine, numa }: DeviceContext): readonly string[] =>
  machine.memoryBackend === undefined && numa.nodes.every(({ memdev }) => memdev === undefined)
    ? [machine.version.family.ramId]
    : [];

/** QEMU walks all its objects twice: for initiators, then for ports. */
function inTableOrder(context: DeviceContext, { names, affinities }: CreatedObjects): readonly AffinityRequest[] {
  if (affinities.length === 0) return [];
  const byId = new Map(affinities.map((affinity) => [affinity.id, affinity]));
  const ordered = hashTableOrder([...names, ...ownRam(context)]).flatMap((name) => byId.get(name) ?? []);
  return [...ordered.filter(({ kind }) => kind === 'initiator'), ...ordered.filter(({ kind }) => kind === 'port')];
}

function cxlRefusal({ machine }: DeviceContext, { buses }: PciTopology): Refusal | undefined {
  if (!machine.cxl) {
    if (!buses.some(({ cxl }) => cxl)) return undefined;
    return { code: 'cxl/bridges-without-cxl', text: 'CXL host bridges present, but cxl=off', inputs: ['machine.cxl'] };
  }
  const bridges = new Set(buses.filter(({ cxl }) => cxl).map(({ name }) => name));
  for (const [index, { targets }] of machine.cxlWindows.entries()) {
    const missing = targets.find((target) => !bridges.has(target));
    if (missing === undefined) continue;
    const inputs = [`machine.cxlWindows.${index}.targets`];
    return { code: 'cxl/no-such-target', text: `Could not resolve CXLFM target ${missing}`, inputs };
  }
  return undefined;
}

function resolve(
  { kind, id, option, node, target }: AffinityRequest,
  nodeCount: number,
  topology: PciTopology,
): GenericAffinity | Refusal {
  const refuse = (code: string, text: string): Refusal => ({ code, text, option, inputs: ['objects', 'nodes'] });
  const name = `acpi-generic-${kind}`;
  if (node >= BigInt(nodeCount)) {
    return refuse(
      'affinity/no-such-node',
      `${name}: ${kind === 'initiator' ? 'Specified node' : 'node'} ${node} is invalid.`,
    );
  }
  if (kind === 'initiator') {
    const place = findDevice(topology, target);
    if (place === undefined) return refuse('affinity/no-pci-device', `${name}: Specified device must be a PCI device.`);
    return { kind, id, node: Number(node), bus: place.bus.number, devfn: place.devfn };
  }
  const bus = findBus(topology, target);
  if (bus?.cxl !== true) return refuse('affinity/no-host-bridge', `${name}: device must be a CXL host bridge.`);
  return { kind, id, node: Number(node), bus: bus.number, devfn: 0 };
}
