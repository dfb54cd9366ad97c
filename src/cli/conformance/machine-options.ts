/** Random machines, CPUs and sizes: the first half of a configuration. */
import type { Random } from '../random';

const KiB = 1024;
const MiB = KiB * 1024;
const GiB = MiB * 1024;

// prettier-ignore
const VERSIONS = [
  '5.2', '6.0', '6.1', '6.2', '7.0', '7.1', '7.2', '8.0', '8.1', '8.2', '9.0', '9.1', '9.2', '10.0', '10.1', '10.2', '11.0', '11.1',
] as const;

export type Family = 'q35' | 'pc' | 'microvm' | 'isapc';

export interface MachineChoice {
  readonly family: Family;
  readonly type: string;
  /** `key=value` behind the type. */
  readonly properties: string[];
  readonly nvdimm: boolean;
  readonly hmat: boolean;
  /** microvm: there is a PCI bus. */
  readonly pcie: boolean;
  /** How many CXL bridges there are for windows to name: `cx0`, `cx1`, … */
  readonly bridges: number;
}

export interface MemoryChoice {
  /** In bytes, as asked; QEMU rounds it up to 8 KiB. */
  readonly size: number;
  readonly slots: number | undefined;
  readonly maxmem: number | undefined;
}

export function randomMachine(random: Random): MachineChoice {
  const family = random.pick([
    'q35',
    'q35',
    'q35',
    'q35',
    'q35',
    'q35',
    'q35',
    'pc',
    'pc',
    'pc',
    'microvm',
    'isapc',
  ] as const);
  const versioned = family === 'q35' || family === 'pc';
  const prefix = family === 'q35' ? 'pc-q35' : 'pc-i440fx';
  const type =
    versioned && random.chance(0.45) ? `${prefix}-${random.odd(0.1) ? '4.2' : random.pick(VERSIONS)}` : family;
  const nvdimm = versioned && random.chance(0.5);
  const hmat = versioned && random.chance(0.25);
  const pcie = family === 'microvm' && random.chance(0.5);
  const properties: string[] = [];
  if (nvdimm) properties.push('nvdimm=on');
  if (hmat) properties.push('hmat=on');
  if (pcie) properties.push('pcie=on');
  if (random.chance(0.06)) properties.push(`acpi=${random.pick(['off', 'on'])}`);
  if (family === 'microvm' && random.chance(0.2)) properties.push('rtc=off');
  if (versioned && random.chance(0.2)) properties.push(`max-ram-below-4g=${randomLowLimit(random)}`);
  if (versioned && random.chance(0.06))
    properties.push(`x-oem-id=${random.odd(0.2) ? 'TOOLONG' : random.pick(['ACME', 'ABCDEF', 'X'])}`);
  if (versioned && random.chance(0.06)) properties.push(`x-oem-table-id=${random.pick(['TABLE', 'ABCDEFGH'])}`);
  const cxl = cxlProperties(random, family);
  return { family, type, properties: [...properties, ...cxl.properties], nvdimm, hmat, pcie, bridges: cxl.bridges };
}

function randomLowLimit(random: Random): string {
  if (random.odd(0.3)) return random.pick(['4097M', '0', '640K', '1048575', '700M']);
  return random.chance(0.3)
    ? `${random.between(1, 4095)}M`
    : random.pick(['1G', '2G', '3G', '4G', '512M', '1280M', '2560M', '3500M', '2147483648', '1M']);
}

function cxlProperties(random: Random, family: Family): { readonly properties: string[]; readonly bridges: number } {
  if (!(family === 'q35' ? random.chance(0.2) : family === 'pc' && random.chance(0.05)))
    return { properties: [], bridges: 0 };
  const properties = [`cxl=${random.odd(0.1) ? 'off' : 'on'}`];
  if ((family === 'pc' && !random.careless) || random.chance(0.3)) return { properties, bridges: 0 };
  const bridges = random.between(1, 3);
  const windows = random.between(1, 3);
  for (let index = 0; index < windows; index += 1) {
    const targets = random.pick([1, 1, 1, 2]);
    for (let target = 0; target < targets; target += 1) {
      properties.push(`cxl-fmw.${index}.targets.${target}=cx${(random.below(bridges) + target) % bridges}`);
    }
    const size = random.odd(0.2)
      ? random.pick(['300M', '0', '256'])
      : random.pick(['256M', '512M', '768M', '1G', '4G', '12G']);
    properties.push(`cxl-fmw.${index}.size=${size}`);
    if (random.chance(0.2)) {
      properties.push(
        `cxl-fmw.${index}.interleave-granularity=${random.odd(0.2) ? '3K' : random.pick(['256', '512', '1K', '16K'])}`,
      );
    }
  }
  return { properties, bridges };
}

// prettier-ignore
const MODELS = [
  'qemu64', 'max', 'EPYC', 'EPYC-Milan', 'EPYC-Genoa-v1', 'Opteron_G3', 'phenom', 'kvm64', 'core2duo', 'Conroe', 'Penryn',
  'Nehalem', 'Westmere', 'SandyBridge', 'Haswell', 'Skylake-Server', 'Cascadelake-Server', 'SapphireRapids', 'Denverton',
  'Dhyana', 'YongFeng',
] as const;
const MODELS_32 = [
  'qemu32',
  'kvm32',
  'athlon',
  'pentium2',
  'pentium3',
  'coreduo',
  'n270',
  '486',
  'pentium',
  'base',
] as const;

/** Of no weight for memory, but in the command lines of every day; some of them only for some models. */
const USUAL_FEATURES = [
  'migratable=on',
  'host-cache-info=off',
  'host-phys-bits=on',
  'host-phys-bits-limit=48',
  'kvm=off',
  'hv-relaxed=on',
  '-vmx',
  '+pdpe1gb',
  'topoext=on',
  'l3-cache=on',
] as const;

/** Nothing, or the words of `-cpu`. @param roomy the layout needs more than 40 address bits */
export function randomCpu(random: Random, roomy: boolean): string[] {
  if (!roomy && random.chance(0.4)) return [];
  if (random.odd(0.06)) return ['-cpu', random.pick(['host', 'nosuch', 'epyc', ''])];
  const narrow = !roomy && random.chance(0.2);
  const model = narrow ? random.pick(MODELS_32) : random.pick(MODELS);
  const features: string[] = [];
  const bits = roomy ? random.pick([42, 43, 44, 46, 48, 52]) : random.pick([40, 40, 41, 42, 46, 52]);
  if (roomy || (!narrow && random.chance(0.3)) || random.odd(0.2)) {
    const value = random.odd(0.3) ? random.pick([0, 31, 32, 36, 38, 39, 57, 64]) : bits;
    features.push(`${random.pick(['phys-bits', 'phys-bits', 'phys_bits'])}=${value}`);
  }
  if (random.chance(0.15) && !narrow)
    features.push(`vendor=${random.pick(['AuthenticAMD', 'GenuineIntel', 'HygonGenuine'])}`);
  if (random.chance(0.04)) features.push(random.pick(['-lm', 'lm=off', '+lm', 'lm=on']));
  if (random.chance(0.15)) features.push(random.pick(['+x2apic', 'x2apic=off', '-x2apic', 'x2apic=on']));
  if (random.chance(0.25)) features.push(random.pick(USUAL_FEATURES));
  return ['-cpu', [model, ...features].join(',')];
}

export function randomHole(random: Random): string[] {
  if (!random.chance(0.12)) return [];
  const driver = random.pick(['q35-pcihost', 'q35-pcihost', 'i440FX-pcihost', 'pcie-host-bridge', 'pci-host-bridge']);
  const value = random.pick(['0', '1', '1G', '2G', '16G', '61.5G', '64G', random.odd(0.5) ? '1T' : '512G']);
  const text = `driver=${driver},property=pci-hole64-size,value=${value}`;
  return ['-global', random.chance(0.8) ? `${driver}.pci-hole64-size=${value}` : text];
}

/** A default of a memory device's property, which its own option overrides. */
export function randomDefault(random: Random): string[] {
  if (!random.chance(0.06)) return [];
  const setting = random.pick([
    'pc-dimm.node=1',
    'pc-dimm.addr=0x200000000',
    'nvdimm.label-size=128K',
    'virtio-mem.requested-size=128M',
    'virtio-mem-pci.block-size=4M',
    'virtio-mem-pci.unplugged-inaccessible=off',
    'sp-mem.node=1',
    'memory-backend-ram.share=on',
    'PIIX4_PM.memory-hotplug-support=off',
  ]);
  return ['-global', setting];
}

/** Sizes at which something changes, in bytes. */
function randomSize(random: Random, family: Family): number {
  // prettier-ignore
  const cliff = random.pick([
    1 * MiB, 16 * MiB, 128 * MiB, 512 * MiB, 1 * GiB, 2 * GiB, 2816 * MiB, 3 * GiB, 3583 * MiB, 3584 * MiB, 4 * GiB, 9 * GiB, 700 * KiB,
  ]);
  if (family === 'isapc' && !random.odd(0.5)) return Math.min(cliff, 3584 * MiB);
  if (random.chance(0.5)) return cliff;
  if (random.chance(0.4))
    return Math.max(512 * KiB, cliff + random.pick([-1, 1, -8, 8, 100]) * random.pick([KiB, MiB]));
  if (random.chance(0.25) && (family === 'q35' || family === 'pc')) {
    return random.pick([900, 977, 978, 979, 980, 1009, 1010, 1011, 1024, 2048]) * GiB;
  }
  return random.between(1, 8192) * MiB;
}

const WINDOW_CHANCE: Readonly<Record<Family, number>> = { q35: 0.75, pc: 0.75, microvm: 0.4, isapc: 0 };

export function randomMemory(random: Random, family: Family): MemoryChoice {
  const size = randomSize(random, family);
  if (!random.chance(WINDOW_CHANCE[family]) && !random.odd(0.3)) {
    return {
      size,
      slots: random.odd(0.1) ? random.between(0, 4) : undefined,
      maxmem: random.odd(0.1) ? size : undefined,
    };
  }
  const slots = random.odd(0.1)
    ? random.pick([257, 1000])
    : random.pick([0, 1, 2, 3, 4, 4, 8, 8, 8, 16, 16, 32, 64, 256]);
  const rounded = Math.ceil(size / 8192) * 8192;
  const far = random.pick([512 * GiB, 960 * GiB]);
  const extra = random.chance(0.85)
    ? random.between(1, 64) * GiB
    : random.pick([4 * KiB, 1 * MiB, 100 * MiB, 3001 * MiB, far]);
  const maxmem = rounded + (random.odd(0.2) ? random.pick([4097, 0, -8 * KiB]) : extra);
  return { size, slots: random.chance(0.9) ? slots : undefined, maxmem };
}

/** A number of bytes as a person might write it. */
export function sizeText(random: Random, bytes: number): string {
  const units = [[GiB, 'G'], [MiB, 'M'], [KiB, 'K'], [1, '']] as const; // prettier-ignore
  const fits = units.filter(([unit]) => bytes % unit === 0);
  const [unit, suffix] = random.chance(0.15) ? (fits[1] ?? [1, '']) : (fits[0] ?? [1, '']);
  return `${bytes / unit}${suffix}`;
}
