/** What can be done with the bytes at a point or under a brush. */
import { explainingOf } from '../../app/explaining.svelte';
import { addr, type Addr } from '../../core/base/addr';
import { size, type Range } from '../../core/base/range';
import { approximateSize, formatAddress, formatRange, formatSize } from '../../core/base/size-text';
import { deviceKinds } from '../../core/devices/index';
import { itemName, type LaneItem } from '../../draw/boxes';
import type { MapState } from './map-state.svelte';
import { itemTarget } from './target';

export interface Deed {
  readonly id: string;
  readonly title: string;
  /** A second line in grey. */
  readonly note?: string | undefined;
  /** Starts a group, under a hairline. */
  readonly apart?: boolean | undefined;
  run(): void;
}

export interface MapMenu {
  readonly label: string;
  /** What the deeds are about, over them. */
  readonly about: readonly string[];
  readonly deeds: readonly Deed[];
  /** In px of the map. */
  readonly x: number;
  readonly y: number;
}

const span = ({ start, end }: Range): string => `${formatAddress(start)} to ${formatAddress(end - 1)}`;

/** Exact, and at a glance where that is something else: `137,438,953,473 bytes, 128 GiB`. */
function measure(range: Range): string {
  const bytes = size(range);
  const exact = formatSize(bytes);
  const glance = approximateSize(bytes);
  return glance.exact || glance.text === exact ? exact : `${exact}, about ${glance.text}`;
}

/** The deeds of the workspace that concern what is selected, where it has them. */
function selectionDeeds({ workspace }: MapState): Deed[] {
  return ['edit-address', 'duplicate', 'remove-selected'].flatMap((id, index): Deed[] => {
    const command = workspace.commands.find((each) => each.id === id);
    if (command?.enabled !== true) return [];
    return [{ id, title: command.title, apart: index === 0, run: () => command.run() }];
  });
}

/** A deed for each kind of memory device: it is placed there and stays selected, to be moved on or taken back. */
function placeDeeds({ workspace }: MapState, at: Addr, first: () => void = () => undefined): Deed[] {
  return deviceKinds.all.map(({ id, title }, index) => ({
    id: `place-${id}`,
    title: `Place ${title} here`,
    apart: index === 0,
    run: () => {
      first();
      workspace.placing.beginNew(id, at);
      workspace.placing.drop();
    },
  }));
}

/** To read what reviewers said of a range, thread by thread. */
const threadDeeds = ({ workspace, pins }: MapState, item: LaneItem): Deed[] =>
  (pins?.threadsAt(item) ?? []).map(({ id, title, comments }) => ({
    id: `thread-${id}`,
    title: comments === 1 ? 'Read the comment' : `Read ${comments} comments`,
    note: title,
    run: () => workspace.reviewing.open(id),
  }));

export function brushMenu(state: MapState, range: Range, x: number, y: number): MapMenu {
  const { axis, workspace } = state;
  const clear = (): void => (state.brush = undefined);
  return {
    label: 'Brushed bytes',
    about: [measure(range), span(range)],
    x,
    y,
    deeds: [
      {
        id: 'zoom',
        title: 'Zoom to it',
        run: () => {
          clear();
          axis.fit(range);
        },
      },
      { id: 'measure', title: 'Keep the measure', note: 'Esc takes it away', run: () => state.say(measure(range)) },
      {
        id: 'mark',
        title: 'Mark both ends',
        run: () => {
          clear();
          for (const at of [range.start, addr(range.end - 1)]) {
            if (!workspace.marks.all.includes(at)) workspace.marks.keep(at);
          }
        },
      },
      {
        id: 'copy',
        title: 'Copy range',
        note: formatRange(range),
        run: () => {
          clear();
          void workspace.copy(formatRange(range));
        },
      },
      {
        id: 'comment',
        title: 'Comment',
        run: () => {
          clear();
          workspace.reviewing.comment({ range });
        },
      },
      ...placeDeeds(state, range.start, clear),
    ],
  };
}

export function itemMenu(state: MapState, item: LaneItem, at: Addr, x: number, y: number): MapMenu {
  const { axis, workspace } = state;
  const { range } = item;
  const isGap = item.form === 'gap' || item.form === 'fold';
  const isFolded = item.form === 'fold' || item.form === 'group';
  const isOpen = axis.unfolded.has(range.start);
  return {
    label: 'Range',
    about: [`${isGap ? 'Empty' : itemName(item.regions)}, ${formatSize(size(range))}`, span(range)],
    x,
    y,
    deeds: [
      { id: 'zoom', title: 'Zoom to it', run: () => axis.fit(range) },
      ...(isFolded || isOpen
        ? [{ id: 'fold', title: isFolded ? 'Unfold' : 'Fold', run: () => axis.toggleFold(range.start) }]
        : []),
      {
        id: 'explain',
        title: 'Explain this address',
        note: formatAddress(at),
        run: () => {
          const [region] = item.regions;
          const owner = item.regions.length === 1 ? region?.owner : undefined;
          workspace.selection.select({ range, ...(owner === undefined ? {} : { path: owner }) });
          explainingOf(workspace).ask(at);
        },
      },
      { id: 'mark', title: 'Mark address', note: formatAddress(at), run: () => workspace.marks.put(at) },
      { id: 'comment', title: 'Comment', run: () => workspace.reviewing.comment(itemTarget(item)) },
      ...threadDeeds(state, item),
      {
        id: 'copy-address',
        title: 'Copy address',
        note: formatAddress(at),
        apart: true,
        run: () => void workspace.copy(formatAddress(at)),
      },
      {
        id: 'copy',
        title: 'Copy range',
        note: formatRange(range),
        run: () => void workspace.copy(formatRange(range)),
      },
      ...(isGap || item.kind === 'device-memory-window' ? placeDeeds(state, at) : selectionDeeds(state)),
    ],
  };
}
