/** The form of each entity of a document. Memory devices bring their own fields; the rest of the document is described here. */
import { ok } from '../../core/base/result';
import { dialects } from '../../core/dialects/index';
import type { LayoutDocument, NumaNode } from '../../core/document/schema';
import type { Plan } from '../../core/plan/plan';
import type { DocPath } from '../../core/space/region';
import { lookOf, lookOfE820 } from '../../ui/kinds';
import { entityAt, type EntityKind } from '../document-path';
import { nameOfHostRange } from '../names';
import { backend, backendSize } from './backend-form';
import { firmwares } from '../../core/boot/firmwares';
import { kernels } from '../../core/boot/kernels';
import { pciWindows } from '../../core/boot/pci-windows';
import {
  dialectChoices,
  e820Choices,
  firmwareChoices,
  hierarchyChoices,
  kernelChoices,
  pciWindowChoices,
  hmatDataChoices,
  machineChoices,
  markChoices,
  plain,
} from './choices';
import { at, choice, count, extra, flag, node, size, text, type Describe, type Field, type Fields } from './describe';
import { device } from './device-forms';
import { event } from './event-forms';
import type { Form, FormField } from './field';

const once =
  (title: string, subtitle: string, fields: Fields, more: Fields = {}): Describe =>
  ({ path }) => ({ title, subtitle, fields: at(path, fields), more: at(path, more) });

const machineFields = once(
  'Machine',
  '-machine',
  {
    type: choice('Type', machineChoices),
    version: text('Version', 'newest'),
    maxRamBelow4g: size('RAM < 4 GiB', 'machine’s own split'),
    pciHole64Size: size('64-bit hole', 'default'),
    nvdimm: flag('NVDIMM', 'off'),
    hmat: flag('HMAT', 'off'),
    cxl: flag('CXL', 'off'),
  },
  {
    acpi: flag('ACPI', 'on'),
    memoryBackend: { label: 'RAM backend', input: 'backend', placeholder: 'made by QEMU' },
    oemId: text('OEM id', 'BOCHS'),
    oemTableId: text('OEM table id', 'BXPC'),
    extra,
  },
);

/** Which QEMU it is decides what a machine can have. */
const machine: Describe = (place, document, plan) => {
  const form = machineFields(place, document, plan);
  const qemu: FormField = { path: 'dialect', label: 'QEMU', input: 'choice', required: true, choices: dialectChoices };
  return form === undefined ? undefined : { ...form, fields: [qemu, ...form.fields] };
};

const cpu = once(
  'CPU',
  '-cpu',
  {
    model: text('Model', 'machine’s default'),
    physBits: count('phys-bits', 'model’s own'),
    features: { label: 'Features', input: 'words', placeholder: 'none', hint: 'As after -cpu: +avx, key=value' },
  },
  {
    vendor: text('Vendor', 'model’s own'),
    longMode: flag('64-bit (lm)', 'model’s own'),
    x2apic: flag('x2APIC', 'model’s own'),
  },
);

const smp = once(
  'Processors',
  '-smp',
  { cpus: count('CPUs', '1'), maxcpus: count('Maximum', 'as CPUs'), sockets: count('Sockets', 'auto') },
  {
    dies: count('Dies', '1'),
    modules: count('Modules', '1'),
    cores: count('Cores', 'auto'),
    threads: count('Threads', '1'),
    extra,
  },
);

const memory = once('Boot RAM and window', '-m', {
  size: size('Boot RAM', '128 MiB'),
  maxmem: size('maxmem', 'no window'),
  slots: count('Slots', '0'),
});

/** What a choice means that the layout leaves open, as the plan has it. */
const assumedTitle = (id: string | undefined, all: { find(id: string): { readonly title: string } | undefined }) =>
  id === undefined ? 'assumed' : `${all.find(id)?.title ?? id}, assumed`;

/** What the firmware does by itself about its 64-bit PCI window. */
const ruleTitle = (id: string | undefined): string => {
  const rule = id === undefined ? undefined : pciWindows.find(id);
  return rule === undefined ? 'unknown' : `${rule.title}, its own`;
};

/** An empty list is a guest without any of them, and no list one with all. */
const drivers: Field = {
  ...text('Drivers', 'all'),
  hint: 'Those of virtio_mem, kmem, nd_pmem that the guest has from the start, or none',
  read: (typed) => {
    const names = typed.split(/[\s,]+/).filter((name) => name !== '');
    return ok(names.length === 0 || typed.trim() === 'all' ? undefined : names.filter((name) => name !== 'none'));
  },
  write: (value) => (Array.isArray(value) ? value.join(', ') || 'none' : ''),
};

const boot: Describe = ({ path }, document, plan) => {
  const firmware = firmwares.find(document.boot.firmware ?? plan?.boot.firmware ?? '');
  const assumed = plan?.boot.assumed;
  const open = {
    firmware: assumedTitle(assumed?.firmware === true ? plan?.boot.firmware : undefined, firmwares),
    kernel: assumedTitle(assumed?.kernel === true ? plan?.boot.kernel : undefined, kernels),
  };
  return {
    title: 'Firmware and kernel',
    subtitle: 'what runs first',
    fields: at(path, {
      firmware: {
        ...choice('Firmware', firmwareChoices, open.firmware),
        ...(firmware === undefined ? {} : { hint: firmware.note }),
      },
      kernel: choice('Kernel', kernelChoices, open.kernel),
      pciWindow: {
        ...choice('64-bit window', pciWindowChoices, ruleTitle(firmware?.pciWindow)),
        hint: pciWindows.find(document.boot.pciWindow ?? firmware?.pciWindow ?? '')?.note ?? '',
      },
      append: {
        label: 'Kernel parameters',
        input: 'long-text',
        placeholder: document.boot.append === undefined && plan?.boot.append ? plan.boot.append : 'none',
        hint: 'Those that concern memory are understood: memmap=, mem=, efi=nosoftreserve',
      },
    }),
    more: at(path, { drivers }),
  };
};

const host = once(
  'Host',
  'the machine below',
  {
    title: text('Name', 'none'),
    physBits: count('Address bits', 'unknown'),
    blockSize: size('Memory block', 'unknown'),
  },
  { source: { label: 'Source', input: 'long-text', placeholder: 'not said' } },
);

const fleetHost: Describe = ({ path, index = 0 }, document) => {
  const item = document.fleet[index];
  return item === undefined
    ? undefined
    : {
        title: item.title ?? `Host with ${item.physBits} bits`,
        subtitle: 'the guest is to run there too',
        fields: at(path, {
          title: text('Name', 'none'),
          physBits: {
            label: 'Address bits',
            input: 'count',
            required: true,
            hint: 'As in address sizes of /proc/cpuinfo',
          },
        }),
        more: [],
      };
};

const hostNode: Describe = ({ path, index = 0 }, document) => {
  const item = document.host.nodes[index];
  return item === undefined
    ? undefined
    : {
        title: `Host node ${item.id}`,
        subtitle: 'as the host numbers it',
        fields: at(path, {
          id: { label: 'Number', input: 'count', required: true },
          size: size('Memory', 'unknown'),
          cpus: { ...text('CPUs', 'unknown'), hint: 'As in 0-71, 144' },
        }),
        more: [],
      };
};

const hostDax: Describe = ({ path, index = 0 }, document) => {
  const item = document.host.dax[index];
  return item === undefined
    ? undefined
    : {
        title: item.name,
        subtitle: 'dax device of the host',
        look: lookOf('soft-reserved'),
        fields: at(path, {
          name: text('Name'),
          start: { label: 'Start', input: 'address', placeholder: 'unknown' },
          size: size('Size'),
          node: { label: 'Node', input: 'count', placeholder: 'unknown' },
          mode: { ...text('Mode', 'unknown'), hint: 'devdax or system-ram' },
        }),
        more: [],
      };
};

const hostResource: Describe = ({ path, index = 0 }, document) => {
  const item = document.host.resources[index];
  return item === undefined
    ? undefined
    : {
        title: item.name,
        subtitle: 'line of /proc/iomem',
        fields: at(path, {
          name: text('Name'),
          start: { label: 'Start', input: 'address', required: true },
          size: size('Size'),
          depth: { ...count('Level', ''), required: true },
        }),
        more: [],
      };
};

const LOOK_OF_MARK = { none: 'ram', spm: 'soft-reserved', reserved: 'reserved' } as const;

/** Only where some QEMU of that name knows it, or a layout has it all the same. */
function markField(document: LayoutDocument, path: DocPath, { mark }: NumaNode): readonly FormField[] {
  const form = dialects.find(document.dialect)?.spm;
  if (form !== 'spm' && form !== 'memmap-type' && mark === undefined) return [];
  const choices = form === 'spm' && mark !== 'reserved' ? markChoices.slice(0, 1) : markChoices;
  return [{ path: `${path}.mark`, label: 'Boot memory is', input: 'choice', choices, placeholder: 'ordinary' }];
}

const numaNode: Describe = ({ path, index = 0 }, document) => {
  const item = document.nodes[index];
  if (item === undefined) return undefined;
  const memdev: FormField = { path: `${path}.memdev`, label: 'RAM backend', input: 'backend', placeholder: 'no RAM' };
  const own = backendSize(document, item.memdev);
  return {
    title: `Node ${item.id}`,
    subtitle: '-numa node',
    ...(item.memdev === undefined ? {} : { look: lookOf(LOOK_OF_MARK[item.mark ?? 'none']) }),
    fields: [
      { path: `${path}.id`, label: 'Number', input: 'count', required: true },
      memdev,
      ...(own === undefined ? [] : [own]),
      ...markField(document, path, item),
      { path: `${path}.cpus`, label: 'CPUs', input: 'cpu-ranges', placeholder: 'none', hint: 'As in 0-7, 12' },
    ],
    more: [{ path: `${path}.initiator`, label: 'Initiator', input: 'node', placeholder: 'none' }],
  };
};

const hostRange: Describe = ({ path, index = 0 }, document) => {
  const item = document.host.ranges[index];
  return item === undefined
    ? undefined
    : {
        title: nameOfHostRange(item, index),
        subtitle: 'host range',
        look: lookOfE820(item.type),
        fields: at(path, {
          title: text('Name', 'none'),
          start: { label: 'Start', input: 'address', required: true },
          size: size('Size'),
          type: choice('Type', e820Choices(item.type)),
          node: { label: 'Node', input: 'count', placeholder: 'unknown' },
        }),
        more: [],
      };
};

const cxlWindow: Describe = ({ path, index = 0 }, document) =>
  document.machine.cxlWindows[index] === undefined
    ? undefined
    : {
        title: `CXL window ${index}`,
        subtitle: 'cxl-fmw',
        look: lookOf('cxl-window'),
        fields: at(path, {
          size: size('Size'),
          targets: {
            label: 'Targets',
            input: 'words',
            required: true,
            hint: 'Ids of the CXL bridges, as in cxl.0, cxl.1',
          },
          granularity: size('Granularity', '256 bytes'),
        }),
        more: [],
      };

const distance: Describe = ({ path, index = 0 }, document) => {
  const item = document.distances[index];
  return item === undefined
    ? undefined
    : {
        title: `Node ${item.from} to ${item.to}`,
        subtitle: 'distance',
        fields: at(path, {
          from: node('From'),
          to: node('To'),
          value: { ...count('Distance', ''), required: true, hint: '10 is local, 255 unreachable' },
        }),
        more: [],
      };
};

const hmatEntry: Describe = ({ path, index = 0 }, document) => {
  const item = document.hmat[index];
  if (item === undefined) return undefined;
  const isLatency = item.dataType.endsWith('latency');
  return {
    title: `Node ${item.initiator} to ${item.target}`,
    subtitle: 'HMAT',
    fields: at(path, {
      initiator: node('Initiator'),
      target: node('Target'),
      hierarchy: choice('Level', hierarchyChoices),
      dataType: choice('Measure', hmatDataChoices),
      value: {
        label: 'Value',
        input: isLatency ? 'count' : 'size',
        required: true,
        hint: isLatency ? 'Nanoseconds' : 'Bytes a second, as in 200G',
      },
    }),
    more: [],
  };
};

const hmatCache: Describe = ({ path, index = 0 }, document) => {
  const item = document.hmatCaches[index];
  return item === undefined
    ? undefined
    : {
        title: `Cache of node ${item.node}`,
        subtitle: 'HMAT cache',
        fields: at(path, {
          node: node('Node'),
          size: size('Size'),
          level: { ...count('Level', ''), required: true },
          associativity: choice('Associativity', plain('none', 'direct', 'complex'), 'none'),
          policy: choice('Policy', plain('none', 'write-back', 'write-through'), 'none'),
          line: count('Line, bytes', '0'),
        }),
        more: [],
      };
};

const cpuAssignment: Describe = ({ path, index = 0 }, document) => {
  const item = document.cpuAssignments[index];
  return item === undefined
    ? undefined
    : {
        title: `CPUs of node ${item.node}`,
        subtitle: '-numa cpu',
        fields: at(path, {
          node: node('Node'),
          socket: count('Socket', 'any'),
          core: count('Core', 'any'),
          thread: count('Thread', 'any'),
          die: count('Die', 'any'),
          module: count('Module', 'any'),
        }),
        more: [],
      };
};

const object = once('Object', '-object', { type: text('Type'), id: text('Name'), extra });
const globalSetting = once('Global', '-global', {
  driver: text('Driver'),
  property: text('Property'),
  value: { label: 'Value', input: 'text', required: true },
});
const option = once('Option', 'kept as typed', { name: text('Option'), value: text('Value', 'none') });

const FORMS: Readonly<Record<EntityKind, Describe>> = {
  host,
  machine,
  cpu,
  smp,
  memory,
  boot,
  'host.ranges': hostRange,
  'host.nodes': hostNode,
  'host.dax': hostDax,
  'host.resources': hostResource,
  fleet: fleetHost,
  'machine.cxlWindows': cxlWindow,
  backends: backend,
  objects: object,
  nodes: numaNode,
  cpuAssignments: cpuAssignment,
  distances: distance,
  hmat: hmatEntry,
  hmatCaches: hmatCache,
  devices: device,
  globals: globalSetting,
  options: option,
  events: event,
};

/** The form of the entity at or around a path; undefined where nothing can be edited. */
export function formAt(document: LayoutDocument, plan: Plan | undefined, path: DocPath | undefined): Form | undefined {
  const place = entityAt(document, path);
  if (place === undefined) return undefined;
  const form = FORMS[place.kind](place, document, plan);
  return form === undefined ? undefined : { path: place.path, ...form };
}
