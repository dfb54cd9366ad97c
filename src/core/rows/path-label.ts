/** What a place in the document is called wherever it is told: by the name of its entity, or by how a command line spells it. */
import { formatSize } from '../base/size-text';
import type { LayoutDocument } from '../document/schema';
import type { DocPath } from '../space/region';

/** Settings by the words that QEMU's users know them by; a value stands behind where there is one. */
const SETTINGS: Readonly<Record<DocPath, (document: LayoutDocument) => string>> = {
  'memory.size': ({ memory }) => (memory.size === undefined ? '-m' : `-m ${formatSize(memory.size)}`),
  'memory.maxmem': ({ memory }) => (memory.maxmem === undefined ? 'maxmem' : `maxmem ${formatSize(memory.maxmem)}`),
  'memory.slots': ({ memory }) => `slots ${memory.slots ?? 0}`,
  'cpu.model': ({ cpu }) => cpu.model ?? 'CPU model',
  'cpu.physBits': ({ cpu }) => (cpu.physBits === undefined ? 'phys-bits' : `phys-bits ${cpu.physBits}`),
  'machine.type': ({ machine }) => machine.type,
  'machine.version': ({ machine }) => machine.version ?? 'newest version',
  'machine.pciHole64Size': () => 'pci-hole64-size',
  'machine.maxRamBelow4g': () => 'max-ram-below-4g',
  'machine.cxl': () => 'cxl',
  'boot.firmware': () => 'firmware',
  'boot.kernel': () => 'kernel',
  'boot.append': () => 'kernel parameters',
  host: ({ host }) => host.title ?? 'host',
};

/** @param typeTitle what host memory without a name is called by its E820 type: `soft reserved` */
export function pathLabel(document: LayoutDocument, path: DocPath, typeTitle: (type: number) => string): string {
  const setting = SETTINGS[path];
  if (setting !== undefined) return setting(document);
  if (path.startsWith('host.ranges.')) return hostRangeName(document, Number(path.split('.')[2]), typeTitle) ?? path;
  const [list, index, ...field] = path.split('.');
  const name = entityName(document, list, Number(index));
  if (name === undefined) return path;
  return field.length === 0 ? name : `${name} ${field.join(' ')}`;
}

function hostRangeName(
  { host }: LayoutDocument,
  index: number,
  typeTitle: (type: number) => string,
): string | undefined {
  const found = host.ranges[index];
  return found === undefined ? undefined : (found.title ?? `${typeTitle(found.type)} ${index}`);
}

function entityName(document: LayoutDocument, list: string | undefined, index: number): string | undefined {
  if (!Number.isInteger(index)) return undefined;
  switch (list) {
    case 'devices':
      return document.devices[index]?.id ?? `device ${index}`;
    case 'backends':
      return document.backends[index]?.id;
    case 'nodes': {
      const node = document.nodes[index];
      return node === undefined ? undefined : `node ${node.id}`;
    }
    case 'events':
      return `step ${index + 1}`;
    default:
      return undefined;
  }
}
