/** What the parts of a layout are called in titles and labels. */
import { deviceKinds } from '../devices/index';
import { nameOfDevice } from '../document/device-names';
import { segments } from '../document/edit';
import type { LayoutDocument } from '../document/schema';
import type { DocPath } from '../space/region';

const LONGEST = 40;
const short = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

const OF_LISTS: Readonly<Record<string, (document: LayoutDocument, index: number) => string | undefined>> = {
  backends: (document, index) => document.backends[index]?.id,
  objects: (document, index) => document.objects[index]?.id,
  devices: (document, index) => {
    const device = document.devices[index];
    return device === undefined ? undefined : nameOfDevice(device, index);
  },
  nodes: (document, index) => {
    const node = document.nodes[index];
    return node === undefined ? undefined : `node ${node.id}`;
  },
  cpuAssignments: (document, index) => {
    const assignment = document.cpuAssignments[index];
    return assignment === undefined ? undefined : `the CPUs assigned to node ${assignment.node}`;
  },
  distances: (document, index) => {
    const distance = document.distances[index];
    return distance === undefined ? undefined : `the distance from node ${distance.from} to ${distance.to}`;
  },
  hmat: (document, index) => {
    const entry = document.hmat[index];
    return entry === undefined
      ? undefined
      : `the ${entry.dataType.replace('-', ' ')} from node ${entry.initiator} to ${entry.target}`;
  },
  hmatCaches: (document, index) => {
    const cache = document.hmatCaches[index];
    return cache === undefined ? undefined : `the level ${cache.level} cache of node ${cache.node}`;
  },
  globals: (document, index) => {
    const setting = document.globals[index];
    return setting === undefined ? undefined : `-global ${setting.driver}.${setting.property}`;
  },
  options: (document, index) => {
    const option = document.options[index];
    return option === undefined ? undefined : short(`-${option.name} ${option.value ?? ''}`.trim());
  },
  events: (document, index) => {
    const event = document.events[index];
    if (event?.do !== 'plug') return event !== undefined && 'device' in event ? event.device : `t${index + 1}`;
    return event.device.id ?? deviceKinds.find(event.device.kind)?.title ?? event.device.kind;
  },
};

/** The entity that a path lies in: `sp1`, `node 2`, `-global q35-pcihost.x`. */
export function nameOf(document: LayoutDocument, path: DocPath): string {
  const [list = '', second = '', third = ''] = segments(path);
  if (path.startsWith('machine.cxlWindows.')) return `CXL window ${third}`;
  if (path.startsWith('cpu.features.')) return short(document.cpu.features[Number(third)] ?? 'feature');
  if (/^events\.\d+$/.test(path)) return `t${Number(second) + 1}`;
  const key = path.split('.extra.')[1];
  const entity = (Object.hasOwn(OF_LISTS, list) ? OF_LISTS[list] : undefined)?.(document, Number(second));
  if (key !== undefined) return entity === undefined ? key : `${key} of ${entity}`;
  return entity ?? list;
}
