/** The form of each entity of a document. Memory devices bring their own fields; the rest of the document is described here. */
import { formatAddress } from '../../core/base/size-text';
import { deviceKinds } from '../../core/devices/index';
import type { DeviceField, DeviceKind } from '../../core/devices/kind';
import type { Device, LayoutDocument } from '../../core/document/schema';
import type { Plan } from '../../core/plan/plan';
import type { DocPath } from '../../core/space/region';
import { lookOf, lookOfE820 } from '../../ui/kinds';
import { entityAt, type EntityKind, type EntityPlace } from '../document-path';
import { renameBackend } from '../edits';
import { nameOfDevice, nameOfHostRange } from '../names';
import type { Choice, Form, FormField } from './field';
import { e820Choices, firmwareChoices, hierarchyChoices, hmatDataChoices, machineChoices, plain } from './choices';

type Field = Omit<FormField, 'path'>;
type Fields = Readonly<Record<string, Field>>;

const at = (entity: DocPath, fields: Fields): readonly FormField[] =>
  Object.entries(fields).map(([key, field]) => ({ ...field, path: `${entity}.${key}` }));

const size = (label: string, placeholder?: string): Field => ({
  label,
  input: 'size',
  ...(placeholder === undefined ? { required: true } : { placeholder }),
});
const count = (label: string, placeholder: string): Field => ({ label, input: 'count', placeholder });
const text = (label: string, placeholder?: string): Field => ({
  label,
  input: 'text',
  ...(placeholder === undefined ? { required: true } : { placeholder }),
});
const flag = (label: string, placeholder: string): Field => ({ label, input: 'boolean', placeholder });
const node = (label: string): Field => ({ label, input: 'node', required: true });
const choice = (label: string, choices: readonly Choice[], placeholder?: string): Field => ({
  label,
  input: 'choice',
  choices,
  ...(placeholder === undefined ? { required: true } : { placeholder }),
});
const extra: Field = {
  label: 'Others',
  input: 'pairs',
  placeholder: 'none',
  hint: 'As typed: key=value,key=value',
};

/** What a form shows, given its entity. */
type Describe = (
  place: EntityPlace,
  document: LayoutDocument,
  plan: Plan | undefined,
) => Omit<Form, 'path'> | undefined;

const once =
  (title: string, subtitle: string, fields: Fields, more: Fields = {}): Describe =>
  ({ path }) => ({ title, subtitle, fields: at(path, fields), more: at(path, more) });

const machine = once(
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

const boot = once('Firmware and kernel', 'what runs first', {
  firmware: choice('Firmware', firmwareChoices, 'SeaBIOS'),
  kernel: text('Kernel', 'none'),
  append: { label: 'Kernel options', input: 'long-text', placeholder: 'none' },
});

const host = once('Host', 'the machine below', {
  title: text('Name', 'none'),
  physBits: count('Address bits', 'unknown'),
});

/** A backend's name; whoever names it follows a change. */
const backendName = (entity: DocPath, document: LayoutDocument, label = 'Name'): FormField => ({
  path: `${entity}.id`,
  label,
  input: 'identifier',
  required: true,
  edits: (value) => renameBackend(document, entity, value),
});

const backendFields: Fields = {
  type: choice('Type', plain('ram', 'file', 'memfd', 'shm')),
  size: size('Size'),
  path: text('File', 'none'),
};
const rareBackendFields: Fields = {
  share: flag('Shared', 'off'),
  reserve: flag('Reserve', 'on'),
  align: size('Alignment', 'page size'),
  hugetlb: flag('Huge pages', 'off'),
  hugetlbSize: size('Huge page size', 'default'),
  extra,
};

const backend: Describe = ({ path, index = 0 }, document) => {
  const item = document.backends[index];
  return item === undefined
    ? undefined
    : {
        title: item.id,
        subtitle: `memory-backend-${item.type}`,
        look: lookOf('ram'),
        fields: [backendName(path, document), ...at(path, backendFields)],
        more: at(path, rareBackendFields),
      };
};

const numaNode: Describe = ({ path, index = 0 }, document) => {
  const item = document.nodes[index];
  if (item === undefined) return undefined;
  const memdev: FormField = { path: `${path}.memdev`, label: 'RAM backend', input: 'backend', placeholder: 'no RAM' };
  const own = backendSize(document, item.memdev);
  return {
    title: `Node ${item.id}`,
    subtitle: '-numa node',
    ...(item.memdev === undefined ? {} : { look: lookOf('ram') }),
    fields: [
      { path: `${path}.id`, label: 'Number', input: 'count', required: true },
      memdev,
      ...(own === undefined ? [] : [own]),
      { path: `${path}.cpus`, label: 'CPUs', input: 'cpu-ranges', placeholder: 'none', hint: 'As in 0-7, 12' },
    ],
    more: [{ path: `${path}.initiator`, label: 'Initiator', input: 'node', placeholder: 'none' }],
  };
};

/** The size of a memory device is its backend's: shown where the device is, changed where it is kept. */
function backendSize(document: LayoutDocument, memdev: string | undefined): FormField | undefined {
  const index = document.backends.findIndex(({ id }) => id === memdev);
  return memdev === undefined || index < 0
    ? undefined
    : { path: `backends.${index}.size`, label: 'Size', input: 'size', required: true };
}

const asField = (entity: DocPath, { key, choices, rare: _, ...field }: DeviceField): FormField => ({
  ...field,
  path: `${entity}.${key}`,
  ...(choices === undefined ? {} : { choices: plain(...choices) }),
});

/** The address and the slot that QEMU gave, for the greyed text of fields left to QEMU. */
function placed(field: FormField, entity: DocPath, plan: Plan | undefined): FormField {
  const row = plan?.snapshots[0]?.tables?.memoryDevices.find(({ owner }) => owner === entity);
  if (row === undefined) return field;
  if (field.input === 'address') return { ...field, placeholder: formatAddress(row.range.start) };
  return field.input === 'slot' && row.slot !== undefined ? { ...field, placeholder: String(row.slot) } : field;
}

const SHARED_KEYS = ['id', 'memdev', 'node', 'addr', 'slot'];

/** Another kind of device in the same place, with what both kinds have. */
function asKind(device: Readonly<Record<string, unknown>>, kind: DeviceKind): Readonly<Record<string, unknown>> {
  const keys = kind.fields
    .map(({ key }) => key)
    .filter((key) => SHARED_KEYS.includes(key) && device[key] !== undefined);
  return { kind: kind.id, ...Object.fromEntries(keys.map((key) => [key, device[key]])) };
}

const kindField = (entity: DocPath, device: Device): FormField => ({
  path: `${entity}.kind`,
  label: 'Kind',
  input: 'choice',
  required: true,
  choices: deviceKinds.all.map(({ id, title }) => ({ value: id, title })),
  edits: (value) => {
    const kind = deviceKinds.find(String(value));
    return kind === undefined ? [] : [{ op: 'set', path: entity, value: asKind(device, kind) }];
  },
});

/** What is asked for first: where it lies, then what stands behind it; the name, rarely changed, comes last. */
const ORDER: readonly (readonly FormField['input'][])[] = [['address'], ['slot'], ['backend'], ['node']];

/** Size beside node, then the rest in the kind's order. */
function deviceFields(plan: Plan | undefined, entity: DocPath, device: Device, sizeField: FormField | undefined) {
  const kind = deviceKinds.find(device.kind);
  if (kind === undefined) return undefined;
  const fieldsOf = (rare: boolean): readonly FormField[] =>
    kind.fields
      .filter((field) => (field.rare === true) === rare)
      .map((field) => placed(asField(entity, field), entity, plan));
  const own = fieldsOf(false);
  const nodeField = own.find(({ input }) => input === 'node');
  const paired = sizeField !== undefined && nodeField !== undefined;
  const rest = own.filter((field) => !paired || field !== nodeField);
  return {
    kind,
    fields: [
      ...(sizeField === undefined ? [] : [paired ? { ...sizeField, beside: nodeField } : sizeField]),
      ...ORDER.flatMap((inputs) => rest.filter(({ input }) => inputs.includes(input))),
      ...rest.filter(({ input }) => ![...ORDER.flat(), 'identifier'].includes(input)),
      ...rest.filter(({ input }) => input === 'identifier'),
    ],
    more: [kindField(entity, device), ...fieldsOf(true), ...at(entity, { extra })],
  };
}

const device: Describe = ({ path, index = 0 }, document, plan) => {
  const item = document.devices[index];
  if (item === undefined) return undefined;
  const form = deviceFields(plan, path, item, 'memdev' in item ? backendSize(document, item.memdev) : undefined);
  if (form !== undefined) {
    return {
      title: nameOfDevice(item, index),
      subtitle: `${form.kind.driver} device`,
      look: lookOf(form.kind.region),
      fields: form.fields,
      more: form.more,
    };
  }
  return {
    title: nameOfDevice(item, index),
    subtitle: '-device',
    fields: at(path, {
      driver: text('Driver'),
      id: text('Name', 'none'),
      extra,
    }),
    more: [],
  };
};

const event: Describe = ({ path, index = 0 }, document, plan) => {
  const item = document.events[index];
  if (item === undefined) return undefined;
  const { device: plugged, backend: brought } = item;
  const isOwn = brought !== undefined && brought.id === plugged.memdev;
  const sizeField: FormField | undefined = isOwn
    ? { path: `${path}.backend.size`, label: 'Size', input: 'size', required: true }
    : backendSize(document, plugged.memdev);
  const form = deviceFields(plan, `${path}.device`, plugged, sizeField);
  return {
    title: item.title ?? `Plug ${nameOfDevice(plugged, index)}`,
    subtitle: `step t${index + 1}`,
    ...(form === undefined ? {} : { look: lookOf(form.kind.region) }),
    fields: [...(form?.fields ?? []), { path: `${path}.title`, label: 'Title', input: 'text', placeholder: 'none' }],
    more: [...(form?.more ?? []), ...(brought === undefined ? [] : broughtFields(`${path}.backend`, document, isOwn))],
  };
};

/** The fields of the backend that a step brings along; its size stands with the device if it is the device's. */
const broughtFields = (entity: DocPath, document: LayoutDocument, isOwn: boolean): readonly FormField[] => [
  backendName(entity, document, 'Backend’s name'),
  ...(isOwn ? [] : at(entity, { size: size('Its size') })),
  ...at(entity, {
    type: choice('Its type', plain('ram', 'file', 'memfd', 'shm')),
    path: text('File', 'none'),
    ...rareBackendFields,
  }),
];

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
