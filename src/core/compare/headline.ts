/** What happened, in a few words: what is so, and counts where there is no better. */
import type { RangeChange, RangeChangeKind } from './comparison';
import { bytesText, KIND_WORDS } from './range-words';
import {
  hasJumped,
  isDevice,
  isRam,
  isUnchanged,
  madeChanges,
  madeKinds,
  meansSame,
  ramGrowth,
  type Told,
} from './told';

/** Without a full stop. */
export function headline(told: Told): string {
  return (
    verdictHead(told) ??
    jumpHead(told) ??
    quietHead(told) ??
    sameGrowth(told) ??
    onlyOne(told) ??
    countsText(told.ranges)
  );
}

function verdictHead({ before, after, ranges, groups }: Told): string | undefined {
  const [was, is] = [before.plan.verdict.starts, after.plan.verdict.starts];
  if (was && !is) return 'QEMU refuses B';
  if (!was && is) return 'B starts, and A does not';
  return was || meansSame({ groups, ranges }) ? undefined : 'QEMU refuses both';
}

function jumpHead({ before, after }: Told): string | undefined {
  const [was, is] = [hasJumped(before.plan), hasJumped(after.plan)];
  if (was === is) return undefined;
  return is ? 'RAM above 4 GiB jumps to 1 TiB' : 'RAM above 4 GiB comes back from 1 TiB';
}

function quietHead({ ranges, groups }: Told): string | undefined {
  if (!ranges.every(isUnchanged)) return undefined;
  return groups.length === 0 ? 'Nothing changes' : 'Every range stays as it is';
}

/** What calls itself so; specific-purpose memory need not be a GPU’s. */
const GPU = /(?:^|[^a-z])(?:gpu|apu)s?(?:$|[^a-z])/i;

/** All specific-purpose memory, and nothing else. */
function sameGrowth({ before, after, ranges }: Told): string | undefined {
  const stacks = ranges.filter(
    (change) => isDevice(change) && (change.after ?? change.before)?.kind === 'soft-reserved',
  );
  const made = madeChanges(ranges);
  const by = stacks[0]?.resizedBy ?? 0;
  if (by === 0 || stacks.length < 2 || made.length !== stacks.length) return undefined;
  if (made.some((change) => !stacks.includes(change) || change.resizedBy !== by || madeKinds(change).length > 1)) {
    return undefined;
  }
  const what = GPU.test(`${before.document.title} ${after.document.title}`) ? 'GPU' : 'SPM device';
  return `Each ${what} gets ${bytesText(Math.abs(by))} ${by > 0 ? 'more' : 'less'}`;
}

/** One device, or the RAM, is another one, and everything else follows from that. */
function onlyOne({ ranges }: Told): string | undefined {
  const made = madeChanges(ranges);
  const [change, ...more] = made;
  if (change === undefined) return undefined;
  if (made.every(isRam)) return ramHead(made);
  if (more.length > 0 || !isDevice(change) || madeKinds(change).length > 1) return undefined;
  const { id, kinds, resizedBy, after } = change;
  if (kinds.includes('added')) return `${id} is added`;
  if (kinds.includes('removed')) return `${id} is removed`;
  if (kinds.includes('resized')) return `${id} ${growsBy(resizedBy)}`;
  return kinds.includes('retyped') && after !== undefined
    ? `${id} is now ${KIND_WORDS[after.kind]}`
    : `${id} is bound elsewhere`;
}

const growsBy = (bytes: number): string => `${bytes > 0 ? 'grows' : 'shrinks'} by ${bytesText(Math.abs(bytes))}`;

function ramHead(made: readonly RangeChange[]): string | undefined {
  if (made.some(({ kinds }) => kinds.includes('retyped') || kinds.includes('rebound'))) return undefined;
  const by = ramGrowth(made);
  return by === 0 ? undefined : `RAM ${growsBy(by)}`;
}

const KINDS: readonly RangeChangeKind[] = ['resized', 'moved', 'retyped', 'rebound', 'added', 'removed'];

/** `4 resized, 5 moved`; a range that is both counts as both. */
export function countsText(ranges: readonly RangeChange[]): string {
  const parts = KINDS.flatMap((kind) => {
    const count = ranges.filter(({ kinds }) => kinds.includes(kind)).length;
    return count === 0 ? [] : [`${count.toLocaleString('en-US')} ${kind}`];
  });
  return parts.join(', ');
}
