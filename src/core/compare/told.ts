/** What headline and summary are made of. */
import { size } from '../base/range';
import type { LayoutDocument } from '../document/schema';
import type { Plan } from '../plan/plan';
import type { Comparison, RangeChange, RangeChangeKind } from './comparison';
import type { GroupOfChanges } from './outlook';

export interface Told {
  readonly before: { readonly document: LayoutDocument; readonly plan: Plan };
  readonly after: { readonly document: LayoutDocument; readonly plan: Plan };
  readonly ranges: readonly RangeChange[];
  readonly groups: readonly GroupOfChanges[];
}

const regionOf = ({ before, after }: RangeChange): RangeChange['after'] => after ?? before;

export const isUnchanged = ({ kinds }: RangeChange): boolean => kinds[0] === 'unchanged';
/** Nothing differs; the order of entries counts nowhere. */
export const meansSame = ({ groups, ranges, machine }: Pick<Comparison, 'groups' | 'ranges' | 'machine'>): boolean =>
  groups.length === 0 &&
  ranges.every(isUnchanged) &&
  (machine === undefined || machine.verdict === 'equal' || machine.verdict === 'other-order');
export const isDevice = (change: RangeChange): boolean => regionOf(change)?.owner?.startsWith('devices.') === true;
/** What is left of the window follows from everything else. */
const isFree = (change: RangeChange): boolean => regionOf(change)?.kind === 'device-memory-window';
export const isHole = (change: RangeChange): boolean => regionOf(change)?.why.rule === 'machine/pci-hole-64';

const OF_BOOT_MEMORY: readonly string[] = ['memory', 'nodes', 'backends'];
export const isRam = (change: RangeChange): boolean =>
  !isFree(change) && OF_BOOT_MEMORY.includes(regionOf(change)?.owner?.split('.')[0] ?? '');

const MADE: readonly RangeChangeKind[] = ['resized', 'retyped', 'rebound', 'added', 'removed'];
/** In what a layout’s author changes something; that others move is what follows. */
export const madeKinds = ({ kinds }: RangeChange): readonly RangeChangeKind[] =>
  kinds.filter((kind) => MADE.includes(kind));
export const madeChanges = (ranges: readonly RangeChange[]): readonly RangeChange[] =>
  ranges.filter((change) => !isFree(change) && madeKinds(change).length > 0);

/** RAM lies at 1 TiB. */
export const hasJumped = ({ verdict }: Plan): boolean =>
  (verdict.margins?.find(({ kind }) => kind === 'move')?.left ?? 0) < 0;

export const bytesOf = (region: RangeChange['before']): number => (region === undefined ? 0 : size(region.range));
export const ramGrowth = (changes: readonly RangeChange[]): number =>
  changes.filter(isRam).reduce((sum, { before, after }) => sum + bytesOf(after) - bytesOf(before), 0);
