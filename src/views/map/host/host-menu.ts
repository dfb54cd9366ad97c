/** What can be done with host memory: given to what the guest has, or made into something new. */
import type { HostPiece, HostPlacing } from '../../../app/host-placing.svelte';
import { addr, type Addr } from '../../../core/base/addr';
import { size, type Range } from '../../../core/base/range';
import { formatAddress, formatRange, formatSize } from '../../../core/base/size-text';
import { itemName, type LaneItem } from '../../../draw/boxes';
import type { Deed, MapMenu } from '../map-menu';
import type { HostSide } from './host-side.svelte';
import { pieceOf } from './host-piece';
import { guestName } from './host-words';

/** As many pieces of guest memory are offered; more are reached by dragging. */
const MOST = 8;
function deedsOf(side: HostSide, placing: HostPlacing, piece: HostPiece): Deed[] {
  const done = (run: () => void) => () => {
    side.brush = undefined;
    run();
  };
  const ribbons = new Map(side.ribbonsOf(piece.range).map((ribbon) => [ribbon.backend, ribbon]));
  const backed = new Set([...ribbons.values()].map(({ owner }) => owner));
  return [
    ...placing
      .candidates(piece)
      .filter(({ owner }) => !backed.has(owner))
      .slice(0, MOST)
      .map((guest, index): Deed => ({
        id: `back-${guest.owner}`,
        title: `Back ${guest.name} with it`,
        note: `${formatSize(guest.size)}${guest.isBacked ? ', in place of what backs it now' : ''}`,
        apart: index === 0,
        run: done(() => placing.back(piece, guest)),
      })),
    ...placing.devices.map(({ id, title }, index): Deed => ({
      id: `make-${id}`,
      title: `Make ${title} of it`,
      apart: index === 0,
      run: done(() => placing.make(piece, id)),
    })),
    ...[...ribbons].map(([backend, ribbon], index): Deed => ({
      id: `unbind-${backend}`,
      title: `Take it away from ${guestName(side.map.partition, ribbon)}`,
      apart: index === 0,
      run: done(() => placing.unbind(backend, guestName(side.map.partition, ribbon))),
    })),
  ];
}

const span = ({ start, end }: Range): string => `${formatAddress(start)} to ${formatAddress(end - 1)}`;

function copyDeed({ map }: HostSide, range: Range): Deed {
  return {
    ...{ id: 'copy', title: 'Copy range', note: formatRange(range), apart: true },
    run: () => void map.workspace.copy(formatRange(range)),
  };
}

/** For a brushed part of the host. */
export function hostBrushMenu(side: HostSide, placing: HostPlacing, range: Range, x: number, y: number): MapMenu {
  const piece = pieceOf(side, range);
  return {
    ...{ label: 'Brushed host memory', about: [formatSize(size(range)), span(range)], x, y },
    deeds: [
      { id: 'zoom', title: 'Zoom to it', run: () => side.axis.fit(range) },
      ...(piece === undefined ? [] : deedsOf(side, placing, piece)),
      copyDeed(side, range),
    ],
  };
}

/** For what lies at a point of the host's lane. */
export function hostItemMenu(
  side: HostSide,
  placing: HostPlacing,
  item: LaneItem,
  at: Addr,
  x: number,
  y: number,
): MapMenu {
  const { range } = item;
  const piece = item.count === 1 ? pieceOf(side, range) : undefined;
  const isFolded = item.form === 'fold' || item.form === 'group';
  const isOpen = side.axis.unfolded.has(range.start);
  const isGap = item.form === 'gap' || item.form === 'fold';
  return {
    label: 'Host memory',
    about: [`${isGap ? 'Empty' : itemName(item.regions)}, ${formatSize(size(range))}`, span(range)],
    ...{ x, y },
    deeds: [
      { id: 'zoom', title: 'Zoom to it', run: () => side.axis.fit(range) },
      ...(isFolded || isOpen
        ? [{ id: 'fold', title: isFolded ? 'Unfold' : 'Fold', run: () => side.axis.toggleFold(range.start) }]
        : []),
      ...(piece === undefined ? [] : deedsOf(side, placing, piece)),
      {
        ...{ id: 'copy-address', title: 'Copy address', note: formatAddress(at), apart: true },
        run: () => void side.map.workspace.copy(formatAddress(addr(at))),
      },
      { ...copyDeed(side, range), apart: false },
    ],
  };
}
