/** A domain, or pieces of one, as what decides its memory map. */
import { noBacking, type Backing, type Domain } from './domain';
import { readHole, readModules, readOthers } from './read-devices';
import { accessOf, readCells, readCpu, readInterconnects, readTopology } from './read-numa';
import { child, childrenOf, originOf, type Reading } from './reading';
import { KIB, MIB } from './size';
import type { XmlElement } from './xml-tree';

/** The name that the exporter gives to a layout without a title. */
export const UNTITLED = 'untitled-layout';

/** Elements of a domain that people paste alone, and what they stand in. */
const INSIDE: Readonly<Record<string, string>> = { numa: 'cpu', cell: 'numa', distances: 'cell' };
const DEVICES = ['controller', 'iommu', 'hostdev'];

export interface DomainText {
  readonly root: XmlElement;
  /** All of a domain; what pieces do not say stays open. */
  readonly isWhole: boolean;
}

/** The domain in a text: the element itself, that of a saved state, or one made around pieces. */
export function domainIn(elements: readonly XmlElement[]): DomainText | undefined {
  const whole =
    elements.find(({ name }) => name === 'domain') ??
    elements.flatMap(({ children }) => children).find(({ name }) => name === 'domain');
  if (whole !== undefined) return { root: whole, isWhole: true };
  const first = elements[0];
  if (first === undefined) return undefined;
  const around = (name: string, children: readonly XmlElement[]): XmlElement => ({
    name,
    attributes: new Map(),
    children,
    text: '',
    start: first.start,
    end: elements.at(-1)?.end ?? first.end,
  });
  const isDevice = ({ name, attributes }: XmlElement): boolean =>
    DEVICES.includes(name) || (name === 'memory' && attributes.has('model'));
  let pieces = elements;
  for (const [name, parent] of Object.entries(INSIDE).reverse()) {
    const inner = pieces.filter((piece) => piece.name === name);
    if (inner.length > 0) pieces = [...pieces.filter((piece) => piece.name !== name), around(parent, inner)];
  }
  const devices = pieces.filter(isDevice);
  const rest = pieces.filter((piece) => !isDevice(piece));
  return {
    root: around('domain', devices.length === 0 ? rest : [...rest, around('devices', devices)]),
    isWhole: false,
  };
}

export function readDomain(reading: Reading, { root, isWhole }: DomainText): Domain {
  const from = originOf(root);
  if (isWhole) {
    reading.take(root, 'type', 'id');
    for (const name of ['on_poweroff', 'on_reboot', 'on_crash', 'clock', 'uuid', 'pm'])
      for (const element of childrenOf(root, name)) takeAll(reading, element);
  }
  const [cpu, devices] = [child(root, 'cpu'), child(root, 'devices')];
  if (devices !== undefined) reading.take(devices);
  const numa = child(cpu, 'numa');
  const cells = readCells(reading, numa);
  const model = readCpu(reading, cpu);
  const topology = readTopology(reading, cpu);
  const total = readTotal(reading, root);
  const largest = readLargest(reading, root);
  const hole = readHole(reading, devices);
  const acpi = readAcpi(reading, root, isWhole);
  return {
    ...readNames(reading, root),
    ...readOs(reading, root, isWhole),
    ...(acpi === undefined ? {} : { acpi }),
    ...(model === undefined ? {} : { cpu: model }),
    ...(topology === undefined ? {} : { topology }),
    vcpus: readVcpus(
      reading,
      root,
      cells.flatMap((cell) => cell.cpus.map(({ last }) => last + 1)),
    ),
    ...(total === undefined ? {} : { total }),
    ...(largest === undefined ? {} : { largest }),
    backing: readBacking(reading, child(root, 'memoryBacking')),
    cells,
    interconnects: readInterconnects(reading, numa),
    modules: readModules(reading, devices),
    ...(hole === undefined ? {} : { hole }),
    others: readOthers(reading, devices),
    args: readArgs(reading, root),
    from,
  };
}

/** What says nothing of memory and is in every domain. */
function takeAll(reading: Reading, element: XmlElement): void {
  reading.take(element, ...element.attributes.keys());
  for (const inner of element.children) takeAll(reading, inner);
}

function readNames(reading: Reading, root: XmlElement): { readonly name: string; readonly title: string } {
  const [name, title] = [child(root, 'name'), child(root, 'title')];
  for (const element of [name, title]) if (element !== undefined) reading.take(element);
  const called = name?.text ?? '';
  return { name: called === '' ? 'guest' : called, title: title?.text ?? (called === UNTITLED ? '' : called) };
}

/** `<features>` of a whole domain without `<acpi/>` turns ACPI off; pieces leave it to QEMU. */
function readAcpi(reading: Reading, root: XmlElement, isWhole: boolean): boolean | undefined {
  const features = child(root, 'features');
  const acpi = child(features, 'acpi');
  if (features !== undefined) reading.take(features);
  if (acpi !== undefined) reading.take(acpi);
  if (acpi !== undefined) return true;
  if (!isWhole) return undefined;
  reading.note(
    originOf(features ?? root),
    'Without <acpi/> in <features>, libvirt starts QEMU with acpi=off: there are no SRAT and no memory hotplug then.',
  );
  return false;
}

type Os = Pick<Domain, 'machine' | 'firmware' | 'boot'>;

function readOs(reading: Reading, root: XmlElement, isWhole: boolean): Os {
  const os = child(root, 'os');
  if (os !== undefined) reading.take(os, 'firmware');
  const type = child(os, 'type');
  const machine = type?.attributes.get('machine');
  if (type !== undefined) reading.take(type, 'arch', 'machine');
  const arch = type?.attributes.get('arch') ?? 'x86_64';
  if (type !== undefined && !['x86_64', 'i686'].includes(arch)) {
    reading.note(originOf(type), `${arch} is another architecture; the domain is read as if it were x86_64.`);
  }
  if (machine === undefined) {
    reading.note(
      isWhole ? originOf(type ?? root) : undefined,
      isWhole
        ? 'No machine type is named: libvirt takes pc for x86_64.'
        : 'Assumed, since the pieces do not say: machine type q35, ACPI on. Both can be changed under Machine.',
    );
  }
  const firmware = readFirmware(reading, os);
  return {
    machine: machine ?? (isWhole ? 'pc' : 'q35'),
    ...(firmware === undefined ? {} : { firmware }),
    boot: readBoot(reading, os),
  };
}

/** Id of a firmware that physmap knows. */
function readFirmware(reading: Reading, os: XmlElement | undefined): string | undefined {
  const loader = child(os, 'loader');
  if (loader !== undefined) reading.take(loader, 'readonly', 'type', 'secure', 'format', 'stateless');
  for (const name of ['nvram', 'boot', 'bootmenu', 'firmware', 'smbios', 'bios'])
    for (const element of childrenOf(os, name)) takeAll(reading, element);
  const secure = childrenOf(child(os, 'firmware'), 'feature').find(
    (feature) => feature.attributes.get('name') === 'secure-boot',
  );
  const isSecure = loader?.attributes.get('secure') === 'yes' || secure?.attributes.get('enabled') === 'yes';
  if (os?.attributes.get('firmware') === 'efi' || loader?.attributes.get('type') === 'pflash') {
    return isSecure ? 'ovmf-secboot' : 'ovmf';
  }
  return loader !== undefined && /ovmf|edk2|uefi/i.test(loader.text) ? 'ovmf-single' : undefined;
}

const BOOT_OPTIONS = { kernel: 'kernel', initrd: 'initrd', cmdline: 'append' } as const;

function readBoot(reading: Reading, os: XmlElement | undefined): Domain['boot'] {
  return Object.entries(BOOT_OPTIONS).flatMap(([name, option]) => {
    const element = child(os, name);
    if (element === undefined) return [];
    reading.take(element);
    return [{ option, value: element.text, from: originOf(element) }];
  });
}

function readVcpus(reading: Reading, root: XmlElement, ends: readonly number[]): Domain['vcpus'] {
  const element = child(root, 'vcpu');
  for (const each of childrenOf(root, 'vcpus')) takeAll(reading, each);
  if (element === undefined) {
    const most = ends.reduce((a, b) => Math.max(a, b), 1);
    if (ends.length > 0)
      reading.note(undefined, `Assumed, since no <vcpu> says how many: ${most} CPUs, as the cells name them.`);
    return { most, now: most, from: originOf(root) };
  }
  reading.take(element, 'placement', 'current', 'cpuset');
  const most = reading.number(element, element.text, 'count', 0xffff) ?? 1;
  return { most, now: reading.count(element, 'current', most) ?? most, from: originOf(element) };
}

/** A memory device also is called `<memory>`; this is the one without a model. */
function readTotal(reading: Reading, root: XmlElement): Domain['total'] {
  const current = child(root, 'currentMemory');
  if (current !== undefined) {
    reading.take(current, 'unit');
    reading.size(current);
    reading.note(
      originOf(current),
      '<currentMemory> is where the balloon starts: the memory map has the whole of <memory> all the same.',
    );
  }
  const element = childrenOf(root, 'memory').find((each) => !each.attributes.has('model'));
  if (element === undefined) return undefined;
  reading.take(element, 'unit', 'dumpCore');
  const bytes = reading.size(element);
  return bytes === undefined ? undefined : { bytes, from: originOf(element) };
}

function readLargest(reading: Reading, root: XmlElement): Domain['largest'] {
  const element = child(root, 'maxMemory');
  if (element === undefined) return undefined;
  reading.take(element, 'unit', 'slots');
  const slots = reading.count(element, 'slots', 0xffff);
  const bytes = reading.size(element, undefined, MIB);
  if (bytes === undefined) return undefined;
  return { bytes, ...(slots === undefined ? {} : { slots }), from: originOf(element) };
}

function readBacking(reading: Reading, element: XmlElement | undefined): Backing {
  if (element === undefined) return noBacking;
  reading.take(element);
  for (const name of ['nosharepages', 'locked', 'discard'])
    for (const each of childrenOf(element, name)) reading.take(each);
  const [source, access, allocation] = ['source', 'access', 'allocation'].map((name) => child(element, name));
  if (source !== undefined) reading.take(source, 'type');
  if (access !== undefined) reading.take(access, 'mode');
  if (allocation !== undefined) reading.take(allocation, 'mode', 'threads');
  const type = (['anonymous', 'file', 'memfd'] as const).find((each) => each === source?.attributes.get('type'));
  const mode = accessOf(access?.attributes.get('mode'));
  const threads = allocation === undefined ? undefined : reading.count(allocation, 'threads', 0xffff);
  return {
    ...(type === undefined ? {} : { source: type }),
    ...(mode === undefined ? {} : { access: mode }),
    isImmediate: allocation?.attributes.get('mode') === 'immediate',
    ...(threads === undefined ? {} : { threads }),
    discard: child(element, 'discard') !== undefined,
    pages: readPages(reading, child(element, 'hugepages')),
  };
}

function readPages(reading: Reading, element: XmlElement | undefined): Backing['pages'] {
  if (element === undefined) return [];
  reading.take(element);
  const pages = childrenOf(element, 'page').flatMap((page) => {
    reading.take(page, 'size', 'unit', 'nodeset');
    const size = reading.size(page, 'size', KIB);
    const set = page.attributes.get('nodeset');
    const nodes = set === undefined ? undefined : reading.indices(page, set);
    return size === undefined ? [] : [{ size, ...(nodes === undefined ? {} : { nodes }) }];
  });
  return pages.length === 0 ? [{}] : pages;
}

/** `<qemu:commandline>`, under whatever prefix its namespace has. */
function readArgs(reading: Reading, root: XmlElement): Domain['args'] {
  const list = root.children.find(({ name }) => /^(?:[\w-]+:)?commandline$/.test(name));
  if (list === undefined) return [];
  reading.take(list);
  return list.children.flatMap((element) => {
    if (!/^(?:[\w-]+:)?arg$/.test(element.name)) return [];
    reading.take(element, 'value');
    return [{ text: element.attributes.get('value') ?? '', from: originOf(element) }];
  });
}
