/** The table of scales that an address axis can have, in the order of the switch. */
import { registry } from '../core/base/registry';
import type { AddressScale, ScaleKind } from './address-scale';
import type { Piece, PieceOptions } from './pieces';
import { compressedScale, compressionFor, type LaneBeside } from './scale-compressed';
import { equalScale, linearScale, logScale } from './scale-even';

export type { LaneBeside } from './scale-compressed';

export interface ScaleEntry {
  readonly id: ScaleKind;
  readonly title: string;
  /** Which gaps the scale folds. */
  readonly foldGaps: NonNullable<PieceOptions['foldGaps']>;
  /**
   * @param available the height to fill, in px
   * @param beside another lane, with its height: equal sizes come out equally tall on both
   */
  build(pieces: readonly Piece[], available: number, beside?: LaneBeside): AddressScale;
}

export const scales = registry<ScaleEntry>([
  {
    id: 'compressed',
    title: 'Compressed',
    foldGaps: 'long',
    build: (pieces, available, beside) =>
      compressedScale(pieces, compressionFor([{ pieces, available }, ...(beside === undefined ? [] : [beside])])),
  },
  { id: 'linear', title: 'Linear', foldGaps: 'last', build: linearScale },
  { id: 'log', title: 'Log', foldGaps: 'last', build: logScale },
  { id: 'equal', title: 'Equal', foldGaps: 'always', build: equalScale },
]);
