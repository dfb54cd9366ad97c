/** The host's part of a picture that stands alone: nothing selected, nothing held. */
import type { Range } from '../../../core/base/range';
import type { HostView } from '../../../core/host/view';
import type { Diagnostic } from '../../../core/lint/diagnostic';
import type { Partition } from '../../../core/space/partition';
import { inStep, PAD } from '../../../draw/axis-view';
import type { Extent } from '../../../draw/address-scale';
import { laneItems } from '../../../draw/boxes';
import type { MapColumns } from '../../../draw/columns';
import { addressLabels } from '../../../draw/labels';
import { axisPieces, type Piece } from '../../../draw/pieces';
import type { LaneBeside, ScaleEntry } from '../../../draw/scales';
import type { ViewScale } from '../../../draw/view-scale';
import type { SceneBeside } from '../picture/scene';
import { gapText } from '../words';
import { hostLayer, leftHeight } from './host-picture';
import { hostProblems, hostSigns } from './host-problems';
import { hostCause, leftRows } from './host-words';
import { ribbonShapes } from './ribbon-shapes';

interface WholeHostWish {
  readonly view: HostView;
  readonly entry: ScaleEntry;
  /** The guest's lane. */
  readonly guest: readonly Piece[];
  /** Px for both axes. */
  readonly room: number;
  readonly unfolded: ReadonlySet<number>;
  /** Of the plan. */
  readonly diagnostics: readonly Diagnostic[];
  /** Bytes of the guest and of the host that are selected. */
  readonly selected?: { readonly guest: readonly Range[]; readonly host: readonly Range[] };
}

export interface WholeHost {
  /** For the guest's axis, which must go with it. */
  readonly lane: LaneBeside;
  readonly extent: Extent;
  layer(guest: { readonly scale: ViewScale; readonly columns: MapColumns; readonly guest: Partition }): SceneBeside;
}

export function wholeHost({ view, entry, guest, room, unfolded, diagnostics, selected }: WholeHostWish): WholeHost {
  const foot = leftHeight(view.left.length);
  const pieces = axisPieces(view.space, { foldGaps: entry.foldGaps, unfolded });
  const available = Math.max(PAD, room - foot);
  const base = entry.build(pieces, available, { pieces: guest, available: room });
  const lit = selected ?? { guest: [], host: [] };
  return {
    lane: { pieces, available },
    extent: { height: base.height, foot },
    layer: ({ scale: guestScale, columns, guest: partition }) => {
      const scale = inStep(base, guestScale);
      const items = laneItems(pieces, scale, {
        width: columns.host?.lane.width ?? 0,
        causeOf: hostCause(view, partition),
        gapText: gapText(view.limit),
      });
      const starts = items.map(({ range }) => range.start);
      const span = columns.host?.ribbons ?? { left: 0, width: 0 };
      return hostLayer({
        ...{ scale, items, labels: addressLabels(starts, scale, lit.host), left: leftRows(view) },
        ...{ selected: lit.host, hovered: [], markOf: () => undefined },
        ...{ problems: hostProblems(diagnostics), signs: hostSigns(diagnostics, scale) },
        ribbons: ribbonShapes({
          ...{ view, guest: partition, scales: { host: scale, guest: guestScale }, span, height: scale.height },
          ...{ selected: lit.guest, hovered: [] },
        }),
      });
    },
  };
}
