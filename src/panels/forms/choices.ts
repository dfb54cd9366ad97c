/** What can be chosen where the document has a closed set of values, in the words of the field. */
import { firmwares } from '../../core/boot/firmwares';
import { kernels } from '../../core/boot/kernels';
import { pciWindows } from '../../core/boot/pci-windows';
import { dialects } from '../../core/dialects/index';
import { lookOfE820 } from '../../ui/kinds';
import type { Choice } from './field';

/** Values that read as they are. */
export const plain = (...values: readonly string[]): readonly Choice[] =>
  values.map((value) => ({ value, title: value }));

export const machineChoices: readonly Choice[] = [
  { value: 'q35', title: 'q35' },
  { value: 'pc', title: 'pc (i440FX)' },
  { value: 'microvm', title: 'microvm' },
  { value: 'isapc', title: 'isapc' },
];

export const dialectChoices: readonly Choice[] = dialects.all.map(({ id, title }) => ({ value: id, title }));

/** What patches that were never merged could make of a node's boot memory. */
export const markChoices: readonly Choice[] = [
  { value: 'spm', title: 'specific-purpose' },
  { value: 'reserved', title: 'reserved' },
];

export const firmwareChoices: readonly Choice[] = firmwares.all.map(({ id, title }) => ({ value: id, title }));
export const kernelChoices: readonly Choice[] = kernels.all.map(({ id, title }) => ({ value: id, title }));

/** Rules by which firmware sizes its 64-bit PCI window: modelled, each with the builds that have it. */
export const pciWindowChoices: readonly Choice[] = pciWindows.all.map(({ id, title, firmware }) => ({
  value: id,
  title: `${title} (${firmware})`,
}));

export const hierarchyChoices = plain('memory', 'first-level', 'second-level', 'third-level');

export const hmatDataChoices = plain(
  'access-latency',
  'read-latency',
  'write-latency',
  'access-bandwidth',
  'read-bandwidth',
  'write-bandwidth',
);

const E820_TYPES = [1, 2, 3, 4, 5, 7, 0xefff_ffff];

/** The E820 types that have a name, and the one in use if it has none. */
export const e820Choices = (inUse: number): readonly Choice[] =>
  [...E820_TYPES, ...(E820_TYPES.includes(inUse) ? [] : [inUse])].map((value) => ({
    value,
    title: E820_TYPES.includes(value) ? (value === 1 ? 'usable' : lookOfE820(value).title) : `type ${value}`,
  }));
