import { subtract, type Range } from '../base/range';
import type { HandOffRange } from './hand-off';

/** What a piece has that others have not. */
export const around = (whole: HandOffRange, others: readonly HandOffRange[]): readonly HandOffRange[] =>
  others
    .reduce<readonly Range[]>((free, { range }) => free.flatMap((each) => subtract(each, range)), [whole.range])
    .map((range) => ({ ...whole, range }));
