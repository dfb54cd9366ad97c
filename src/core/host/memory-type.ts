/** E820 types of a host, and names of `/proc/iomem`, as kinds of memory. */
import { RAM, RESERVED, SOFT_RESERVED } from '../base/e820';
import type { RegionKind } from '../space/region';

interface TypeFacts {
  readonly kind: RegionKind;
  readonly name: string;
  /** As a sentence has it. */
  readonly words: string;
  /** A guest's bytes can live there. */
  readonly isMemory: boolean;
}

const TYPES: ReadonlyMap<number, TypeFacts> = new Map([
  [RAM, { kind: 'ram', name: 'RAM', words: 'ordinary RAM', isMemory: true }],
  [RESERVED, { kind: 'reserved', name: 'Reserved', words: 'reserved', isMemory: false }],
  [3, { kind: 'acpi-data', name: 'ACPI data', words: 'ACPI data', isMemory: false }],
  [4, { kind: 'acpi-nvs', name: 'ACPI NVS', words: 'ACPI NVS', isMemory: false }],
  [5, { kind: 'unknown', name: 'Unusable', words: 'unusable', isMemory: false }],
  [7, { kind: 'persistent', name: 'Persistent', words: 'persistent', isMemory: true }],
  [12, { kind: 'persistent', name: 'Persistent (legacy)', words: 'persistent', isMemory: true }],
  [SOFT_RESERVED, { kind: 'soft-reserved', name: 'Soft reserved', words: 'soft reserved', isMemory: true }],
]);

/** What an E820 type number stands for. */
export const factsOfType = (type: number): TypeFacts =>
  TYPES.get(type) ?? { kind: 'unknown', name: `Type ${type}`, words: `of type ${type}`, isMemory: false };

/** Names of Linux's resource tree (kernel/resource.c, drivers/dax, drivers/cxl), and the type that such memory has in E820. */
const RESOURCES: readonly (readonly [RegExp, number])[] = [
  [/^System RAM/, RAM],
  [/^Soft Reserved$|^hmem\.\d+$|^region\d+$|^dax\d+\.\d+$/, SOFT_RESERVED],
  [/^Persistent Memory \(legacy\)/, 12],
  [/^Persistent Memory/, 7],
  [/^Reserved$/i, RESERVED],
  [/^ACPI Tables$/, 3],
  [/^ACPI Non-volatile Storage$/, 4],
  [/^Unusable memory$/, 5],
];

/** The type of a resource that tells of memory; undefined for devices, parts of the kernel and windows. */
export const typeOfResource = (name: string): number | undefined =>
  RESOURCES.find(([pattern]) => pattern.test(name))?.[1];

/** `CXL Window 0`: addresses that a CXL host bridge answers, with memory behind them or not. */
export const isCxlWindow = (name: string): boolean => /^CXL Window \d+$/.test(name);
