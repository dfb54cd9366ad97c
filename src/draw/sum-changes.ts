/** Where a column differs from the one that it stands beside. */
import type { DocPath } from '../core/space/region';
import { shortSize } from './box-texts';
import { amountText, type Stack, type StackAxis, type StackPiece } from './sum';

/** What became of one piece. Where it is gone, the piece before and its former place. */
export interface StackChange {
  readonly piece: StackPiece;
  /** `28 → 18`, `−512 MiB`. */
  readonly text: string;
  readonly isGone: boolean;
}

const startOf = ({ end, size }: StackPiece): number => end - size;
const within = (path: DocPath | undefined, whole: DocPath): boolean =>
  path !== undefined && (path === whole || path.startsWith(`${whole}.`));

/**
 * The pieces that a fix is about: those of the settings that it changes, or else the one that differs most.
 *
 * @param paths settings that were changed
 * @param byAddress pieces of equal size at another address differ too
 */
export function changesOf(
  before: Stack,
  after: Stack,
  paths: readonly DocPath[],
  { unit }: Pick<StackAxis, 'unit'>,
  byAddress: boolean,
): readonly StackChange[] {
  const isFree = ({ kind }: StackPiece): boolean => byAddress && kind === 'device-memory-window';
  const old = new Map(before.pieces.map((piece) => [piece.key, piece]));
  const kept = new Set(after.pieces.map(({ key }) => key));
  const sized = (from: number, to: number): string => `${amountText(from, unit)} → ${amountText(to, unit)}`;
  const stayed = after.pieces.flatMap((piece): StackChange[] => {
    const was = old.get(piece.key);
    if (was === undefined || isFree(piece)) return [];
    if (was.size !== piece.size) return [{ piece, text: sized(was.size, piece.size), isGone: false }];
    const moved = startOf(piece) - startOf(was);
    if (!byAddress || moved === 0) return [];
    return [{ piece, text: `${moved < 0 ? '−' : '+'}${shortSize(Math.abs(moved))}`, isGone: false }];
  });
  const gone = before.pieces
    .filter((piece) => !kept.has(piece.key) && !isFree(piece))
    .map((piece): StackChange => ({ piece, text: sized(piece.size, 0), isGone: true }));
  const all = [...stayed, ...gone];
  const meant = all.filter(({ piece }) => paths.some((path) => within(path, piece.path ?? piece.key)));
  if (meant.length > 0) return meant;
  const weight = ({ piece }: StackChange): number => Math.abs(piece.size - (old.get(piece.key)?.size ?? 0)) || 1;
  return all.toSorted((a, b) => weight(b) - weight(a)).slice(0, 1);
}
