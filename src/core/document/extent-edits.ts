/** The edits that give what a layout names another place or size, and the steps that suit it. */
import { MiB, type Bytes } from '../base/addr';
import type { DocPath } from '../space/region';
import type { Edit } from './edit';
import { canHaveAddress, subjectAt, type Subject } from './extent';
import type { Backend, LayoutDocument } from './schema';

/** A place, a size, or both. */
export interface Extent {
  readonly address?: number;
  readonly size?: Bytes;
}

/** The finest step that is offered; QEMU aligns anonymous memory to it (the size of a transparent huge page). */
const FINEST: Bytes = 2 * MiB;

/** The step that its backend asks of an address and a size, no finer than 2 MiB. */
export function leastStep(document: LayoutDocument, path: DocPath): Bytes {
  const subject = subjectAt(document, path);
  const backend: Backend | undefined =
    subject === undefined || subject.is === 'window' ? undefined : document.backends[subject.backend];
  const block = subject?.is === 'device' && 'blockSize' in subject.device ? subject.device.blockSize : undefined;
  return Math.max(FINEST, backend?.align ?? 0, backend?.hugetlbSize ?? 0, block ?? 0);
}

/**
 * The edits that give something another place or size. RAM of a node or of one backend takes `-m` along, since QEMU refuses where
 * the two differ; the devices behind it follow as QEMU places them.
 */
export function extentEdits(document: LayoutDocument, path: DocPath, { address, size }: Extent): readonly Edit[] {
  const subject = subjectAt(document, path);
  if (subject === undefined) return [];
  const placed: readonly Edit[] =
    address === undefined || !canHaveAddress(document, path)
      ? []
      : [{ op: 'set', path: `${path}.addr`, value: address }];
  return size === undefined ? placed : [...placed, ...sizeEdits(document, subject, size)];
}

function sizeEdits(document: LayoutDocument, subject: Subject, size: Bytes): readonly Edit[] {
  const set = (path: DocPath, value: number): Edit => ({ op: 'set', path, value });
  if (subject.is === 'window') return [set('memory.maxmem', size)];
  const backed = subject.backend < 0 ? [] : [set(`backends.${subject.backend}.size`, size)];
  if (subject.is === 'device') return backed;
  if (subject.is === 'ram') return [set('memory.size', size), ...backed];
  const others = document.nodes.filter((node) => node !== subject.node).map(({ memdev }) => memdev);
  const rest = document.backends.filter(({ id }) => others.includes(id)).reduce((sum, each) => sum + each.size, 0);
  return [set('memory.size', rest + size), ...backed];
}
