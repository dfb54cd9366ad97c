/** The edits that give a numeric setting another value together with what must follow it, as QEMU would refuse otherwise. */
import type { DocPath } from '../space/region';
import type { Edit } from './edit';
import { extentEdits } from './extent-edits';
import type { LayoutDocument } from './schema';

/**
 * Boot RAM takes the backend along that it is made of, and the backend of a NUMA node or of all RAM takes `-m` along; every other
 * setting stands alone.
 *
 * @param value in the setting's own unit: bytes, bits, a count
 */
export function settingEdits(document: LayoutDocument, path: DocPath, value: number): readonly Edit[] {
  if (path === 'memory.size') return extentEdits(document, path, { size: value });
  const [list, index] = path.split('.');
  const backend = list === 'backends' ? document.backends[Number(index)] : undefined;
  if (backend !== undefined && path.endsWith('.size')) {
    const node = document.nodes.findIndex(({ memdev }) => memdev === backend.id);
    if (node >= 0) return extentEdits(document, `nodes.${node}`, { size: value });
    if (document.machine.memoryBackend === backend.id) return extentEdits(document, 'memory.size', { size: value });
  }
  return [{ op: 'set', path, value }];
}
