/** `<devices>`: memory modules, the PCI hole, and the devices that a layout keeps beside them. */
import { MODULE_MODELS, type MemoryModule, type OtherDevice, type Origin } from './domain';
import { child, childrenOf, originOf, type Reading } from './reading';
import { accessOf, yesNo } from './read-numa';
import { KIB, MODULE_ALIGNMENT } from './size';
import type { XmlElement } from './xml-tree';

export function readModules(reading: Reading, devices: XmlElement | undefined): readonly MemoryModule[] {
  return childrenOf(devices, 'memory').flatMap((element) => readModule(reading, element));
}

function readModule(reading: Reading, element: XmlElement): readonly MemoryModule[] {
  const model = MODULE_MODELS.find((each) => each === element.attributes.get('model'));
  const from = originOf(element);
  if (model === undefined) {
    reading.refuse(
      from,
      `libvirt refuses this: a memory device of model '${element.attributes.get('model') ?? ''}'`,
      `One of ${MODULE_MODELS.join(', ')}.`,
    );
    return [];
  }
  reading.take(element, 'model', 'access', 'discard');
  const target = child(element, 'target');
  const sizeElement = child(target, 'size');
  if (target === undefined || sizeElement === undefined) {
    reading.refuse(
      from,
      'libvirt refuses this: a memory device without a size',
      "<target><size unit='GiB'>8</size><node>0</node></target> inside of it.",
    );
    return [];
  }
  reading.take(target, 'dynamicMemslots');
  const access = accessOf(element.attributes.get('access'));
  const discard = yesNo(element.attributes.get('discard'));
  const size = sizeIn(reading, target, 'size', MODULE_ALIGNMENT);
  const node = numberIn(reading, target, 'node', 127);
  const block = sizeIn(reading, target, 'block');
  const requested = sizeIn(reading, target, 'requested');
  const label = sizeIn(reading, markedChild(reading, target, 'label'), 'size');
  const dynamicSlots = yesNo(target.attributes.get('dynamicMemslots'));
  return [
    {
      model,
      size: size ?? 0,
      ...given({ access, discard, node, block, requested, label, dynamicSlots }),
      ...given(readPlace(reading, element, target)),
      ...given(readSource(reading, element)),
      ...given({ alias: aliasOf(reading, element) }),
      isReadOnly: markedChild(reading, target, 'readonly') !== undefined,
      isPersistent: markedChild(reading, child(element, 'source'), 'pmem') !== undefined,
      from,
    },
  ];
}

/** Absent fields left out. */
const given = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

function markedChild(reading: Reading, element: XmlElement | undefined, name: string): XmlElement | undefined {
  const found = child(element, name);
  if (found !== undefined) reading.take(found);
  return found;
}

function sizeIn(reading: Reading, parent: XmlElement | undefined, name: string, step = KIB): number | undefined {
  const element = child(parent, name);
  if (element === undefined) return undefined;
  reading.take(element, 'unit');
  return reading.size(element, undefined, step);
}

function numberIn(reading: Reading, parent: XmlElement, name: string, most: number): number | undefined {
  const element = child(parent, name);
  if (element === undefined) return undefined;
  reading.take(element);
  return reading.number(element, element.text, name, most);
}

/** Slot and address: DIMMs have them in an `<address>` of their own, virtio devices in that of their target. */
function readPlace(
  reading: Reading,
  element: XmlElement,
  target: XmlElement,
): { slot?: number | undefined; base?: number | undefined } {
  const address = childrenOf(element, 'address').find((each) => each.attributes.get('type') === 'dimm');
  if (address !== undefined) {
    reading.take(address, 'type', 'slot', 'base');
    return { slot: reading.count(address, 'slot', 0xffff), base: baseOf(reading, address) };
  }
  const inTarget = child(target, 'address');
  if (inTarget === undefined) return {};
  reading.take(inTarget, 'base');
  return { base: baseOf(reading, inTarget) };
}

/** Libvirt writes 0 where QEMU chooses. */
const baseOf = (reading: Reading, element: XmlElement): number | undefined =>
  reading.count(element, 'base', Number.MAX_SAFE_INTEGER) || undefined;

function readSource(
  reading: Reading,
  element: XmlElement,
): { path?: string | undefined; alignment?: number | undefined; pageSize?: number | undefined } {
  const source = markedChild(reading, element, 'source');
  return {
    path: markedChild(reading, source, 'path')?.text,
    alignment: sizeIn(reading, source, 'alignsize'),
    pageSize: sizeIn(reading, source, 'pagesize'),
  };
}

function aliasOf(reading: Reading, element: XmlElement): string | undefined {
  const alias = child(element, 'alias');
  if (alias === undefined) return undefined;
  reading.take(alias, 'name');
  const name = alias.attributes.get('name') ?? '';
  return /^[A-Za-z][\w-]{0,100}$/.test(name) ? name : undefined;
}

/** `<pcihole64>` of the root controller: the least size of the 64-bit PCI window, in KiB where no unit is said. */
export function readHole(
  reading: Reading,
  devices: XmlElement | undefined,
): { bytes: number; from: Origin } | undefined {
  for (const controller of childrenOf(devices, 'controller')) {
    const hole = child(controller, 'pcihole64');
    if (controller.attributes.get('type') !== 'pci' || hole === undefined) continue;
    reading.take(controller, 'type', 'index', 'model');
    reading.take(hole, 'unit');
    const bytes = reading.size(hole);
    if (bytes !== undefined) return { bytes, from: originOf(hole) };
  }
  return undefined;
}

const IOMMUS: Readonly<Record<string, string>> = {
  intel: 'intel-iommu',
  amd: 'amd-iommu',
  virtio: 'virtio-iommu',
};
const IOMMU_SETTINGS: Readonly<Record<string, string>> = {
  intremap: 'intremap',
  caching_mode: 'caching-mode',
  eim: 'eim',
  iotlb: 'device-iotlb',
  aw_bits: 'aw-bits',
};

/** IOMMUs and devices of the host: what a layout keeps as `-device`. */
export function readOthers(reading: Reading, devices: XmlElement | undefined): readonly OtherDevice[] {
  return [...readIommus(reading, devices), ...readHostDevices(reading, devices)];
}

function readIommus(reading: Reading, devices: XmlElement | undefined): readonly OtherDevice[] {
  return childrenOf(devices, 'iommu').flatMap((element, index) => {
    const driver = IOMMUS[element.attributes.get('model') ?? ''];
    if (driver === undefined) return [];
    reading.take(element, 'model');
    const settings = child(element, 'driver');
    if (settings !== undefined) reading.take(settings, ...Object.keys(IOMMU_SETTINGS));
    const properties: Record<string, string | number | boolean> = {};
    for (const [name, value] of settings?.attributes ?? []) {
      const key = IOMMU_SETTINGS[name];
      if (key === undefined) continue;
      properties[key] = /^\d{1,3}$/.test(value) ? Number(value) : value;
    }
    return [{ driver, id: `iommu${index}`, properties, from: originOf(element) }];
  });
}

function readHostDevices(reading: Reading, devices: XmlElement | undefined): readonly OtherDevice[] {
  return childrenOf(devices, 'hostdev').flatMap((element, index) => {
    const source = child(element, 'source');
    const address = child(source, 'address');
    const type = element.attributes.get('type');
    const properties = type === 'pci' ? hostAddress(address) : type === 'mdev' ? mediated(address) : undefined;
    if (source === undefined || address === undefined || properties === undefined) return [];
    reading.take(element, 'mode', 'type', 'managed', 'model', 'display', 'ramfb');
    reading.take(source);
    reading.take(address, 'domain', 'bus', 'slot', 'function', 'uuid', 'type');
    return [
      { driver: 'vfio-pci', id: aliasOf(reading, element) ?? `hostdev${index}`, properties, from: originOf(element) },
    ];
  });
}

function hostAddress(address: XmlElement | undefined): Readonly<Record<string, string>> | undefined {
  const part = (name: string, digits: number): string | undefined => {
    const text = address?.attributes.get(name) ?? '0';
    return /^(?:0x[0-9a-fA-F]{1,8}|\d{1,8})$/.test(text) ? Number(text).toString(16).padStart(digits, '0') : undefined;
  };
  const [domain, bus, slot, fn] = [part('domain', 4), part('bus', 2), part('slot', 2), part('function', 1)];
  if (domain === undefined || bus === undefined || slot === undefined || fn === undefined) return undefined;
  return { host: `${domain}:${bus}:${slot}.${fn}` };
}

function mediated(address: XmlElement | undefined): Readonly<Record<string, string>> | undefined {
  const uuid = address?.attributes.get('uuid') ?? '';
  return /^[0-9a-fA-F-]{36}$/.test(uuid) ? { sysfsdev: `/sys/bus/mdev/devices/${uuid}` } : undefined;
}
