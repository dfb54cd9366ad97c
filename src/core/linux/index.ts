/** What Linux makes of a firmware's hand-off, from its first table to the devices that drivers make. No I/O, no state. */
import type { Kernel } from '../boot/kernel';
import type { HandOff } from '../firmware/hand-off';
import type { AcceptedStartup } from '../qemu/tables/accepted';
import { blockRuns } from './block-runs';
import { blockSize as blockSizeOf } from './blocks';
import { withBootLogo } from './boot-logo';
import { caveatsOf } from './caveats';
import { daxDevices } from './dax';
import { daxParts, pathOfDevice, type OwnerOf } from './dax-parts';
import { dimms as dimmsOf } from './dimms';
import { hasDisplay } from './display';
import { firstTable } from './efi-stub';
import { leastSure, lessSure } from '../space/sureness';
import type { TableEntry } from './entry';
import { resourceName, typeWords } from './e820-types';
import { withFixedEdits } from './fixed-edits';
import { acceptedSrat, earlyNodeLine, earlyNodeRanges } from './guest-nodes';
import { iomemLines } from './iomem';
import { nodesAtBoot, nodesWithKmem } from './nodes';
import { readParameters, type ParameterEffects } from './parameters';
import { pciWindows } from './pci-windows';
import { keepsApart, sanitise } from './sanitise';
import { guestSrat } from './srat';
import { changed } from './table-change';
import { bytesOf, endOfRam, lastPfns, pciGap, ramBuffers, ramPages } from './totals';
import type { HotplugRules, LinuxDimm, LinuxEntry, LinuxView } from './view';

export { biosE820Lines, userE820Lines } from './lines';

export interface LinuxInput {
  readonly handOff: HandOff;
  readonly kernel: Kernel;
  /** The kernel's command line; any text. */
  readonly append: string;
  readonly startup: AcceptedStartup;
  /** Which layout entity has an address. */
  readonly ownerOf?: OwnerOf;
}

/** Never throws, whatever the command line says. */
export function linuxView(input: LinuxInput): LinuxView {
  const { handOff, kernel, startup } = input;
  const parameters = readParameters(input.append, input);
  const tables = tablesOf(input, parameters);
  const { bios, user, final } = tables;
  const memory = memoryOf(input, parameters, final);
  const { srat, ram, early, dimms, dax, blockSize } = memory;
  const pci = pciWindows(startup, handOff);
  const buffers = ramBuffers(final);
  const gap = pciGap(final);
  const named = namer(kernel);
  const doubts = {
    handOff,
    kernel,
    parameters,
    hasLogo: tables.hasLogo,
    hasRam: ram.length > 0,
    sratRejected: memory.told !== undefined && srat === undefined,
    dimms,
    dax,
    pci,
  };
  return {
    kernel: kernel.id,
    bios: named(bios),
    ...(user === undefined ? {} : { user: named(user) }),
    final: named(final),
    edits: tables.log,
    lastPfn: lastPfns(final),
    ...(gap === undefined ? {} : { pciGap: gap }),
    ramBuffers: buffers,
    ramBytes: bytesOf(ram),
    firmwareMemmap: firmwareMemmap(bios, dimms, kernel),
    iomem: iomemLines({
      table: final,
      kernel,
      hasChipset: startup.machine.acpi && startup.machine.version.family.hasDeviceMemory,
      pci,
      ramBuffers: buffers,
      dimms,
      dax: dax.devices,
    }),
    srat: memory.told?.lines ?? [],
    earlyNodeRanges: early.map(earlyNodeLine),
    nodes: nodesWithKmem(memory.atBoot, dax.devices),
    dax: dax.devices,
    blockSize,
    blocks: blockRuns(early, dimms, dax.devices, blockSize),
    dimms,
    hotplug: hotplugRules(parameters, memory.firstNode),
    remarks: parameters.remarks,
    sure:
      parameters.stops !== undefined || ram.length === 0
        ? 'unknown'
        : lessSure(leastSure(final.map(({ sure }) => sure)), handOff.sure),
    caveats: caveatsOf(doubts),
  };
}

/** The kernel's table from its first form to its last. */
function tablesOf({ handOff, kernel, startup }: LinuxInput, parameters: ParameterEffects) {
  const apart = keepsApart(kernel.knowsSoftReserved);
  const bios = sanitise(firstTable(handOff, kernel, parameters.softReserve), apart);
  const asked = changed(bios, parameters.changes, kernel);
  const user = parameters.userDefined ? sanitise(asked.table, apart) : undefined;
  const fixed = withFixedEdits(user ?? bios, handOff, kernel);
  const edited = sanitise(fixed.table, apart);
  const hasLogo = handOff.kind === 'efi' && hasDisplay(startup);
  return { bios, user, final: hasLogo ? withBootLogo(edited) : edited, log: [...asked.log, ...fixed.log], hasLogo };
}

/** Who has which memory, by the final table, the SRAT and what is plugged. */
function memoryOf(
  { kernel, startup, ownerOf }: LinuxInput,
  parameters: ParameterEffects,
  final: readonly TableEntry[],
) {
  const ram = ramPages(final);
  const end = endOfRam(final);
  const blockSize = blockSizeOf(end);
  const told = parameters.ignoresSrat ? undefined : guestSrat(startup);
  const srat = acceptedSrat(told, ram);
  const early = earlyNodeRanges(srat, ram);
  const firstNode = early[0]?.node ?? 0;
  const dimms = dimmsOf(startup, {
    srat,
    firstNode,
    blockSize,
    pathOf: (device) => pathOfDevice(device, ownerOf),
    ...(parameters.memoryLimit === undefined ? {} : { memoryLimit: parameters.memoryLimit }),
  });
  const atBoot = nodesAtBoot(startup, srat, early, dimms);
  const dax = daxDevices(final, {
    srat,
    hasHmat: startup.machine.hmat,
    endOfRam: end,
    blockSize,
    recorded: kernel.recorded,
    nearestOnline: (node) => atBoot.nearestOnline(node),
    partsOf: daxParts(startup, ownerOf),
  });
  return { ram, blockSize, told, srat, early, firstNode, dimms, atBoot, dax };
}

/** Distributions build their kernels so that new memory comes online at once (CONFIG_MHP_DEFAULT_ONLINE_TYPE; recorded). */
const BUILT_IN_POLICY = 'online';

const hotplugRules = ({ policy, prefersMovable, memoryLimit }: ParameterEffects, firstNode: number): HotplugRules => ({
  policy: policy ?? BUILT_IN_POLICY,
  prefersMovable,
  firstNode,
  ...(memoryLimit === undefined ? {} : { memoryLimit: Number(memoryLimit) }),
});

/** Gives entries their words. Entries that tables share stay shared: a plan goes to the page as a copy. */
function namer(kernel: Kernel): (table: readonly TableEntry[]) => readonly LinuxEntry[] {
  const known = new Map<TableEntry, LinuxEntry>();
  return (table) =>
    table.map((entry) => {
      const before = known.get(entry);
      if (before !== undefined) return before;
      const named = { ...entry, words: typeWords(kernel, entry.type) };
      known.set(entry, named);
      return named;
    });
}

/** DIMMs first, in the order in which Linux takes them, then the table as firmware gave it. */
const firmwareMemmap = (
  bios: readonly TableEntry[],
  plugged: readonly LinuxDimm[],
  kernel: Kernel,
): LinuxView['firmwareMemmap'] => [
  ...plugged.filter(({ refused }) => refused === undefined).map(({ range }) => ({ range, name: 'System RAM' })),
  ...bios.map(({ range, type }) => ({ range, name: resourceName(kernel, type) })),
];
