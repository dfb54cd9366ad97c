/** Random memory devices with their backends, and the bridges and initiators around them. */
import type { Random } from '../random';
import type { MachineChoice, MemoryChoice } from './machine-options';

const MiB = 2 ** 20;
const GiB = 2 ** 30;

export interface DeviceChoice {
  readonly objects: readonly string[];
  readonly devices: readonly string[];
  /** `-object` options that name devices. */
  readonly affinities: readonly string[];
}

interface BackendChoice {
  readonly text: string;
  readonly megabytes: number;
}

type Kind = 'pc-dimm' | 'nvdimm' | 'virtio-mem-pci' | 'virtio-pmem-pci' | 'sp-mem';

export function randomDevices(
  random: Random,
  machine: MachineChoice,
  memory: MemoryChoice,
  nodes: number,
): DeviceChoice {
  const windowed = memory.maxmem !== undefined && memory.maxmem > memory.size && machine.family !== 'isapc';
  const some = windowed || machine.family === 'microvm';
  const count = some ? random.pick([0, 1, 2, 2, 3, 4, 5, 6, 9, random.odd(0.5) ? 24 : 3]) : random.odd(0.3) ? 1 : 0;
  const kinds = kindsFor(random, machine, memory);
  const windowBase = Math.ceil(Math.max(4 * GiB, memory.size + 2 * GiB) / GiB) * GiB;
  const objects: string[] = [];
  const devices: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const kind = kinds[random.below(kinds.length)] ?? 'sp-mem';
    const backend = randomBackend(random, `m${index}`);
    objects.push(backend.text);
    devices.push(memoryDevice(random, kind, index, backend, nodes, windowBase));
  }
  const affinities = randomAffinities(random, machine, nodes);
  const others = random.shuffled([...otherDevices(random, machine), ...affinities.devices]);
  return { objects, devices: [...others, ...devices], affinities: affinities.objects };
}

function kindsFor(random: Random, machine: MachineChoice, { slots = 0 }: MemoryChoice): readonly Kind[] {
  const unplaced = machine.family === 'microvm';
  return [
    'sp-mem',
    ...(slots > 1 || unplaced || random.odd(0.2) ? (['pc-dimm'] as const) : []),
    ...((slots > 1 && machine.nvdimm) || unplaced || random.odd(0.2) ? (['nvdimm'] as const) : []),
    ...(!unplaced || machine.pcie || random.odd(0.2) ? (['virtio-mem-pci', 'virtio-pmem-pci'] as const) : []),
  ];
}

function randomBackend(random: Random, id: string): BackendChoice {
  const megabytes = random.chance(0.75) ? random.pick([2, 64, 128, 256, 512, 1024, 2048]) : 2 * random.between(1, 1050);
  const huge = random.chance(0.12) ? random.pick(['', ',hugetlbsize=2M', ',hugetlbsize=1G']) : undefined;
  const size = random.odd(0.1)
    ? `${megabytes * 1024 + 4}K`
    : megabytes % 1024 === 0
      ? `${megabytes / 1024}G`
      : `${megabytes}M`;
  const share = random.chance(0.5) ? `,share=${random.pick(['on', 'off'])}` : '';
  if (huge !== undefined) {
    const whole = huge.endsWith('1G') && !random.odd(0.3) ? 1024 : megabytes;
    return {
      text: `memory-backend-memfd,id=${id},size=${whole}M,hugetlb=on${huge}${share},reserve=off`,
      megabytes: whole,
    };
  }
  const type = random.pick(['ram', 'ram', 'ram', 'memfd', 'file', 'file', 'shm'] as const);
  if (type === 'file') {
    const steps = ['4K', '1M', '2M', ...(megabytes % 4 === 0 ? ['4M'] : []), ...(megabytes % 1024 === 0 ? ['1G'] : [])];
    const step = random.odd(0.1) ? random.pick(['3M', '1G', '6K', '2K']) : steps[random.below(steps.length)];
    const align = random.chance(0.4) ? `,align=${step}` : '';
    return { text: `memory-backend-file,id=${id},size=${size},mem-path=/tmp${align}${share},reserve=off`, megabytes };
  }
  // Objects of shared memory can only be shared.
  const sharing = type === 'shm' && !random.odd(0.2) ? random.pick(['', ',share=on']) : share;
  return { text: `memory-backend-${type},id=${id},size=${size}${sharing},reserve=off`, megabytes };
}

function memoryDevice(
  random: Random,
  kind: Kind,
  index: number,
  backend: BackendChoice,
  nodes: number,
  windowBase: number,
): string {
  const parts = [`memdev=m${random.odd(0.06) ? random.below(index + 2) : index}`];
  if (random.chance(0.6)) parts.push(`id=${random.pick(['d', 'vm', 'dimm-', 'a.b_'])}${index}`);
  const beyond = random.odd(0.06) ? 2 : 0;
  if (kind !== 'virtio-pmem-pci' && nodes + beyond > 0 && random.chance(0.4))
    parts.push(`node=${random.below(nodes + beyond)}`);
  if (random.chance(0.2))
    parts.push(`${kind.startsWith('virtio') ? 'memaddr' : 'addr'}=${randomAddress(random, windowBase)}`);
  if ((kind === 'pc-dimm' || kind === 'nvdimm') && random.chance(0.1)) {
    parts.push(`slot=${random.odd(0.3) ? random.pick([-1, 0, 300]) : index}`);
  }
  if (kind === 'nvdimm' && backend.megabytes > 8 && random.chance(0.3)) {
    parts.push(`label-size=${random.odd(0.3) ? random.pick(['64K', '0', '2G']) : random.pick(['128K', '256K', '2M'])}`);
  }
  if (kind === 'virtio-mem-pci') parts.push(...virtioMem(random, backend));
  return `${kind},${random.chance(0.7) ? parts.join(',') : random.shuffled(parts).join(',')}`;
}

/** The block size is always stated, and never below 2 MiB, since its default and a warning depend on the host. */
function virtioMem(random: Random, { text, megabytes }: BackendChoice): string[] {
  const fits = [2, 4, 16, 128, 1024].filter(
    (size) => megabytes % size === 0 && (size === 1024 || !text.includes('hugetlbsize=1G')),
  );
  const block = random.odd(0.1) ? random.pick([3, 2048]) : (fits[random.below(fits.length)] ?? 2);
  const requested = block * random.below(8) + (random.odd(0.1) ? 1 : 0);
  return [
    `block-size=${block}M`,
    ...(random.chance(0.4) ? [`requested-size=${requested}M`] : []),
    ...(random.chance(0.2) ? [`unplugged-inaccessible=${random.pick(['on', 'off', 'auto'])}`] : []),
  ];
}

function randomAddress(random: Random, windowBase: number): string {
  if (random.odd(0.1)) return random.pick(['0', '-1', '0x1000', '0xfffffffffffff000']);
  const step = random.odd(0.3) ? random.pick([2 * MiB, 4096]) : random.pick([128 * MiB, GiB, GiB, 2 * GiB]);
  const address = windowBase + random.below(step < GiB ? 64 : 12) * step;
  return random.chance(0.85) ? `0x${address.toString(16)}` : String(address);
}

const rootBus = ({ family }: MachineChoice): string => (family === 'q35' ? 'pcie.0' : 'pci.0');

/** Bridges for CXL windows, and devices that only take part in the order. */
function otherDevices(random: Random, machine: MachineChoice): string[] {
  const devices: string[] = [];
  for (let index = 0; index < machine.bridges; index += 1) {
    if (!random.odd(0.1)) devices.push(`pxb-cxl,bus_nr=${12 + 40 * index},bus=pcie.0,id=cx${index}`);
  }
  if (machine.family === 'isapc' || machine.family === 'microvm') return devices;
  if (random.chance(0.12)) devices.push('vmcoreinfo');
  if (random.chance(0.15))
    devices.push(`${machine.family === 'q35' ? 'pcie-root-port,chassis=9' : 'e1000'},bus=${rootBus(machine)}`);
  if (random.chance(0.05)) devices.push('vmgenid');
  return devices;
}

/** Generic initiators and ports, and the devices that they name. */
function randomAffinities(
  random: Random,
  machine: MachineChoice,
  nodes: number,
): { readonly devices: string[]; readonly objects: string[] } {
  const none = { devices: [], objects: [] };
  if (nodes === 0 || (machine.family !== 'q35' && machine.family !== 'pc') || !random.chance(0.2)) return none;
  const devices: string[] = [];
  const objects: string[] = [];
  const places = random.shuffled(['5', '6.0', '0xa', '7.2', '4', '8']);
  for (let index = random.between(1, 5); index > 0; index -= 1) {
    const place = random.chance(0.3) ? `,addr=${places[index]}` : '';
    const driver =
      machine.family === 'q35'
        ? random.pick([`pcie-root-port,chassis=${index + 20}`, 'e1000', 'virtio-net-pci'])
        : 'e1000';
    const bus = random.odd(0.2) ? '' : `,bus=${rootBus(machine)}`;
    devices.push(`${driver},id=g${index}${bus}${place}`);
    const node = random.below(nodes + (random.odd(0.1) ? 1 : 0));
    objects.push(
      `acpi-generic-initiator,id=${random.pick(['gi', 'x', 'init'])}${index},pci-dev=g${index},node=${node}`,
    );
  }
  if (machine.bridges > 0 && random.chance(0.4)) {
    objects.push(`acpi-generic-port,id=gp0,pci-bus=cx0,node=${random.below(nodes)}`);
  }
  return { devices, objects };
}
