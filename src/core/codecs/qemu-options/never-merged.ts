/**
 * Spellings of specific-purpose memory that were posted and never merged, read as what was merged in QEMU 11.1: `-device sp-mem`.
 * `-numa node,…,spm=on` came in September 2025, `memmap-type=` in January 2026, `-device spm-memory` in May 2026 (qemu-devel).
 */
import { formatSize } from '../../base/size-text';
import type { LayoutDraft } from './draft';
import type { TypedOption } from './typed-option';

/** A node whose boot memory was to be soft reserved. */
export interface MarkedNode {
  readonly option: TypedOption;
  readonly node: number;
  readonly memdev: string;
}

interface Memory {
  size?: number;
  maxmem?: number;
}

/** What a later version of the same patches called it. */
export const MERGED_DRIVERS: ReadonlyMap<string, string> = new Map([['spm-memory', 'sp-mem']]);
export const MERGED_PROPERTIES: ReadonlyMap<string, string> = new Map([['memaddr', 'addr']]);

function freeId(draft: LayoutDraft, node: number): string {
  const taken = new Set(draft.devices.map((device) => device.id));
  let id = `sp${node}`;
  for (let next = 2; taken.has(id); next += 1) id = `sp${node}-${next}`;
  return id;
}

/**
 * Turns the boot memory of marked nodes into sp-mem devices: it no longer counts in `-m`, and the device-memory window grows by as
 * much. A node whose backend is unknown, or without which there would be no boot memory, stays as it is, with a remark.
 */
export function takeMarkedNodes(draft: LayoutDraft, memory: Memory): void {
  for (const { option, node, memdev } of draft.marked) {
    const size = draft.backends.find(({ id }) => id === memdev)?.size;
    const whole = memory.size;
    const place = draft.nodes.findIndex((each) => each.id === node && each.memdev === memdev);
    const owner = draft.nodes[place];
    if (size === undefined || whole === undefined || whole <= size || owner === undefined) {
      draft.notes.push({
        option,
        message: `Node ${node} was to be specific-purpose memory, in a spelling that was never merged; it is read as ordinary memory, since nothing else would be left as boot memory or its backend is not known.`,
      });
      continue;
    }
    const bare = { ...owner };
    delete bare.memdev;
    draft.nodes[place] = bare;
    const id = freeId(draft, node);
    draft.devices.push({ kind: 'sp-mem', id, memdev, node });
    memory.maxmem = memory.maxmem ?? whole;
    memory.size = whole - size;
    draft.notes.push({
      option,
      message: `This spelling of specific-purpose memory was never merged. It is read as what QEMU 11.1 has: ${id}, an sp-mem device of ${formatSize(size)} on node ${node}, outside of -m and in the device-memory window, so that its address can differ.`,
    });
  }
}
