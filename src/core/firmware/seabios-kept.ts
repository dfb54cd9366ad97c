/** How much of the top of low RAM SeaBIOS 1.17.0 keeps: tables and buffers of devices, in the order in which it asks for them. */
import type { AcceptedStartup } from '../qemu/tables/accepted';
import type { Sureness } from '../space/region';
import { bytesKept, type BufferRequest, type Holder } from './seabios-buffers';
import { findDevices, type Controller, type FoundDevices } from './seabios-devices';
import {
  ACPI_TABLES,
  AHCI_DISK,
  EHCI,
  NVDIMM_PAGE,
  NVME,
  NVME_NAMESPACE,
  OHCI,
  PVSCSI,
  RAMFB,
  UHCI,
  VIRTIO_BLK,
  VIRTIO_SCSI,
  VMGENID,
  XHCI,
  XHCI_DEVICE,
  smbiosTables as smbiosRequest,
  type Role,
} from './seabios-requests';
import { smbiosTables } from './seabios-smbios';

export interface KeptMemory {
  /** Bytes, whole pages. */
  readonly bytes: number;
  /** What they are for: `ACPI tables`, `2 virtio-blk disks`. */
  readonly holders: readonly string[];
  readonly sure: Sureness;
  readonly caveats: readonly string[];
}

interface ControllerRule {
  readonly roles: readonly Role[];
  readonly title: string;
  readonly requests: (controller: Controller) => readonly BufferRequest[];
  readonly keeps: (controller: Controller) => boolean;
}

const isUseful = ({ useful }: Controller): boolean => useful > 0;

/**
 * In the order in which SeaBIOS asks (src/hw/usb.c, usb_setup; src/block.c, block_setup). Drivers run side by side: what an empty
 * controller gives back may or may not serve the next one.
 */
const USB: readonly ControllerRule[] = [
  { roles: ['xhci'], title: 'xHCI', requests: () => XHCI, keeps: ({ devices }) => devices > 0 },
  { roles: ['ehci'], title: 'EHCI', requests: () => EHCI, keeps: isUseful },
  { roles: ['uhci', 'companion'], title: 'UHCI', requests: () => UHCI, keeps: isUseful },
  { roles: ['ohci'], title: 'OHCI', requests: () => OHCI, keeps: isUseful },
];
const STORAGE: readonly ControllerRule[] = [
  { roles: ['virtio-scsi'], title: 'virtio-scsi', requests: () => VIRTIO_SCSI, keeps: isUseful },
  { roles: ['pvscsi'], title: 'pvscsi', requests: () => PVSCSI, keeps: () => true },
  { roles: ['nvme'], title: 'NVMe', requests: () => NVME, keeps: () => true },
];

const holdersOf = (rules: readonly ControllerRule[], controllers: readonly Controller[]): Holder[] =>
  rules.flatMap(({ roles, title, requests, keeps }) =>
    controllers
      .filter(({ role }) => roles.includes(role))
      .map((controller) => ({ title, requests: requests(controller), keeps: keeps(controller) })),
  );

/**
 * With RAM above 4 GiB and a 64-bit CPU, SeaBIOS places 64-bit BARs of the root bus above 4 GiB too, where its NVMe driver cannot
 * reach them (src/fw/pciinit.c, pci_bios_map_devices); behind a bridge they stay below.
 */
const isReached =
  ({ cpu, map }: AcceptedStartup) =>
  ({ role, onRootBus }: Controller): boolean =>
    !(role === 'nvme' && onRootBus && map.above > 0n && cpu?.longMode !== false);

const kept = (title: string, requests: readonly BufferRequest[], count = 1): Holder[] =>
  Array.from({ length: count }, () => ({ title, requests, keeps: true }));

function holders(startup: AcceptedStartup, found: FoundDevices): readonly Holder[] {
  const { machine, memory } = startup;
  const controllers = found.controllers.filter(isReached(startup));
  const usbDevices = controllers.filter(({ role }) => role === 'xhci').reduce((sum, { devices }) => sum + devices, 0);
  const hasNamespace = controllers.some(({ role, devices }) => role === 'nvme' && devices > 0);
  const smbios = smbiosTables(startup);
  return [
    ...kept('SMBIOS tables', smbiosRequest(smbios.bytes), smbios.high ? 1 : 0),
    ...kept('ACPI tables', ACPI_TABLES, machine.acpi ? 1 : 0),
    ...kept('NVDIMM page', NVDIMM_PAGE, machine.acpi && machine.nvdimm && memory.slots > 0n ? 1 : 0),
    ...kept('generation id', VMGENID, machine.acpi && found.hasVmgenid ? 1 : 0),
    ...kept('ramfb picture', RAMFB, found.hasRamfb ? 1 : 0),
    ...holdersOf(USB, controllers),
    ...kept('AHCI disk', AHCI_DISK, found.ahciDisks),
    ...kept('virtio-blk disk', VIRTIO_BLK, found.virtioDisks),
    ...holdersOf(STORAGE, controllers),
    // One page for transfers, whichever controller is the first to need it.
    ...kept('NVMe transfer page', NVME_NAMESPACE, hasNamespace ? 1 : 0),
    // USB ports take longest to answer.
    ...kept('USB device on xHCI', XHCI_DEVICE, usbDevices),
  ];
}

function counted(all: readonly Holder[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { title, keeps } of all) if (keeps) counts.set(title, (counts.get(title) ?? 0) + 1);
  return [...counts].map(([title, count]) => (count === 1 ? title : `${count} × ${title}`));
}

function caveatsOf(startup: AcceptedStartup, found: FoundDevices): readonly string[] {
  const caveats: string[] = [];
  if (found.unrecorded.length > 0) {
    const names = found.unrecorded.join(', ');
    caveats.push(`What SeaBIOS keeps for ${names} was never recorded; counted as nothing.`);
  }
  if (!smbiosTables(startup).certain) {
    caveats.push('Whether the SMBIOS tables fit SeaBIOS’s own segment depends on options or on its build; estimated.');
  }
  return caveats;
}

/** An empty controller gives its memory back; whether others were placed around it meanwhile is a matter of time. */
function timingCaveat(all: readonly Holder[]): readonly string[] {
  const without = all.filter(({ keeps }) => keeps);
  if (without.length === all.length || bytesKept(without) === bytesKept(all)) return [];
  const names = [...new Set(all.filter(({ keeps }) => !keeps).map(({ title }) => title))].join(', ');
  return [
    `SeaBIOS gives back what it took for controllers without devices (${names}); what it placed meanwhile may lie a few pages higher.`,
  ];
}

export function keptMemory(startup: AcceptedStartup): KeptMemory {
  const found = findDevices(startup);
  const all = holders(startup, found);
  const caveats = [...caveatsOf(startup, found), ...timingCaveat(all)];
  return {
    bytes: bytesKept(all),
    holders: counted(all),
    sure: caveats.length > 0 ? 'modelled' : 'exact',
    caveats,
  };
}
