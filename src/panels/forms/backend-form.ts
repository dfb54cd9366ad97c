/** The form of a memory backend, and its fields where others show them. */
import { dialectOf } from '../../core/dialects/index';
import type { LayoutDocument } from '../../core/document/schema';
import type { DocPath } from '../../core/space/region';
import { lookOf } from '../../ui/kinds';
import { renameBackend } from '../edits';
import { plain } from './choices';
import { at, choice, extra, flag, size, text, type Describe, type Fields } from './describe';
import type { FormField } from './field';
import { hostMemory } from './host-memory';

/** A backend's name; whoever names it follows a change. */
export const backendName = (entity: DocPath, document: LayoutDocument, label = 'Name'): FormField => ({
  path: `${entity}.id`,
  label,
  input: 'identifier',
  required: true,
  edits: (value) => renameBackend(document, entity, value),
});

export const backendFields: Fields = {
  type: choice('Type', plain('ram', 'file', 'memfd', 'shm')),
  size: size('Size'),
  path: text('File', 'none'),
};
export const rareBackendFields: Fields = {
  share: flag('Shared', 'off'),
  reserve: flag('Reserve', 'on'),
  align: size('Alignment', 'page size'),
  hugetlb: flag('Huge pages', 'off'),
  hugetlbSize: size('Huge page size', 'default'),
  extra,
};

/** Only where a QEMU knows it, or a layout has it all the same. */
const hmemFields: Fields = { hmem: flag('Specific-purpose', 'off') };

export const backend: Describe = ({ path, index = 0 }, document) => {
  const item = document.backends[index];
  return item === undefined
    ? undefined
    : {
        title: item.id,
        subtitle: `memory-backend-${item.type}`,
        look: lookOf('ram'),
        fields: [
          backendName(path, document),
          ...at(path, backendFields),
          ...at(path, dialectOf(document.dialect).spm === 'hmem' || item.hmem !== undefined ? hmemFields : {}),
          hostMemory(document, path),
        ],
        more: at(path, rareBackendFields),
      };
};

/** The size of a memory device is its backend's: shown where the device is, changed where it is kept. */
export function backendSize(document: LayoutDocument, memdev: string | undefined): FormField | undefined {
  const index = document.backends.findIndex(({ id }) => id === memdev);
  return memdev === undefined || index < 0
    ? undefined
    : { path: `backends.${index}.size`, label: 'Size', input: 'size', required: true };
}

/** Where the host's part in it is worth a line with the device: the host is known, or the backend names its memory. */
export function backendHost(document: LayoutDocument, memdev: string | undefined): FormField | undefined {
  const index = document.backends.findIndex(({ id }) => id === memdev);
  const own = document.backends[index];
  return own === undefined || (document.host.ranges.length === 0 && own.host === undefined)
    ? undefined
    : hostMemory(document, `backends.${index}`);
}
