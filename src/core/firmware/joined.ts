/** Touching pieces of one kind become one, as both firmwares and the guest see them. */
import type { ReasonStep } from '../space/region';
import type { HandOffRange } from './hand-off';
import { leastSure } from '../space/sureness';

/** Reasons of this many pieces are told one by one; of the rest, how many they are. */
const TOLD = 8;

const isSame = (a: HandOffRange, b: HandOffRange): boolean =>
  a.type === b.type && a.efi === b.efi && a.specificPurpose === b.specificPurpose;

function join(pieces: readonly HandOffRange[]): HandOffRange {
  const [first] = pieces;
  const last = pieces.at(-1);
  if (first === undefined || last === undefined) throw new Error('nothing to join');
  if (first === last) return first;
  const steps: ReasonStep[] = pieces.slice(0, TOLD).flatMap(({ why }) => why.steps.slice(0, 1));
  if (pieces.length > TOLD) steps.push({ text: `${pieces.length - TOLD} more follow.` });
  steps.push({ text: `${pieces.length} pieces of equal type touch and are told as one.` });
  return {
    ...first,
    range: { start: first.range.start, end: last.range.end },
    sure: leastSure(pieces.map(({ sure }) => sure)),
    why: { ...first.why, steps },
  };
}

/** @param pieces by address, disjoint */
export function joined(pieces: readonly HandOffRange[]): readonly HandOffRange[] {
  const result: HandOffRange[] = [];
  let group: HandOffRange[] = [];
  for (const piece of pieces) {
    const last = group.at(-1);
    if (last !== undefined && !(last.range.end === piece.range.start && isSame(last, piece))) {
      result.push(join(group));
      group = [];
    }
    group.push(piece);
  }
  if (group.length > 0) result.push(join(group));
  return result;
}
