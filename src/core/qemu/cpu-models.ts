/** Every name that `-cpu help` of QEMU 11.1.3 lists, with what the memory map depends on (query-cpu-model-expansion under TCG). */

/** The CPUID bits that count, as a model has them before the command line changes any. */
export interface CpuModel {
  readonly vendor: string;
  /** Long mode: a 64-bit CPU. */
  readonly lm: boolean;
  readonly pae: boolean;
  readonly pse36: boolean;
  readonly x2apic: boolean;
  /** Pages of 1 GiB: firmware's page tables are smaller with them. */
  readonly pdpe1gb: boolean;
}

interface Row {
  readonly facts: CpuModel;
  /** `NAME`, or `NAME:n` for `NAME` with its versions `NAME-v1` to `NAME-vn`. */
  readonly names: string;
}

const sixtyFour = { lm: true, pae: true, pse36: true } as const;

const smallPages = { pdpe1gb: false } as const;

const ROWS: readonly Row[] = [
  {
    facts: { vendor: 'GenuineIntel', ...sixtyFour, x2apic: true, pdpe1gb: true },
    names:
      'Cascadelake-Server:7 Cascadelake-Server-noTSX ClearwaterForest:4 Cooperlake:2 Denverton:3 DiamondRapids:2 ' +
      'GraniteRapids:7 Icelake-Server:9 Icelake-Server-noTSX KnightsMill:1 SapphireRapids:8 SierraForest:6 ' +
      'Skylake-Server:6 Skylake-Server-IBRS Skylake-Server-noTSX-IBRS Snowridge:4',
  },
  {
    facts: { vendor: 'GenuineIntel', ...sixtyFour, x2apic: true, pdpe1gb: false },
    names:
      'Broadwell:4 Broadwell-IBRS Broadwell-noTSX Broadwell-noTSX-IBRS Haswell:4 Haswell-IBRS Haswell-noTSX ' +
      'Haswell-noTSX-IBRS IvyBridge:2 IvyBridge-IBRS SandyBridge:2 SandyBridge-IBRS Skylake-Client:4 ' +
      'Skylake-Client-IBRS Skylake-Client-noTSX-IBRS',
  },
  {
    facts: { vendor: 'GenuineIntel', ...sixtyFour, x2apic: false, pdpe1gb: false },
    names: 'Conroe:1 Nehalem:2 Nehalem-IBRS Penryn:1 Westmere:2 Westmere-IBRS core2duo:1 kvm64:1',
  },
  {
    facts: { vendor: 'AuthenticAMD', ...sixtyFour, x2apic: false, pdpe1gb: true },
    names: 'EPYC:5 EPYC-IBPB EPYC-Genoa:3 EPYC-Milan:4 EPYC-Rome:5 EPYC-Turin:2 Opteron_G4:1 Opteron_G5:1 phenom:1',
  },
  {
    facts: { vendor: 'AuthenticAMD', ...sixtyFour, x2apic: false, pdpe1gb: false },
    names: 'Opteron_G1:1 Opteron_G2:1 Opteron_G3:1 qemu64:1',
  },
  { facts: { vendor: 'AuthenticAMD', ...sixtyFour, x2apic: true, pdpe1gb: true }, names: 'max host' },
  { facts: { vendor: 'HygonGenuine', ...sixtyFour, x2apic: false, pdpe1gb: true }, names: 'Dhyana:2' },
  { facts: { vendor: 'CentaurHauls', ...sixtyFour, x2apic: true, pdpe1gb: true }, names: 'YongFeng:3' },
  {
    facts: { vendor: 'AuthenticAMD', lm: false, pae: true, pse36: true, x2apic: false, ...smallPages },
    names: 'athlon:1',
  },
  {
    facts: { vendor: 'GenuineIntel', lm: false, pae: true, pse36: true, x2apic: false, ...smallPages },
    names: 'kvm32:1 pentium2:1 pentium3:1',
  },
  {
    facts: { vendor: 'GenuineIntel', lm: false, pae: true, pse36: false, x2apic: false, ...smallPages },
    names: 'coreduo:1 n270:1 qemu32:1',
  },
  {
    facts: { vendor: 'GenuineIntel', lm: false, pae: false, pse36: false, x2apic: false, ...smallPages },
    names: '486:1 pentium:1',
  },
  { facts: { vendor: '', lm: false, pae: false, pse36: false, x2apic: false, ...smallPages }, names: 'base' },
];

function expand(entry: string): string[] {
  const [name = '', count = '0'] = entry.split(':');
  return [name, ...Array.from({ length: Number(count) }, (_, index) => `${name}-v${index + 1}`)];
}

/** By name, upper and lower case as QEMU has them. */
export const cpuModels: ReadonlyMap<string, CpuModel> = new Map(
  ROWS.flatMap(({ facts, names }) =>
    names.split(' ').flatMap((entry) => expand(entry).map((name) => [name, facts] as const)),
  ),
);
