/** The outline: what the document has, section by section, as rows to draw. Nothing here computes a layout rule. */
import { RAM, SOFT_RESERVED } from '../../core/base/e820';
import { formatSize } from '../../core/base/size-text';
import type { DialogName } from '../../app/dialogs.svelte';
import { DEFAULT_FIRMWARE, firmwares } from '../../core/boot/firmwares';
import { DEFAULT_KERNEL, kernels } from '../../core/boot/kernels';
import { deviceKinds } from '../../core/devices/index';
import type { DeviceKind } from '../../core/devices/kind';
import { dialects } from '../../core/dialects/index';
import type { Device, LayoutDocument } from '../../core/document/schema';
import type { Plan } from '../../core/plan/plan';
import type { DocPath } from '../../core/space/region';
import { outcomeOf, type StepOutcome } from '../../core/space/timeline';
import { shortSize } from '../../draw/boxes';
import { lookOf, lookOfE820, type KindLook } from '../../ui/kinds';
import type { ListPath } from '../document-path';
import type { Change } from '../edits';
import { backendOf, nameOfDevice, nameOfHostRange } from '../names';

export interface Row {
  readonly path: DocPath;
  readonly name: string;
  /** Grey, behind the name: `on node 2`. */
  readonly note?: string;
  /** At the right: a size, a count. */
  readonly value?: string;
  readonly look?: KindLook;
}

export interface Add {
  readonly id: string;
  /** `Add a DIMM`. */
  readonly title: string;
  /** Of the layout as it is then; what makes it is fetched when it is first asked for. */
  change(now: () => LayoutDocument): Promise<Change>;
  /** Opens a dialog in which more is asked, in place of the change. */
  readonly dialog?: DialogName;
}

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly rows: readonly Row[];
  readonly adds: readonly Add[];
  /** What is not among the rows: leads to the timeline. */
  readonly beyond?: string;
  /** Folded until opened, since most layouts have little in it. */
  readonly folded?: boolean;
}

const plural = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;
const total = (sizes: readonly number[]): string =>
  sizes.length === 0 ? '' : formatSize(sizes.reduce((sum, size) => sum + size, 0));

const adds = (list: ListPath, title: string): Add => ({
  id: list,
  title,
  change: async (now) => (await import('../edits')).addItem(now(), list),
});
const addsDevice = (kind: DeviceKind): Add => ({
  id: kind.id,
  title: `Add ${kind.title}`,
  change: async (now) => (await import('../edits')).addDevice(now(), kind.id),
});

const NO_CHANGE: Change = { edits: [] };
const knownMachine: Add = {
  id: 'known-hosts',
  title: 'Start from a known machine…',
  change: () => Promise.resolve(NO_CHANGE),
  dialog: 'known-hosts',
};

/** What each host range is given to: the names of the guest memory whose backend names bytes of it. */
function givenTo(document: LayoutDocument): (start: number, end: number) => string | undefined {
  const claims = document.backends.flatMap(({ id, host = [] }) => {
    if (host.length === 0) return [];
    const index = document.devices.findIndex((device) => 'memdev' in device && device.memdev === id);
    const device = document.devices[index];
    const name = device === undefined ? id : nameOfDevice(device, index);
    return host.map(({ start, size }) => ({ start, end: start + size, name }));
  });
  return (start, end) => {
    const names = new Set(claims.filter((claim) => claim.start < end && start < claim.end).map(({ name }) => name));
    return names.size === 0 ? undefined : `→ ${[...names].join(', ')}`;
  };
}

/** Where the layout says nothing of its host there is nothing to fold. */
function host(document: LayoutDocument): readonly Section[] {
  const { host: below } = document;
  const claimed = givenTo(document);
  const rows = below.ranges.map((item, index): Row => {
    const note =
      claimed(item.start, item.start + item.size) ?? (item.node === undefined ? undefined : `on node ${item.node}`);
    return {
      path: `host.ranges.${index}`,
      name: nameOfHostRange(item, index),
      ...(note === undefined ? {} : { note }),
      value: shortSize(item.size),
      look: lookOfE820(item.type),
    };
  });
  const isKnown =
    rows.length > 0 || [below.title, below.source, below.physBits, below.blockSize].some((fact) => fact !== undefined);
  const own: Row = {
    path: 'host',
    name: below.title ?? 'This host',
    value: below.physBits === undefined ? 'address bits unknown' : `${below.physBits} bits`,
  };
  const memory = below.ranges.filter(({ type }) => type === RAM || type === SOFT_RESERVED).map(({ size }) => size);
  return [
    {
      id: 'host',
      title: 'Host',
      summary: rows.length === 0 ? 'not given' : shortSize(memory.reduce((sum, size) => sum + size, 0)),
      rows: [...(isKnown ? [own] : []), ...rows],
      adds: [knownMachine, adds('host.ranges', 'Add a host range')],
    },
    ...hostLists(document),
  ];
}

/** What else the host says of itself, each list behind a fold, and only where there is one. */
function hostLists({ host: { nodes, dax, resources } }: LayoutDocument): readonly Section[] {
  const nodeRow = (index: number): Row => {
    const { id, size, cpus } = nodes[index] ?? { id: index, size: undefined, cpus: undefined };
    return {
      path: `host.nodes.${index}`,
      name: `node ${id}`,
      ...(cpus === undefined ? {} : { note: cpus === '' ? 'without CPUs' : `CPUs ${cpus}` }),
      value: size === undefined ? 'size unknown' : formatSize(size),
    };
  };
  const isEmpty = (index: number) => nodes[index]?.size === 0;
  const indices = [...nodes.keys()];
  const empty = indices.filter(isEmpty);
  const sections: readonly Section[] = [
    {
      id: 'host-nodes',
      title: 'Host nodes',
      summary: plural(nodes.length - empty.length, 'node'),
      rows: indices.filter((index) => !isEmpty(index)).map(nodeRow),
      adds: [adds('host.nodes', 'Add a host node')],
      folded: true,
    },
    {
      id: 'host-empty-nodes',
      title: 'Host nodes, empty',
      summary: String(empty.length),
      rows: empty.map(nodeRow),
      adds: [],
      folded: true,
    },
    {
      id: 'host-dax',
      title: 'Host dax devices',
      summary: String(dax.length),
      rows: dax.map((item, index) => ({
        path: `host.dax.${index}`,
        name: item.name,
        ...(item.node === undefined ? {} : { note: `on node ${item.node}` }),
        value: formatSize(item.size),
        look: lookOf('soft-reserved'),
      })),
      adds: [adds('host.dax', 'Add a dax device of the host')],
      folded: true,
    },
    {
      id: 'host-resources',
      title: 'Host /proc/iomem',
      summary: plural(resources.length, 'line'),
      rows: resources.map((item, index) => ({
        path: `host.resources.${index}`,
        name: `${'\u2002'.repeat(item.depth)}${item.name}`,
        value: formatSize(item.size),
      })),
      adds: [adds('host.resources', 'Add a line')],
      folded: true,
    },
  ];
  return sections.filter(({ rows }) => rows.length > 0);
}

/** Further hosts, each with whether its address bits are enough. */
function fleet({ fleet: hosts }: LayoutDocument, plan: Plan | undefined): Section {
  const needed = plan?.verdict.bitsNeeded ?? 0;
  return {
    id: 'fleet',
    title: 'Hosts it runs on',
    summary: hosts.length === 0 ? 'none' : String(hosts.length),
    rows: hosts.map(({ title, physBits }, index) => ({
      path: `fleet.${index}`,
      name: title ?? `${physBits} bits`,
      ...(title === undefined ? {} : { note: `${physBits} bits` }),
      value: needed === 0 ? '' : physBits < needed ? `${plural(needed - physBits, 'bit')} short` : 'can run it',
    })),
    adds: [adds('fleet', 'Add a host to run on')],
    folded: hosts.length === 0,
  };
}

function machine(document: LayoutDocument, plan: Plan | undefined): Section {
  const { type, version } = document.machine;
  const { model, physBits } = document.cpu;
  const { cpus, maxcpus } = document.smp;
  const assumed = (path: DocPath): string | undefined =>
    plan?.verdict.assumed.find((each) => each.path === path)?.value;
  const bits = physBits ?? plan?.verdict.bitsAvailable;
  return {
    id: 'machine',
    title: 'Machine',
    summary: dialects.find(document.dialect)?.title ?? document.dialect,
    rows: [
      { path: 'machine', name: type, value: version ?? 'newest' },
      {
        path: 'cpu',
        name: model ?? assumed('cpu.model') ?? 'default CPU',
        value: bits === undefined ? 'phys-bits' : `phys-bits ${bits}`,
      },
      {
        path: 'smp',
        name: plural(cpus ?? 1, 'CPU'),
        ...(maxcpus === undefined ? {} : { value: `at most ${maxcpus}` }),
      },
    ],
    adds: [],
  };
}

function ram(document: LayoutDocument): readonly Section[] {
  const { memory, nodes, devices, options } = document;
  /** Among the options that no field holds. */
  const isKept = (id: string): boolean =>
    options.some(({ name, value = '' }) => name === 'object' && value.split(/[\s"=,:]+/).includes(id));
  const guestsOf = (id: number) => devices.filter((device) => 'node' in device && device.node === id).length;
  const rows = nodes.map((node, index): Row => {
    const own = backendOf(document, node.memdev);
    const guests = guestsOf(node.id);
    if (node.memdev === undefined) {
      return {
        path: `nodes.${index}`,
        name: `node ${node.id}`,
        value: guests > 0 ? plural(guests, 'device') : 'empty',
      };
    }
    return {
      path: `nodes.${index}`,
      name: node.memdev,
      note: `on node ${node.id}`,
      value: own !== undefined ? formatSize(own.size) : isKept(node.memdev) ? 'kept as typed' : 'no such backend',
      look: lookOf('ram'),
    };
  });
  const isEmpty = (index: number): boolean => {
    const node = nodes[index];
    return node !== undefined && node.memdev === undefined && (node.cpus ?? []).length === 0 && guestsOf(node.id) === 0;
  };
  const empty = rows.filter((_, index) => isEmpty(index));
  const folds = empty.length > MOST_EMPTY;
  const section: Section = {
    id: 'ram',
    title: 'RAM and nodes',
    summary: plural(nodes.length, 'node'),
    rows: [
      {
        path: 'memory.size',
        name: 'Boot RAM',
        value: memory.size === undefined ? '128 MiB, default' : formatSize(memory.size),
        look: lookOf('ram'),
      },
      ...(folds ? rows.filter((_, index) => !isEmpty(index)) : rows),
    ],
    adds: [adds('nodes', 'Add a node')],
  };
  const emptySection: Section = {
    ...{ id: 'empty-nodes', title: 'Empty nodes', summary: String(empty.length), rows: empty, adds: [], folded: true },
  };
  return folds ? [section, emptySection] : [section];
}

/** More nodes than these without memory, CPUs or devices are folded away. */
const MOST_EMPTY = 3;

const deviceRow = (document: LayoutDocument, device: Device, index: number): Row => {
  const kind = deviceKinds.find(device.kind);
  const memdev = 'memdev' in device ? device.memdev : undefined;
  const own = backendOf(document, memdev);
  const node = 'node' in device ? device.node : undefined;
  return {
    path: `devices.${index}`,
    name: nameOfDevice(device, index),
    ...(node === undefined ? {} : { note: `on node ${node}` }),
    ...(kind === undefined ? { note: device.kind === 'other' ? device.driver : device.kind } : {}),
    value: kind === undefined ? '' : own === undefined ? 'no backend' : formatSize(own.size),
    ...(kind === undefined ? {} : { look: lookOf(kind.region) }),
  };
};

function devicesWhere(document: LayoutDocument, fits: (kind: DeviceKind | undefined) => boolean) {
  return document.devices
    .map((device, index) => ({ device, index }))
    .filter(({ device }) => fits(deviceKinds.find(device.kind)))
    .map(({ device, index }) => ({
      row: deviceRow(document, device, index),
      size: backendOf(document, 'memdev' in device ? device.memdev : undefined)?.size ?? 0,
    }));
}

const isSpm = (kind: DeviceKind | undefined): boolean => kind?.region === 'soft-reserved';

function spm(document: LayoutDocument): Section {
  const found = devicesWhere(document, isSpm);
  return {
    id: 'spm',
    title: 'GPU memory, SPM',
    summary: total(found.map(({ size }) => size)) || 'none',
    rows: found.map(({ row }) => row),
    adds: deviceKinds.all.filter(isSpm).map(addsDevice),
  };
}

function hotplug(document: LayoutDocument, plan: Plan | undefined): Section {
  const { maxmem, slots } = document.memory;
  const found = devicesWhere(document, (kind) => kind !== undefined && !isSpm(kind));
  const used = plan?.snapshots[0]?.tables?.memoryDevices.filter(({ slot }) => slot !== undefined).length;
  const window = plan?.window;
  return {
    id: 'hotplug',
    title: 'Hotplug window',
    summary: window === undefined ? 'none' : formatSize(window.range.end - window.range.start),
    rows: [
      {
        path: 'memory.maxmem',
        name: 'maxmem',
        value: maxmem === undefined ? 'no window' : formatSize(maxmem),
        look: lookOf('device-memory-window'),
      },
      {
        path: 'memory.slots',
        name: 'slots',
        value: used === undefined ? String(slots ?? 0) : `${used} of ${slots ?? 0} used`,
        look: lookOf('dimm'),
      },
      ...found.map(({ row }) => row),
    ],
    adds: deviceKinds.all.filter((kind) => !isSpm(kind)).map(addsDevice),
  };
}

function pci(document: LayoutDocument, plan: Plan | undefined): Section {
  const { pciHole64Size, cxl, cxlWindows } = document.machine;
  const others = devicesWhere(document, (kind) => kind === undefined);
  const hole = pciHole64Size ?? plan?.verdict.sum.find(({ id }) => id === 'hole')?.size;
  return {
    id: 'pci',
    title: 'PCI and CXL',
    summary: cxl === true ? 'CXL on' : '',
    rows: [
      {
        path: 'machine.pciHole64Size',
        name: '64-bit PCI hole',
        value: hole === undefined ? 'default' : formatSize(hole),
        look: lookOf('mmio'),
      },
      ...cxlWindows.map((window, index) => ({
        path: `machine.cxlWindows.${index}`,
        name: `CXL window ${index}`,
        note: window.targets.join(', '),
        value: formatSize(window.size),
        look: lookOf('cxl-window'),
      })),
      ...others.map(({ row }) => row),
    ],
    adds: [adds('machine.cxlWindows', 'Add a CXL window'), adds('devices', 'Add another device')],
  };
}

function backends({ backends: all }: LayoutDocument): Section {
  return {
    id: 'backends',
    title: 'Backends',
    summary: String(all.length),
    rows: all.map((item, index) => ({
      path: `backends.${index}`,
      name: item.id,
      note: item.type,
      value: formatSize(item.size),
    })),
    adds: [adds('backends', 'Add a backend')],
    folded: true,
  };
}

/** Steps beyond these are in the list of steps alone, which draws only what is in sight. */
const MOST_STEPS = 200;

/** How a step ended, by its outcome. */
const ENDS: Readonly<Record<StepOutcome, string>> = {
  done: 'done',
  refused: 'refused',
  released: 'gone',
  declined: 'guest refuses',
  partial: 'in part',
  pending: 'no answer',
  never: 'QEMU had ended',
};

function timeline({ devices, events }: LayoutDocument, plan: Plan | undefined): Section {
  const done = plan?.timeline;
  const shown = events.slice(0, MOST_STEPS);
  const plugged = shown.flatMap((step) => (step.do === 'plug' ? [step.device] : []));
  const kinds = new Map([...devices, ...plugged].map(({ id = '', kind }) => [id, kind]));
  return {
    id: 'events',
    title: 'Timeline',
    summary: events.length === 0 ? 'boot, then nothing' : plural(events.length, 'step'),
    rows: shown.map((step, index) => {
      const name = step.do === 'plug' ? nameOfDevice(step.device, index) : 'device' in step ? step.device : '';
      const kind = deviceKinds.find(step.do === 'plug' ? step.device.kind : (kinds.get(name) ?? ''));
      return {
        path: `events.${index}`,
        name: step.title ?? `${step.do} ${name}`,
        note: `at t${index + 1}`,
        value: done === undefined || index >= done.steps ? '' : ENDS[outcomeOf(done, index + 1)],
        ...(kind === undefined ? {} : { look: lookOf(kind.region) }),
      };
    }),
    ...(events.length > MOST_STEPS ? { beyond: `${events.length - MOST_STEPS} more in the timeline` } : {}),
    adds: stepAdds,
  };
}

const addsStep = (what: string, title: string): Add => ({
  id: `step-${what}`,
  title,
  change: async (now) => (await import('../edits')).addStep(now(), what),
});

const stepAdds: readonly Add[] = [
  ...deviceKinds.all.map(({ id, title }) => addsStep(id, `Plug ${title} later`)),
  addsStep('unplug', 'Unplug a device'),
  addsStep('resize', 'Resize virtio-mem'),
  addsStep('reboot', 'Reboot'),
  addsStep('guest', 'Change the guest'),
  addsStep('blocks', 'Memory blocks by hand'),
  addsStep('qmp', 'Another QMP command'),
];

function firmware({ boot }: LayoutDocument, plan: Plan | undefined): Section {
  const asked = plan?.boot.firmware ?? boot.firmware ?? DEFAULT_FIRMWARE;
  const known = firmwares.find(asked);
  const kernel = plan?.boot.kernel ?? boot.kernel ?? DEFAULT_KERNEL;
  const kernelTitle = kernels.find(kernel)?.title ?? kernel;
  const append = plan?.boot.append ?? boot.append ?? '';
  return {
    id: 'firmware',
    title: 'Firmware, kernel',
    summary: `${known?.short ?? asked}, ${kernelTitle}`,
    rows: [
      {
        path: 'boot.firmware',
        name: known?.title ?? asked,
        ...(boot.firmware === undefined ? { note: 'assumed' } : {}),
      },
      { path: 'boot.kernel', name: kernelTitle, ...(boot.kernel === undefined ? { note: 'assumed' } : {}) },
      { path: 'boot.append', name: 'Kernel parameters', value: append === '' ? 'none' : append },
    ],
    adds: [],
    folded: true,
  };
}

function numa({ cpuAssignments, distances, hmat, hmatCaches }: LayoutDocument): Section {
  const rows: readonly Row[] = [
    ...cpuAssignments.map((item, index) => ({
      path: `cpuAssignments.${index}`,
      name: 'CPUs',
      note: `on node ${item.node}`,
    })),
    ...distances.map((item, index) => ({
      path: `distances.${index}`,
      name: 'distance',
      note: `${item.from} to ${item.to}`,
      value: String(item.value),
    })),
    ...hmat.map((item, index) => ({
      path: `hmat.${index}`,
      name: item.dataType,
      note: `${item.initiator} to ${item.target}`,
      value: item.dataType.endsWith('latency') ? `${item.value} ns` : `${formatSize(item.value)}/s`,
    })),
    ...hmatCaches.map((item, index) => ({
      path: `hmatCaches.${index}`,
      name: `cache L${item.level}`,
      note: `on node ${item.node}`,
      value: formatSize(item.size),
    })),
  ];
  return {
    id: 'numa',
    title: 'Distances, HMAT',
    summary: rows.length === 0 ? 'none' : String(rows.length),
    rows,
    adds: [
      adds('distances', 'Add a distance'),
      adds('hmat', 'Add a latency or bandwidth'),
      adds('hmatCaches', 'Add a memory-side cache'),
      adds('cpuAssignments', 'Assign CPUs to a node'),
    ],
    folded: true,
  };
}

function kept({ objects, globals, options }: LayoutDocument): Section {
  const rows: readonly Row[] = [
    ...objects.map((item, index) => ({ path: `objects.${index}`, name: item.id, note: item.type })),
    ...globals.map((item, index) => ({
      path: `globals.${index}`,
      name: `${item.driver}.${item.property}`,
      value: item.value,
    })),
    ...options.map((item, index) => ({
      path: `options.${index}`,
      name: `-${item.name.replace(/^-+/, '')}`,
      note: item.value ?? '',
    })),
  ];
  return {
    id: 'kept',
    title: 'Other options, kept',
    summary: rows.length === 0 ? 'none' : String(rows.length),
    rows,
    adds: [adds('options', 'Add an option'), adds('globals', 'Add a global'), adds('objects', 'Add an object')],
    folded: true,
  };
}

/** All sections, in the order of the machine: what is below, what is inside, what happens later. */
export const sections = (document: LayoutDocument, plan: Plan | undefined): readonly Section[] => [
  ...host(document),
  fleet(document, plan),
  machine(document, plan),
  ...ram(document),
  spm(document),
  hotplug(document, plan),
  pci(document, plan),
  timeline(document, plan),
  firmware(document, plan),
  backends(document),
  numa(document),
  kept(document),
];
