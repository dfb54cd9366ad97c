/** How a layout is split between libvirt's words and QEMU's arguments. */
import type { MemoryDevice } from '../../devices/index';
import type { Device, LayoutDocument } from '../../document/schema';
import type { Plan } from '../../plan/plan';
import { areDistancesSayable, isCpuSayable, isHmatSayable, isModule, isSmpSayable, isWholeMib } from './sayable';

export interface SaidPart {
  readonly cpu: boolean;
  readonly smp: boolean;
  readonly maxmem: boolean;
  readonly distances: boolean;
  readonly hmat: boolean;
  readonly nvdimm: boolean;
  readonly hole: boolean;
  /** Ids of backends that libvirt makes. */
  readonly backends: ReadonlySet<string>;
  /** Indices of devices that are `<memory>` elements. */
  readonly modules: ReadonlySet<number>;
  /** Indices of memory devices that come before them, as plain arguments; all others come behind them. */
  readonly plain: ReadonlySet<number>;
  /** Addresses and slots are written out: libvirt's order is another one. */
  readonly isPlaced: boolean;
}

export function partsOf(
  document: LayoutDocument,
  plan: Plan,
  initiators: ReadonlySet<number>,
): { readonly document: LayoutDocument; readonly said: SaidPart } {
  const { machine, memory, nodes, devices } = document;
  const modules = new Set(indices(devices, (device) => isModule(document, device)));
  const others = indices(devices, (device) => !modules.has(devices.indexOf(device)));
  const [first, last] = [Math.min(...modules), Math.max(...modules)];
  const isPlaced =
    modules.size > 0 &&
    (hasSlots(devices, others) ||
      !others.every((index) => index < first || (index > last && isJsonSafe(devices[index]))));
  const plain = new Set(others.filter((index) => modules.size === 0 || isPlaced || index < first));
  const used = new Set([
    ...nodes.flatMap(({ memdev }) => (memdev === undefined ? [] : [memdev])),
    ...(machine.memoryBackend === undefined ? [] : [machine.memoryBackend]),
    ...[...modules].map((index) => memdevOf(devices[index])),
  ]);
  const size = memory.size ?? 2 ** 27;
  const { maxmem, slots } = memory;
  return {
    document: isPlaced ? placed(document, plan) : document,
    said: {
      cpu: isCpuSayable(document),
      smp: isSmpSayable(document),
      maxmem:
        (maxmem === undefined && slots === undefined) ||
        (maxmem !== undefined && maxmem > size && isWholeMib(maxmem) && (slots ?? 0) <= 0xffff),
      distances: areDistancesSayable(document),
      hmat: isHmatSayable(document, initiators),
      nvdimm: machine.nvdimm === true && [...modules].some((index) => devices[index]?.kind === 'nvdimm'),
      hole: ['q35', 'pc'].includes(machine.type) && (machine.pciHole64Size ?? 0) % 1024 === 0,
      backends: used,
      modules,
      plain,
      isPlaced,
    },
  };
}

const memdevOf = (device: Device | undefined): string =>
  device === undefined || device.kind === 'other' ? '' : (device.memdev ?? '');

/** Numbers of memory devices. */
const indices = (devices: readonly Device[], wanted: (device: MemoryDevice) => boolean): readonly number[] =>
  devices.flatMap((device, index) => (device.kind !== 'other' && wanted(device) ? [index] : []));

/** What its properties are typed as is known, unless there are others. */
const isJsonSafe = (device: Device | undefined): boolean => device?.extra === undefined;

const hasSlots = (devices: readonly Device[], among: readonly number[]): boolean =>
  among.some((index) => devices[index]?.kind === 'pc-dimm' || devices[index]?.kind === 'nvdimm');

/** With the addresses and slots of the plan. */
function placed(document: LayoutDocument, plan: Plan): LayoutDocument {
  const rows = new Map(plan.snapshots[0]?.tables?.memoryDevices.map((row) => [row.owner, row]) ?? []);
  const devices = document.devices.map((device, index): Device => {
    const row = rows.get(`devices.${index}`);
    if (device.kind === 'other' || row === undefined) return device;
    return { ...device, addr: row.range.start, ...(row.slot === undefined ? {} : { slot: row.slot }) } as Device;
  });
  return { ...document, devices };
}
