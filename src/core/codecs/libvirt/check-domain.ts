/** What libvirt refuses about the memory of a domain before it ever asks QEMU, in its words (libvirt 12.8, `virsh domxml-to-native`). */
import { formatSize } from '../../base/size-text';
import type { Domain, MemoryModule } from './domain';
import type { Reading } from './reading';

/** QEMU's MAX_NODES, and ACPI_MAX_RAM_SLOTS with room for devices that need none. */
const MOST_CELLS = 128;
const MOST_MODULES = 1024;

const usesSlot = ({ model }: MemoryModule): boolean => model === 'dimm' || model === 'nvdimm';

export const bootBytes = (domain: Domain): number =>
  domain.cells.length > 0
    ? domain.cells.reduce((sum, { memory }) => sum + memory, 0)
    : Math.max(0, (domain.total?.bytes ?? 0) - moduleBytes(domain));

export const moduleBytes = ({ modules }: Domain): number => modules.reduce((sum, { size }) => sum + size, 0);

/** @param addsNode a cell is made where there is none, as KubeVirt relies on */
export function checkDomain(reading: Reading, domain: Domain, addsNode = false): void {
  const { cells, total, modules, largest, from } = domain;
  if (cells.length === 0 && total === undefined) {
    reading.refuse(
      from,
      'libvirt refuses this: Memory size must be specified via <memory> or in the <numa> configuration',
      "<memory unit='GiB'>8</memory>, or cells with memory.",
    );
  }
  const crowd = cells[MOST_CELLS]?.from ?? modules[MOST_MODULES]?.from;
  if (crowd !== undefined) {
    reading.refuse(
      crowd,
      `More than ${MOST_CELLS} cells or ${MOST_MODULES} memory devices: QEMU has no more nodes and slots.`,
      'Fewer of them.',
    );
    return;
  }
  if (cells.some(({ id }, index) => id !== index)) {
    reading.refuse(
      cells.find(({ id }, index) => id !== index)?.from ?? from,
      'libvirt refuses this: the ids of the cells must count from 0 without a gap, each once',
      `id='0' to id='${cells.length - 1}'.`,
    );
  }
  if (cells.length === 0 && total !== undefined && moduleBytes(domain) > total.bytes) {
    reading.refuse(
      total.from,
      'libvirt refuses this: Total size of memory devices exceeds the total memory size',
      `<memory> counts boot memory and memory devices together: more than ${formatSize(moduleBytes(domain))}.`,
    );
  }
  checkHotplug(reading, domain, addsNode);
  if (largest !== undefined && largest.bytes < bootBytes(domain) + moduleBytes(domain)) {
    reading.refuse(
      largest.from,
      'libvirt refuses this: maximum memory size must be equal or greater than the actual memory size',
      `At least ${formatSize(bootBytes(domain) + moduleBytes(domain))}: boot memory and all memory devices.`,
    );
  }
  const nodes = cells.length === 0 ? 1 : cells.length;
  for (const module of modules) checkModule(reading, module, nodes);
}

function checkHotplug(reading: Reading, domain: Domain, addsNode: boolean): void {
  const { cells, modules, largest, total, vcpus } = domain;
  const [first] = modules;
  if (first !== undefined && largest === undefined) {
    reading.refuse(
      first.from,
      "libvirt refuses this: cannot use/hotplug a memory device when domain 'maxMemory' is not defined",
      `<maxMemory slots='${modules.length}' unit='KiB'>${Math.ceil((bootBytes(domain) + moduleBytes(domain)) / 1024)}</maxMemory>, or more.`,
    );
  }
  if (largest === undefined) return;
  if (cells.length === 0 && !addsNode) {
    const kib = Math.ceil(Math.max(0, (total?.bytes ?? 0) - moduleBytes(domain)) / 1024);
    reading.refuse(
      largest.from,
      'memory hotplug needs at least one NUMA node: <maxMemory> without <numa>. libvirt before it added a node by itself said: At least one numa node has to be configured when enabling memory hotplug',
      `<cpu><numa><cell id='0' cpus='0-${vcpus.most - 1}' memory='${kib}' unit='KiB'/></numa></cpu>, the node that libvirt 12.8 adds by itself.`,
    );
  }
  const slotted = modules.filter(usesSlot);
  const slots = largest.slots;
  if (slots === undefined && slotted.length > 0) {
    reading.refuse(
      largest.from,
      'maximum size and slot count belong together: <maxMemory> without slots has no slot for a DIMM. libvirt 12.8 says: failed to find an empty memory slot',
      `slots='${slotted.length}' in <maxMemory>, or more.`,
    );
  } else if (slots === undefined) {
    reading.note(
      largest.from,
      '<maxMemory> without slots: no DIMM can be plugged, only virtio-mem and other devices that need no slot.',
    );
  } else if (slotted.length > slots) {
    reading.refuse(
      largest.from,
      `libvirt refuses this: failed to find an empty memory slot: ${slotted.length} DIMMs, slots='${slots}'`,
      `slots='${slotted.length}' in <maxMemory>, or more.`,
    );
  }
}

function checkModule(reading: Reading, module: MemoryModule, nodes: number): void {
  const { model, node, from, block, requested, path } = module;
  const needsNode = model !== 'virtio-pmem' && model !== 'sgx-epc';
  if (needsNode && node === undefined) {
    reading.refuse(
      from,
      'libvirt refuses this: target NUMA node needs to be specified for memory device',
      '<node>0</node> in its <target>.',
    );
  }
  if (node !== undefined && node >= nodes) {
    reading.refuse(
      from,
      `libvirt refuses this: can't add memory backend for guest node '${node}' as the guest has only '${nodes}' NUMA nodes configured`,
      `A node from 0 to ${nodes - 1}, or one more cell.`,
    );
  }
  if (requested !== undefined && block !== undefined && block > 0 && requested % block !== 0) {
    reading.refuse(
      from,
      'libvirt refuses this: requested size must be an integer multiple of block size',
      `A multiple of ${formatSize(block)}.`,
    );
  }
  if ((model === 'nvdimm' || model === 'virtio-pmem') && (path === undefined || path === '')) {
    reading.refuse(
      from,
      `libvirt refuses this: a ${model} device without the path of its source`,
      '<source><path>/var/lib/pmem0</path></source> inside of it.',
    );
  }
}
