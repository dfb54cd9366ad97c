/** The two borders of a range as one ladder where the upper sum goes on from the lower one, else as two. */
import { formatSize } from '../../core/base/size-text';
import type { Border, Term } from '../../core/explain/explanation';

export interface Ladder {
  readonly rungs: readonly Rung[];
}

/** A term, or the border that the terms above it add up to. */
export type Rung =
  | { readonly is: 'term'; readonly sign: '+' | '−' | ''; readonly amount: Amount; readonly term: Term }
  | { readonly is: 'border'; readonly amount: Amount; readonly border: Border; readonly words: string };

/** A size as number and unit, so that both stand in columns. */
export interface Amount {
  readonly number: string;
  readonly unit: string;
}

export function amountOf(bytes: number): Amount {
  if (bytes === 0) return { number: '0', unit: '' };
  const [number = '', unit = ''] = formatSize(Math.abs(bytes)).split(' ');
  return { number, unit };
}

const rungOf = (term: Term, index: number): Rung => ({
  is: 'term',
  sign: term.value < 0 ? '−' : index === 0 ? '' : '+',
  amount: amountOf(term.value),
  term,
});

const same = (a: Term | undefined, b: Term): boolean => a?.label === b.label && a.value === b.value;

export function laddersOf([start, end]: readonly [Border, Border]): readonly Ladder[] {
  const from: Rung = { is: 'border', amount: amountOf(start.at), border: start, words: 'starts at' };
  const to: Rung = { is: 'border', amount: amountOf(end.at), border: end, words: 'ends before' };
  const goesOn = start.terms.every((term, index) => same(end.terms[index], term));
  if (goesOn && end.terms.length > start.terms.length) {
    const rungs = end.terms.map(rungOf);
    return [{ rungs: [...rungs.slice(0, start.terms.length), from, ...rungs.slice(start.terms.length), to] }];
  }
  return [{ rungs: [...start.terms.map(rungOf), from] }, { rungs: [...end.terms.map(rungOf), to] }];
}
