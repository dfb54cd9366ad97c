/** Where `G` goes: an address, a name, `a..b`, or `a+size`. */
import type { Addr } from '../core/base/addr';
import { range as toRange, type Range } from '../core/base/range';
import { err, ok, type Result } from '../core/base/result';
import { formatAddress, parseAddress, parseRange } from '../core/base/size-text';
import type { Plan } from '../core/plan/plan';
import type { DocPath, Region } from '../core/space/region';
import { regionAt } from './plan-facts';

export interface Destination {
  readonly path?: DocPath;
  readonly range: Range;
  /** Where in the range, if an address was asked for. */
  readonly at?: Addr;
  /** What it is, to be said when it is reached: `sp2`. */
  readonly name: string;
}

/** Reads what was typed. A name goes to the first range of that name; an address to the range that it lies in. */
export function destination(plan: Plan, text: string): Result<Destination, string> {
  const wanted = text.trim();
  if (wanted === '') return err('Type an address, a name, a..b or a+size.');
  const regions = plan.snapshots[0]?.spaces.cpu.regions ?? [];
  const named =
    regions.find(({ name }) => name.toLowerCase() === wanted.toLowerCase()) ??
    regions.find(({ name }) => name.toLowerCase().startsWith(wanted.toLowerCase()));
  if (named !== undefined) return ok(target(named));
  const span = /\.\.|\+|\d-/.test(wanted) ? parseRange(wanted) : undefined;
  if (span?.ok === true) return ok({ range: toRange(span.value.start, span.value.end), name: 'Bytes' });
  const address = parseAddress(wanted);
  if (!address.ok)
    return err(`Nothing here is called “${wanted}”, and it is no address. What works: sp2, 0x3080000000, 194G.`);
  const region = regionAt(plan, address.value);
  return region === undefined
    ? err(`${wanted} lies beyond the address space, which ends at 0x${(plan.limit - 1).toString(16)}.`)
    : ok({ ...target(region), at: address.value });
}

const target = ({ range, owner, kind, name }: Region): Destination => ({
  range,
  name: kind === 'hole' ? 'Empty' : name,
  ...(owner === undefined ? {} : { path: owner }),
});

/** `sp2, 0x3080000000 to 0x507fffffff`, or with the address that was asked for: `0x4000000000 in sp2, 0x3080000000 to 0x507fffffff`. */
export function arrival({ name, range, at }: Destination): string {
  const bytes = `${name}, ${formatAddress(range.start)} to ${formatAddress(range.end - 1)}`;
  return at === undefined || at === range.start ? bytes : `${formatAddress(at)} in ${bytes}`;
}
