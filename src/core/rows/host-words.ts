/** Words of the tables about the host. */
import { LEGACY_PERSISTENT, PERSISTENT, RAM, SOFT_RESERVED } from '../base/e820';
import { approximateSize } from '../base/size-text';
import type { BackingProblem, GuestSum, HostView, SideBySideRow } from '../host/view';

const PROBLEMS: Readonly<Record<BackingProblem, string>> = {
  shared: 'shared twice',
  short: 'too short',
  scattered: 'not contiguous',
  'wrong-node': 'other node',
  'not-there': 'not there',
  'wrong-kind': 'other kind',
};

export const problemWords = ({ problems }: SideBySideRow): string =>
  problems.map((problem) => PROBLEMS[problem]).join(', ');

/** How far the host's address is above the guest's. */
export const offsetWords = ({ offset }: SideBySideRow): string =>
  offset === undefined ? '' : `${offset > 0 ? '−' : ''}${approximateSize(Math.abs(offset)).text}`;

/** Types that can be given to a guest; the rest is address space. */
const MEMORY: ReadonlySet<number> = new Set([RAM, PERSISTENT, LEGACY_PERSISTENT, SOFT_RESERVED]);

export const memorySums = ({ sums }: HostView): HostView['sums'] => sums.filter(({ type }) => MEMORY.has(type));

export const HOLDERS = ['os', 'driver', 'firmware', 'later'] as const satisfies readonly GuestSum['holder'][];
export const HOLDER_WORDS: Readonly<Record<GuestSum['holder'], string>> = {
  os: 'Kernel',
  driver: 'Driver',
  firmware: 'Firmware',
  later: 'Hotplug',
};
