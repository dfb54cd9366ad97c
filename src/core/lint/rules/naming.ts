/** What findings call the things that they are about. */
import { formatRange, formatSize } from '../../base/size-text';
import { size, type Range } from '../../base/range';
import { nameOfDevice } from '../../document/device-names';
import type { LayoutDocument } from '../../document/schema';
import type { DocPath, RegionKind } from '../../space/region';

/** Regions that are memory, or room for it. */
export const MEMORY: ReadonlySet<RegionKind> = new Set<RegionKind>([
  'ram',
  'dimm',
  'virtio-mem',
  'soft-reserved',
  'persistent',
  'device-memory-window',
  'cxl-window',
]);

/** Beyond this, further findings of one rule repeat the same cause. */
export const MOST_FINDINGS = 50;

/** `sp2`, `the RAM of node 1`, `the boot RAM`. */
export function nameOf(document: LayoutDocument, owner: DocPath | undefined): string {
  const [list, index = ''] = (owner ?? '').split('.');
  const device = list === 'devices' ? document.devices[Number(index)] : undefined;
  if (device !== undefined) return nameOfDevice(device, Number(index));
  const node = list === 'nodes' ? document.nodes[Number(index)] : undefined;
  return node === undefined ? 'the boot RAM' : `the RAM of node ${node.id}`;
}

/** `a`, `a and b`, `a, b and c`; beyond five the rest is counted. */
export function listed(items: readonly string[]): string {
  const shown = items.length > 5 ? [...items.slice(0, 4), `${items.length - 4} more`] : items;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}

/** `0x4080000000-0x607fffffff (128 GiB)` */
export const spanText = (range: Range): string => `${formatRange(range)} (${formatSize(size(range))})`;

/** A name at the head of a sentence; ids keep their case. */
export const capitalised = (name: string): string => (name.startsWith('the ') ? `The ${name.slice(4)}` : name);
