/** What the keyboard does on the host's side of the map. */
import { commandWhen as when, type Command } from '../../../app/commands';
import type { HostSide } from './host-side.svelte';
import { pieceOf } from './host-piece';
import { itemAt } from '../../../draw/hit-test';

const HELP =
  'Up and down move it, left and right resize it, with Shift by 1 GiB; Enter drops it, Escape takes it back. For other deeds press Enter on the host’s range.';

/** From one lane to the other: to what stands opposite, else to what is at the same height. */
function cross(side: HostSide, toHost: boolean): void {
  const { map } = side;
  const from = toHost ? map.activeItem : side.activeItem;
  const there = toHost ? side : map;
  const ribbon = side.view.ribbons.find(({ host, guest }) => {
    const bytes = toHost ? guest : host;
    return from !== undefined && bytes.start < from.range.end && bytes.end > from.range.start;
  });
  const wanted = ribbon === undefined ? undefined : toHost ? ribbon.host : ribbon.guest;
  if (wanted !== undefined) there.axis.bring(wanted);
  const opposite =
    wanted === undefined
      ? undefined
      : there.items.find(({ range }) => range.start < wanted.end && range.end > wanted.start);
  const beside = from === undefined ? undefined : itemAt(there.items, from.top + from.height / 2);
  there.lead(opposite ?? beside ?? there.items[0]);
  map.isRinged = true;
}

export function hostCommands(side: HostSide): readonly Command[] {
  const { map, choices } = side;
  const { placing } = map.workspace;
  const isHere = (): boolean => map.isFocused && side.isShown && map.host === side && !placing.active;
  const activePiece = () => {
    const item = map.isOnHost ? side.activeItem : undefined;
    return item?.count === 1 ? pieceOf(side, item.range) : undefined;
  };
  return [
    when(() => isHere() && !map.isOnHost, {
      id: 'to-host',
      title: 'On the map: to the host’s lane',
      keys: ['ArrowLeft'],
      run: () => cross(side, true),
    }),
    when(() => isHere() && map.isOnHost, {
      id: 'to-guest',
      title: 'On the map: to the guest’s lane',
      keys: ['ArrowRight'],
      run: () => cross(side, false),
    }),
    when(() => isHere() && activePiece() !== undefined, {
      id: 'hold-host',
      title: 'On the map: make an SPM device of host memory and take hold of it',
      keys: ['Space'],
      run: () => {
        const piece = activePiece();
        if (piece === undefined) return;
        side.drag.with(({ placing }) => {
          placing.hold(piece, 'sp-mem');
          map.say(`${piece.name} is held as an SPM device. ${HELP}`);
        });
      },
    }),
    when(() => map.side === side, {
      id: 'link-axes',
      title: 'Zoom and pan host and guest together, or each alone',
      keys: [],
      run: () => {
        choices.linked = !choices.linked;
        map.say(choices.linked ? 'Host and guest are moved together' : 'Host and guest are moved each alone');
      },
    }),
    when(() => side.brush !== undefined, {
      id: 'clear-host-brush',
      title: 'Take the brushed part of the host away',
      keys: ['Escape'],
      run: () => (side.brush = undefined),
    }),
  ];
}
