/** Words of a comparison: names of the two sides, and what a screen reader says of a change. */
import { size, type Range } from '../../core/base/range';
import { formatAddress, formatSize } from '../../core/base/size-text';
import type { ComparedSide, Comparison, RangeChange, RangeChangeKind } from '../../core/compare/comparison';
import type { Region, RegionKind } from '../../core/space/region';
import { shortSize } from '../../draw/boxes';
import { lookOf } from '../../ui/kinds';

/** At most so many kinds of devices are told of each side. */
const MOST_TOLD = 3;

const DEVICE_MEMORY: ReadonlySet<RegionKind> = new Set(['dimm', 'virtio-mem', 'soft-reserved', 'persistent']);

const span = ({ start, end }: Range): string => `${formatAddress(start)} to ${formatAddress(end - 1)}`;

/** `4 × 128 GiB SPM, RAM 64 GiB`: what there is, in a few words. */
export function sideWords({ regions }: ComparedSide): string {
  const rows = new Map<string, { readonly region: Region; count: number }>();
  let ram = 0;
  for (const region of regions) {
    const { kind, owner, range } = region;
    if (kind === 'ram') ram += size(range);
    // Of a running machine nobody knows whose it is.
    if (owner?.startsWith('devices.') !== true && !DEVICE_MEMORY.has(kind)) continue;
    const key = `${kind} ${size(range)}`;
    const row = rows.get(key);
    if (row === undefined) rows.set(key, { region, count: 1 });
    else row.count += 1;
  }
  const told = [...rows.values()].sort((a, b) => b.count * size(b.region.range) - a.count * size(a.region.range));
  const words = told.slice(0, MOST_TOLD).map(({ region: { range, kind }, count }) => {
    const each = `${shortSize(size(range))} ${lookOf(kind).short}`;
    return count === 1 ? each : `${count} × ${each}`;
  });
  return [...(ram === 0 ? [] : [`RAM ${shortSize(ram)}`]), ...words, ...(told.length > MOST_TOLD ? ['more'] : [])].join(
    ', ',
  );
}

/** `sp2, soft reserved: resized + 64 GiB, moved + 64 GiB. A: 0x…; B: 0x…`. */
export function spokenChange({ before, after, words, id }: RangeChange): string {
  const region = after ?? before;
  const name = region?.name ?? id;
  const title = region === undefined ? '' : lookOf(region.kind).title;
  const place = (side: string, at: Region | undefined): string =>
    at === undefined ? `${side}: not there` : `${side}: ${span(at.range)}, ${formatSize(size(at.range))}`;
  const what = title === '' || title === name ? name : `${name}, ${title}`;
  return `${what}: ${words.join(', ')}. ${place('A', before)}. ${place('B', after)}`;
}

/** In the order in which they matter. */
const TOLD: readonly RangeChangeKind[] = ['resized', 'moved', 'added', 'removed', 'retyped', 'rebound', 'unchanged'];

/** `4 resized, 5 moved, 4 unchanged`. */
export const countWords = (counts: ReadonlyMap<RangeChangeKind, number>): string =>
  TOLD.flatMap((kind) => ((counts.get(kind) ?? 0) === 0 ? [] : [`${counts.get(kind)} ${kind}`])).join(', ');

/** `256 GiB closer to the 1 TiB jump`, with the size apart; undefined where the rule does not hold for both, or nothing changed. */
export function towardsJump({
  before,
  after,
}: Comparison): { readonly bytes: string; readonly words: string } | undefined {
  if (before.toJump === undefined || after.toJump === undefined) return undefined;
  const by = after.toJump.end - after.toJump.start - (before.toJump.end - before.toJump.start);
  if (by === 0) return undefined;
  return { bytes: formatSize(Math.abs(by)), words: `${by < 0 ? 'closer to' : 'further from'} the 1 TiB jump` };
}

/** Whether QEMU starts each of them; of a machine, whether it is as planned. */
export function verdictWords(comparison: Comparison): { readonly text: string; readonly isFine: boolean } {
  const { before, after, machine, headline } = comparison;
  if (machine !== undefined && before.error === undefined && after.error === undefined) {
    return machine.verdict === 'differs'
      ? { text: 'The machine is not as planned', isFine: false }
      : { text: headline, isFine: machine.verdict !== 'not-comparable' };
  }
  const [a, b] = [before.error === undefined, after.error === undefined];
  if (a && b) return { text: 'both start', isFine: true };
  if (!a && !b) return { text: 'QEMU refuses both', isFine: false };
  return { text: a ? 'A starts, QEMU refuses B' : 'QEMU refuses A, B starts', isFine: false };
}
