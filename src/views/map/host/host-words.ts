/** The words of the host's lane. */
import { overlaps, size, type Range } from '../../../core/base/range';
import { formatAddress, formatSize } from '../../../core/base/size-text';
import type { BackingProblem, HostView, Ribbon } from '../../../core/host/view';
import { regionAt, type Partition } from '../../../core/space/partition';
import type { Region } from '../../../core/space/region';
import { itemName, shortSize, type LaneItem } from '../../../draw/boxes';
import { lookOf, lookOfE820 } from '../../../ui/kinds';

const span = ({ start, end }: Range): string => `${formatAddress(start)} to ${formatAddress(end - 1)}`;

/** What each problem means, in a few words. */
const PROBLEMS: Readonly<Record<BackingProblem, string>> = {
  shared: 'backs other guest memory too',
  short: 'the host memory is shorter than the guest’s',
  scattered: 'the host memory is in several pieces',
  'wrong-node': 'the host memory is on another node than its siblings',
  'not-there': 'the host has no memory there',
  'wrong-kind': 'the host memory is of another kind',
};

export const problemText = (problem: BackingProblem): string => PROBLEMS[problem];

/** Problems with which the guest can not have what it shall have. */
export const isError = (problem: BackingProblem): boolean =>
  problem === 'shared' || problem === 'short' || problem === 'not-there';

/** How far host memory lies from the guest memory that it backs, as what is to be added to a guest address. */
export function offsetOf({ host, guest }: Pick<Ribbon, 'host' | 'guest'>): { text: string; bytes: number } {
  const bytes = Math.abs(host.start - guest.start);
  if (bytes === 0) return { text: 'same address', bytes };
  return { text: `guest ${host.start > guest.start ? '+' : '−'} ${shortSize(bytes)}`, bytes };
}

/** The name of what lies at an address of the guest. */
export const guestName = (guest: Partition, { guest: { start } }: Pick<Ribbon, 'guest'>): string =>
  regionAt(guest, start)?.name ?? 'guest memory';

const ribbonsAt = (view: HostView, range: Range): readonly Ribbon[] =>
  view.ribbons.filter(({ host }) => overlaps(host, range));

/** `backs sp2`, or where nothing is backed, the node or what the memory is. */
export function hostCause(view: HostView, guest: Partition): (region: Region) => string | undefined {
  return ({ kind, name, node, range }) => {
    if (kind === 'hole') return undefined;
    const names = [...new Set(ribbonsAt(view, range).map((ribbon) => guestName(guest, ribbon)))];
    if (names.length > 0) return `backs ${names.join(', ')}`;
    if (node !== undefined) return `node ${node}`;
    const { title } = lookOf(kind);
    return title === name ? undefined : title;
  };
}

/** Name, kind, place, size and use of host memory, for those who hear it. */
export function spokenHost(item: LaneItem, view: HostView, guest: Partition): string {
  const length = shortSize(size(item.range));
  if (item.form === 'gap') return `Host: empty, ${span(item.range)}, ${length}`;
  if (item.form === 'fold') return `Host: empty, folded, ${span(item.range)}, ${length}. Enter unfolds it`;
  const [first] = item.regions;
  if (item.count > 1 || first === undefined) {
    const title = item.form === 'tick' ? `${item.count} small ranges` : `${itemName(item.regions)}, folded`;
    return `Host: ${title}, ${span(item.range)}`;
  }
  const { title } = lookOf(first.kind);
  const ribbons = ribbonsAt(view, first.range);
  const uses = ribbons.map((ribbon) => {
    const { bytes } = offsetOf(ribbon);
    const problems = ribbon.problems.map((problem) => `, ${problemText(problem)}`).join('');
    return `backs ${guestName(guest, ribbon)}, offset ${formatSize(bytes)}${problems}`;
  });
  const isFree = view.free.some(({ range }) => overlaps(range, first.range));
  return [
    `Host: ${first.name}`,
    ...(title === first.name ? [] : [title]),
    span(first.range),
    formatSize(size(first.range)),
    ...(first.node === undefined ? [] : [`node ${first.node}`]),
    ...(uses.length > 0 ? uses : isFree ? ['free'] : []),
  ].join(', ');
}

/** What a ribbon is, for those who point at it. */
export function ribbonLines(ribbon: Ribbon, view: HostView, guest: Partition): readonly string[] {
  const source = regionAt(view.space, ribbon.host.start)?.name ?? 'host memory';
  return [
    `${source} backs ${guestName(guest, ribbon)}, ${shortSize(size(ribbon.guest))}, ${offsetOf(ribbon).text}`,
    ...ribbon.problems.map((problem) => `Problem: ${problemText(problem)}.`),
  ];
}

/** What the guest leaves of the host's memory: `192 GiB RAM`. */
export const leftRows = ({ left }: HostView) =>
  left.map(({ type, size: bytes }) => {
    const look = lookOfE820(type);
    return { look, text: `${bytes === 0 ? '0 GiB' : shortSize(bytes)} ${look.short}` };
  });

/** `256 GiB RAM, 512 GiB SPM`. */
export function totalsText({ sums }: HostView): string {
  const byType = new Map<number, number>();
  for (const { type, size: bytes } of sums) byType.set(type, (byType.get(type) ?? 0) + bytes);
  return [...byType]
    .filter(([, bytes]) => bytes > 0)
    .map(([type, bytes]) => `${shortSize(bytes)} ${lookOfE820(type).short}`)
    .join(', ');
}
