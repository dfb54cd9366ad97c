/** The devices of a machine as SeaBIOS finds them: controllers, and what hangs on each. */
import { parseBoolean } from '../options/number';
import { lastValue, parseQemuOpts } from '../options/qemu-opts';
import { parseDevice, type DeviceRequest } from '../qemu/devices';
import type { AcceptedStartup } from '../qemu/tables/accepted';
import { roleOf, type Role } from './seabios-requests';
import { driveList } from './seabios-drives';

export interface Controller {
  readonly role: Role;
  readonly id?: string;
  /** Not behind a bridge. */
  readonly onRootBus: boolean;
  /** Devices on its bus, and those of them that SeaBIOS can boot from or read keys from. */
  devices: number;
  useful: number;
}

export interface FoundDevices {
  /** In the order in which QEMU makes them. */
  readonly controllers: readonly Controller[];
  /** AHCI disks and CDs, wherever they hang. */
  readonly ahciDisks: number;
  readonly virtioDisks: number;
  readonly hasVmgenid: boolean;
  readonly hasRamfb: boolean;
  /** Drivers, and options, that no recording covers. */
  readonly unrecorded: readonly string[];
}

/** Bus classes by the controllers that have one; a device goes to the newest, unless it names another. */
const USB_BUSES: readonly Role[] = ['xhci', 'ehci', 'uhci', 'ohci'];
const SCSI_BUSES: readonly Role[] = ['virtio-scsi', 'pvscsi', 'scsi-other'];
const IDE_BUSES: readonly Role[] = ['ahci', 'ide'];

interface Draft {
  readonly controllers: Controller[];
  readonly unrecorded: Set<string>;
  ahciDisks: number;
  virtioDisks: number;
  hasVmgenid: boolean;
  hasRamfb: boolean;
}

/** The controller whose bus a device names, `ID.0` or the automatic `NAME.N`; the newest one where it names none. */
function controllerFor(
  { controllers }: Draft,
  roles: readonly Role[],
  bus: string | undefined,
  automatic: string,
): Controller | undefined {
  const candidates = controllers.filter(({ role }) => roles.includes(role));
  if (bus === undefined) return candidates.at(-1);
  const named = candidates.find(({ id }) => id !== undefined && bus === `${id}.0`);
  if (named !== undefined) return named;
  return candidates.filter(({ id }) => id === undefined).find((_, index) => bus === `${automatic}.${index}`);
}

function addTo(controller: Controller | undefined, useful: boolean): void {
  if (controller === undefined) return;
  controller.devices += 1;
  if (useful) controller.useful += 1;
}

/** `ide.N` without controllers of the user's own are the board's: AHCI on q35, two channels that need nothing on pc. */
function addAtaDisk(draft: Draft, bus: string | undefined, boardHasAhci: boolean): void {
  const own = draft.controllers.filter(({ role }) => IDE_BUSES.includes(role));
  const chosen = bus === undefined ? own.at(-1) : own.find(({ id }) => id !== undefined && bus.startsWith(`${id}.`));
  if (chosen === undefined ? boardHasAhci : chosen.role === 'ahci') draft.ahciDisks += 1;
}

type Adder = (draft: Draft, request: DeviceRequest, boardHasAhci: boolean) => void;

const ROOT_BUSES = new Set(['pcie.0', 'pci.0']);
const isOnRootBus = (bus: string | undefined): boolean => bus === undefined || ROOT_BUSES.has(bus);

const controller =
  (role: Role): Adder =>
  ({ controllers }, { id, bus }) => {
    const onRootBus = isOnRootBus(bus);
    controllers.push({ role, onRootBus, devices: 0, useful: 0, ...(id === undefined ? {} : { id }) });
  };

const ADDERS: Readonly<Record<Role, Adder>> = {
  xhci: controller('xhci'),
  ehci: controller('ehci'),
  uhci: controller('uhci'),
  companion: controller('companion'),
  ohci: controller('ohci'),
  ahci: controller('ahci'),
  ide: controller('ide'),
  'virtio-scsi': controller('virtio-scsi'),
  pvscsi: controller('pvscsi'),
  'scsi-other': controller('scsi-other'),
  nvme: (draft, request, boardHasAhci) => {
    controller('nvme')(draft, request, boardHasAhci);
    if (request.properties.has('drive')) addTo(draft.controllers.at(-1), true);
  },
  'nvme-namespace': (draft, { bus }) => {
    const all = draft.controllers.filter(({ role }) => role === 'nvme');
    addTo(bus === undefined ? all.at(-1) : all.find(({ id }) => id === bus), true);
  },
  usb: (draft, { bus }) => addTo(controllerFor(draft, USB_BUSES, bus, 'usb-bus'), true),
  'usb-idle': (draft, { bus }) => addTo(controllerFor(draft, USB_BUSES, bus, 'usb-bus'), false),
  'scsi-disk': (draft, { bus }) => addTo(controllerFor(draft, SCSI_BUSES, bus, 'scsi'), true),
  'ata-disk': (draft, { bus }, boardHasAhci) => addAtaDisk(draft, bus, boardHasAhci),
  'virtio-blk': (draft) => {
    draft.virtioDisks += 1;
  },
  vmgenid: (draft) => {
    draft.hasVmgenid = true;
  },
  ramfb: (draft) => {
    draft.hasRamfb = true;
  },
  nothing: () => undefined,
};

/** `-usb`, `-machine usb=on`. */
const asksForUsb = ({ options }: AcceptedStartup): boolean =>
  options.some(
    ({ name, text }) =>
      name === 'usb' ||
      (name === 'machine' && parseBoolean(lastValue(parseQemuOpts(text, 'type').pairs, 'usb') ?? 'off') === true),
  );

/** EHCI with three companions on q35, UHCI on pc (ich9_usb, pc_piix). */
const boardUsb = (boardHasAhci: boolean): readonly Controller[] =>
  (boardHasAhci ? (['ehci', 'companion', 'companion', 'companion'] as const) : (['uhci'] as const)).map((role) => ({
    role,
    onRootBus: true,
    devices: 0,
    useful: 0,
  }));

/** `-device` options in the order of creation, memory devices apart: those given as JSON come last. */
function requestsOf({ options, devices }: AcceptedStartup): readonly DeviceRequest[] {
  const memory = new Set(devices.map(({ option }) => option));
  const plain: DeviceRequest[] = [];
  const json: DeviceRequest[] = [];
  for (const [index, option] of options.entries()) {
    if (option.name !== 'device' || memory.has(index)) continue;
    const parsed = parseDevice(option, index, new Set());
    if (parsed.ok) (parsed.value.json ? json : plain).push(parsed.value);
  }
  return [...plain, ...json];
}

/** Drives that options make without `-device`, and the CD that q35 has by default. */
function addDrives(draft: Draft, startup: AcceptedStartup, requests: readonly DeviceRequest[], boardHasAhci: boolean) {
  const drives = driveList(startup.options, requests);
  if (boardHasAhci) draft.ahciDisks += drives.ide;
  draft.virtioDisks += drives.virtio;
}

/** Options that may take memory of the firmware's, in ways that no recording covers. */
const UNRECORDED_OPTIONS = new Set(['option-rom', 'acpitable', 'usbdevice']);

export function findDevices(startup: AcceptedStartup): FoundDevices {
  const boardHasAhci = startup.machine.version.family.chipset?.isPcie === true;
  const draft: Draft = {
    controllers: [],
    unrecorded: new Set(),
    ahciDisks: 0,
    virtioDisks: 0,
    hasVmgenid: false,
    hasRamfb: false,
  };
  const board = asksForUsb(startup) ? boardUsb(boardHasAhci) : [];
  draft.controllers.push(...board);
  const requests = requestsOf(startup);
  for (const request of requests) {
    const role = roleOf(request.driver ?? '');
    if (role === undefined) draft.unrecorded.add(request.driver ?? '');
    else ADDERS[role](draft, request, boardHasAhci);
  }
  addDrives(draft, startup, requests, boardHasAhci);
  for (const { name } of startup.options) if (UNRECORDED_OPTIONS.has(name)) draft.unrecorded.add(`-${name}`);
  // On q35 the board's USB lies behind all other slots of the bus, and so is found last.
  const own = draft.controllers.slice(board.length);
  const controllers = boardHasAhci ? [...own, ...board] : [...board, ...own];
  return { ...draft, controllers, unrecorded: [...draft.unrecorded] };
}
