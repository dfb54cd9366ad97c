/** What is unknown or only modelled in Linux's view, in sentences. */
import type { Kernel } from '../boot/kernel';
import type { HandOff } from '../firmware/hand-off';
import { BOOT_LOGO } from './boot-logo';
import type { DaxOutcome } from './dax';
import type { ParameterEffects } from './parameters';
import type { PciWindows } from './pci-windows';
import type { LinuxDimm } from './view';

export interface CaveatInput {
  readonly handOff: HandOff;
  readonly kernel: Kernel;
  readonly parameters: ParameterEffects;
  readonly hasLogo: boolean;
  readonly hasRam: boolean;
  readonly sratRejected: boolean;
  readonly dimms: readonly LinuxDimm[];
  readonly dax: DaxOutcome;
  readonly pci: PciWindows;
}

const NO_RAM = 'No RAM is left in the table: such a kernel does not boot.';
const SRAT_REJECTED =
  'The SRAT leaves a megabyte or more of RAM to no node, so that Linux gives it up: all memory is on node 0.';

/** The firmware's own come first. */
export function caveatsOf(input: CaveatInput): readonly string[] {
  const { handOff, kernel, parameters, dimms, dax, pci } = input;
  return [
    ...handOff.caveats,
    ...(kernel.recorded ? [] : [`${kernel.title} was not recorded: its tables follow from its sources alone.`]),
    ...(parameters.stops === undefined ? [] : [parameters.stops]),
    ...(input.hasRam ? [] : [NO_RAM]),
    ...(input.hasLogo ? [BOOT_LOGO] : []),
    ...(input.sratRejected ? [SRAT_REJECTED] : []),
    ...dimms.flatMap(({ refused }) => refused ?? []),
    ...dax.caveats,
    ...pci.caveats,
  ];
}
