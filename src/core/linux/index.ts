/** What Linux makes of a firmware's hand-off, from its first table to the devices that drivers make. No I/O, no state. */
import type { Kernel } from '../boot/kernel';
import type { HandOff } from '../firmware/hand-off';
import type { AcceptedStartup } from '../qemu/tables/accepted';
import { blockRuns } from './block-runs';
import { blockSize } from './blocks';
import { withBootLogo } from './boot-logo';
import { caveatsOf } from './caveats';
import { daxDevices } from './dax';
import { daxParts, pathOfDevice, type OwnerOf } from './dax-parts';
import { dimms } from './dimms';
import { hasDisplay } from './display';
import { firstTable } from './efi-stub';
import { leastSure, lessSure, type TableEntry } from './entry';
import { resourceName, typeWords } from './e820-types';
import { withFixedEdits } from './fixed-edits';
import { acceptedSrat, earlyNodeLine, earlyNodeRanges } from './guest-nodes';
import { iomemLines } from './iomem';
import { nodesAtBoot, nodesWithKmem } from './nodes';
import { readParameters } from './parameters';
import { pciWindows } from './pci-windows';
import { keepsApart, sanitise } from './sanitise';
import { guestSrat } from './srat';
import { changed } from './table-change';
import { bytesOf, endOfRam, lastPfns, pciGap, ramBuffers, ramPages } from './totals';
import type { LinuxDimm, LinuxEntry, LinuxView } from './view';

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
export function linuxView({ handOff, kernel, append, startup, ownerOf }: LinuxInput): LinuxView {
  const parameters = readParameters(append, { handOff, kernel });
  const apart = keepsApart(kernel.knowsSoftReserved);
  const bios = sanitise(firstTable(handOff, kernel, parameters.softReserve), apart);
  const asked = changed(bios, parameters.changes, kernel);
  const user = parameters.userDefined ? sanitise(asked.table, apart) : undefined;
  const fixed = withFixedEdits(user ?? bios, handOff, kernel);
  const edited = sanitise(fixed.table, apart);
  const hasLogo = handOff.kind === 'efi' && hasDisplay(startup);
  const final = hasLogo ? withBootLogo(edited) : edited;

  const ram = ramPages(final);
  const end = endOfRam(final);
  const block = blockSize(end);
  const told = parameters.ignoresSrat ? undefined : guestSrat(startup);
  const srat = acceptedSrat(told, ram);
  const early = earlyNodeRanges(srat, ram);
  const plugged = dimms(startup, {
    srat,
    firstNode: early[0]?.node ?? 0,
    blockSize: block,
    pathOf: (device) => pathOfDevice(device, ownerOf),
    ...(parameters.memoryLimit === undefined ? {} : { memoryLimit: parameters.memoryLimit }),
  });
  const atBoot = nodesAtBoot(startup, srat, early, plugged);
  const dax = daxDevices(final, {
    srat,
    hasHmat: startup.machine.hmat,
    endOfRam: end,
    blockSize: block,
    recorded: kernel.recorded,
    nearestOnline: (node) => atBoot.nearestOnline(node),
    partsOf: daxParts(startup, ownerOf),
  });
  const pci = pciWindows(startup, handOff);
  const buffers = ramBuffers(final);
  const gap = pciGap(final);
  const named = (table: readonly TableEntry[]): readonly LinuxEntry[] =>
    table.map((entry) => ({ ...entry, words: typeWords(kernel, entry.type) }));

  return {
    kernel: kernel.id,
    bios: named(bios),
    ...(user === undefined ? {} : { user: named(user) }),
    final: named(final),
    edits: [...asked.log, ...fixed.log],
    lastPfn: lastPfns(final),
    ...(gap === undefined ? {} : { pciGap: gap }),
    ramBuffers: buffers,
    ramBytes: bytesOf(ram),
    firmwareMemmap: firmwareMemmap(bios, plugged, kernel),
    iomem: iomemLines({
      table: final,
      kernel,
      hasChipset: startup.machine.acpi && startup.machine.version.family.hasDeviceMemory,
      pci,
      ramBuffers: buffers,
      dimms: plugged,
      dax: dax.devices,
    }),
    srat: told?.lines ?? [],
    earlyNodeRanges: early.map(earlyNodeLine),
    nodes: nodesWithKmem(atBoot, dax.devices),
    dax: dax.devices,
    blockSize: block,
    blocks: blockRuns(early, plugged, dax.devices, block),
    dimms: plugged,
    remarks: parameters.remarks,
    sure: parameters.stops !== undefined || ram.length === 0 ? 'unknown' : lessSure(leastSure(final), handOff.sure),
    caveats: caveatsOf({
      handOff,
      kernel,
      parameters,
      hasLogo,
      hasRam: ram.length > 0,
      sratRejected: told !== undefined && srat === undefined,
      dimms: plugged,
      dax,
      pci,
    }),
  };
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
