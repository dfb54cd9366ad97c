import { isOfHost, type Target } from '../../../app/selection.svelte';
import { addr } from '../../../core/base/addr';
import { contains, intersection, overlaps, range, type Range } from '../../../core/base/range';
import type { HostView, Ribbon } from '../../../core/host/view';
import { regionAt } from '../../../core/space/partition';
import type { Region } from '../../../core/space/region';
import { laneItems, type LaneItem } from '../../../draw/boxes';
import type { MapColumns } from '../../../draw/columns';
import { hostColumns, isNarrow } from '../../../draw/host-columns';
import { addressLabels } from '../../../draw/labels';
import type { ViewScale } from '../../../draw/view-scale';
import { lookOf } from '../../../ui/kinds';
import { AxisState } from '../axis-state.svelte';
import type { MapState } from '../map-state.svelte';
import type { SceneBeside } from '../picture/scene';
import { rangesIn } from '../target';
import { gapText } from '../words';
import { HostDrag } from './host-drag.svelte';
import { hostChoicesOf, type HostChoices } from './host-choices.svelte';
import { hostLayer, leftHeight } from './host-picture';
import HostOptions from './HostOptions.svelte';
import { hostProblems, hostSigns } from './host-problems';
import { HostPointers } from './host-pointers';
import HostTools from './HostTools.svelte';
import { hostCause, leftRows, spokenHost, totalsText } from './host-words';
import { ribbonShapes, type RibbonShape } from './ribbon-shapes';

/** What a host is of which nothing is known: the state of the map outlives the plan that had one. */
const NO_HOST: HostView = {
  limit: addr(2 ** 32),
  space: {
    limit: addr(2 ** 32),
    regions: [{ range: range(0, 2 ** 32), kind: 'hole', name: 'empty', why: { rule: 'host/none', steps: [] } }],
  },
  ...{ e820: [], ribbons: [], unpinned: [], rows: [], free: [], sums: [], left: [], guestSums: [] },
};

/** The part of one side of a ribbon that lies opposite of bytes of the other. */
function across(bytes: Range, from: Range, to: Range): Range | undefined {
  const part = intersection(bytes, from);
  return part === undefined
    ? undefined
    : range(to.start + (part.start - from.start), to.start + (part.end - from.start));
}

/** The host's lane beside the guest's, with the ribbons between them. */
export class HostSide {
  readonly map: MapState;
  readonly choices: HostChoices;
  readonly axis: AxisState;
  readonly drag: HostDrag;
  readonly pointers: HostPointers;
  /** Parts of the page around the picture. */
  readonly Options = HostOptions;
  readonly Tools = HostTools;

  /** The part of the host's memory that is marked to be given away. */
  brush = $state.raw<Range>();
  /** Where the mouse is over this lane, in px. */
  pointer = $state.raw<number>();
  #active = $state.raw<number>();

  constructor(map: MapState) {
    this.map = map;
    this.choices = hostChoicesOf(map.workspace);
    this.axis = new AxisState(
      () => this.view.space,
      () => map.height,
      this.choices.axis,
      () => leftHeight(this.view.left.length),
    );
    this.drag = new HostDrag(this);
    this.pointers = new HostPointers(this);
  }

  readonly view: HostView = $derived.by(() => this.map.plan.host ?? NO_HOST);
  readonly isNarrow = $derived.by(() => isNarrow(this.map.width));
  /** The lane is there: on a phone it must be asked for. */
  readonly isShown = $derived.by(() => !this.isNarrow || this.choices.sides !== 'guest');
  readonly causeOf = $derived.by(() => hostCause(this.view, this.map.partition));
  readonly items = $derived.by(() => this.#itemsOn(this.axis.scale));
  readonly totals = $derived.by(() => totalsText(this.view));
  readonly title = $derived.by(() => this.map.workspace.shown.current.host.title);
  /** Host bytes that are selected, or lie opposite of what is. */
  readonly selected = $derived.by(() => this.#rangesOf(this.map.workspace.selection.selected, this.map.selected));
  readonly #hovered = $derived.by(() => this.#rangesOf(this.map.workspace.selection.hovered, this.map.hovered));
  readonly ribbons = $derived.by((): readonly RibbonShape[] => {
    const { host } = this.map.columns;
    if (host === undefined) return [];
    return ribbonShapes({
      ...{ view: this.view, guest: this.map.partition, span: host.ribbons, height: this.map.height },
      scales: { host: this.axis.scale, guest: this.map.axis.scale },
      ...{ selected: this.map.selected, hovered: this.map.hovered },
    });
  });
  readonly problems = $derived.by(() => hostProblems(this.map.plan.diagnostics));
  readonly signs = $derived.by(() => hostSigns(this.map.plan.diagnostics, this.axis.scale));
  readonly layer = $derived.by((): SceneBeside =>
    hostLayer({
      scale: this.axis.scale,
      items: this.items,
      labels: addressLabels(
        this.items.map((item) => item.range.start),
        this.axis.scale,
        this.selected,
      ),
      ribbons: this.ribbons,
      selected: this.selected,
      hovered: this.#hovered,
      brush: this.brush,
      left: leftRows(this.view),
      focus: this.map.isRinged && this.map.isFocused && this.map.isOnHost ? this.activeItem?.key : undefined,
      pointer: this.pointer,
      held: this.drag.picture,
      problems: this.problems,
      signs: this.signs,
      markOf: (item) => this.markOf(item),
    }),
  );
  /** Where the keyboard is in this lane. */
  readonly activeItem = $derived.by((): LaneItem | undefined => {
    const { items } = this;
    const start = this.#active;
    if (start === undefined) return items.find((item) => this.markOf(item) === 'selected') ?? items[0];
    return items.find((item) => item.range.start === start) ?? items.find((item) => contains(item.range, addr(start)));
  });

  get activeStart(): number | undefined {
    return this.#active ?? this.activeItem?.range.start;
  }

  /** The items where they will be when what moves has come to rest. */
  get settledItems(): readonly LaneItem[] {
    return this.axis.moving ? this.#itemsOn(this.axis.target) : this.items;
  }

  columnsFor(strips: number): MapColumns {
    const { sides } = this.choices;
    return hostColumns(this.map.width, strips, sides === 'guest' ? 'both' : sides);
  }

  markOf(item: LaneItem): 'selected' | 'hovered' | undefined {
    if (item.kind === 'hole') return undefined;
    if (this.selected.some((each) => overlaps(each, item.range))) return 'selected';
    return this.#hovered.some((each) => overlaps(each, item.range)) ? 'hovered' : undefined;
  }

  /** What stands opposite of what is selected is lit, and not selected itself: of a list, one thing is. */
  isSelected(item: LaneItem): boolean {
    const { selected } = this.map.workspace.selection;
    return selected !== undefined && isOfHost(selected) && this.markOf(item) === 'selected';
  }

  /** The guest's bytes that host memory backs. */
  opposite(target: Target): readonly Range[] {
    const ranges = rangesIn(target, this.view.space);
    return this.view.ribbons.flatMap(({ host, guest }) => ranges.flatMap((each) => across(each, host, guest) ?? []));
  }

  /** Leads the keyboard to a range of this lane. */
  lead(item?: LaneItem): void {
    this.drag.prepare();
    this.#active = item?.range.start;
    this.map.isOnHost = item !== undefined;
  }

  /** Selects, unfolds or folds an item. */
  act(item: LaneItem): 'selected' | 'moved' | 'nothing' {
    this.lead(item);
    const opens = item.form === 'fold' || item.form === 'group';
    if (opens || (item.form === 'gap' && this.axis.unfolded.has(item.range.start))) {
      this.axis.toggleFold(item.range.start);
      return 'moved';
    }
    if (item.form === 'gap') return 'nothing';
    const region = item.count === 1 ? item.regions[0] : undefined;
    if (region === undefined) this.axis.fit(item.range);
    else this.select(region);
    return 'selected';
  }

  /** Enter selects; once more, it asks what to do with what is selected. */
  enter(item: LaneItem, isAgain: boolean): void {
    if (isAgain && this.selectedRegion !== undefined) this.openMenu(item);
    else this.act(item);
  }

  /** The menu of an item, beside it. */
  openMenu(item: LaneItem): void {
    const { host } = this.map.columns;
    if (host !== undefined) this.pointers.menu(host.lane.left, Math.max(0, item.top) + Math.min(item.height / 2, 12));
  }

  select({ owner }: Region): void {
    if (owner !== undefined) this.map.workspace.selection.select({ path: owner });
  }

  spoken(item: LaneItem): string {
    const found = this.problems.findLast(({ range }) => overlaps(range, item.range));
    const spoken = spokenHost(item, this.view, this.map.partition);
    if (found === undefined) return spoken;
    return `${spoken}. ${found.severity === 'error' ? 'Error' : 'Warning'}: ${found.text.replace(/\.$/, '')}`;
  }

  ribbonsOf(bytes: Range): readonly Ribbon[] {
    return this.view.ribbons.filter(({ host }) => overlaps(host, bytes));
  }

  /** The one region of the host that is selected. */
  get selectedRegion(): Region | undefined {
    const target = this.map.workspace.selection.selected;
    const [first] = target !== undefined && isOfHost(target) ? this.selected : [];
    return first === undefined ? undefined : regionAt(this.view.space, first.start);
  }

  #rangesOf(target: Target | undefined, guest: readonly Range[]): readonly Range[] {
    if (target === undefined) return [];
    if (isOfHost(target)) return rangesIn(target, this.view.space);
    return this.view.ribbons.flatMap((ribbon) =>
      guest.flatMap((each) => across(each, ribbon.guest, ribbon.host) ?? []),
    );
  }

  #itemsOn(scale: ViewScale): readonly LaneItem[] {
    return laneItems(this.axis.pieces, scale, {
      width: this.map.columns.host?.lane.width ?? 0,
      causeOf: this.causeOf,
      gapText: gapText(this.view.limit),
      kindWord: (kind) => lookOf(kind).short,
    });
  }
}
