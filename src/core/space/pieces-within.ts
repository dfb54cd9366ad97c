import { intersection, type Range } from '../base/range';
import type { Region } from './region';

/** A piece of a space without the reason for it. */
export type PlainPiece = Pick<Region, 'range' | 'kind' | 'name' | 'owner'>;

/** What of the regions lies within a range, cut at its edges. */
export function piecesWithin(regions: readonly Region[], within: Range): readonly PlainPiece[] {
  return regions.flatMap(({ kind, name, owner, range }) => {
    const part = intersection(range, within);
    return part === undefined ? [] : [{ range: part, kind, name, ...(owner === undefined ? {} : { owner }) }];
  });
}
