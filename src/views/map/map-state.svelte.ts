import { untrack } from 'svelte';
import type { Workspace } from '../../app/workspace.svelte';
import { isOfHost, type Target } from '../../app/selection.svelte';
import { contains, overlaps, type Range } from '../../core/base/range';
import type { Plan, Snapshot } from '../../core/plan/plan';
import { regionAt } from '../../core/space/partition';
import type { Region } from '../../core/space/region';
import type { ViewScale } from '../../draw/axis-view';
import { laneItems, type LaneItem } from '../../draw/boxes';
import { mapColumns, type MapColumns } from '../../draw/columns';
import { addressLabels } from '../../draw/labels';
import { rulerLines } from '../../draw/ruler';
import { AxisState, type AxisChoices } from './axis-state.svelte';
import { lookOf } from '../../ui/kinds';
import type { HostSide } from './host/host-side.svelte';
import type { MapMenu } from './map-menu';
import type { Hint } from './picture/hint';
import type { Pins } from './pins/pins.svelte';
import type { PlacingPen, Scene } from './picture/scene';
import { problemSigns } from './problem-signs';
import { stripPicture, stripsOf } from './strips';
import { itemMark, itemTarget, rangeMark, targetRanges } from './target';
import { causesOf, gapText, kindsOf, windowNote } from './words';

/** Where the keyboard is: a range, found again by its owner when an edit moves it. */
interface Active {
  readonly start: number;
  readonly owner: string | undefined;
}

/** All that the picture of the guest's map is made of. */
export class MapState {
  readonly workspace: Workspace;
  readonly axis: AxisState;
  readonly #shown: () => { readonly plan: Plan; readonly snapshot: Snapshot };

  /** Size of the picture, in px. */
  width = $state.raw(0);
  height = $state.raw(0);
  /** Where the mouse is, in px from the top. */
  pointer = $state.raw<number>();
  brush = $state.raw<Range>();
  /** What is said of the small thing under the pointer. */
  hint = $state.raw<Hint>();
  /** The range that arrow keys start from. */
  #active = $state.raw<Active>();
  /** The keyboard is here, and its ring is to be seen. */
  isFocused = $state.raw(false);
  isRinged = $state.raw(false);
  #side = $state.raw<HostSide>();
  /** The keyboard is in the host's lane. */
  isOnHost = $state.raw(false);
  /** Opens a menu over the map; the part of the page that has the picture puts itself here. */
  onmenu: (menu: MapMenu) => void = () => undefined;
  /** Draws a placement; undefined until one is likely. */
  placingPen = $state.raw<PlacingPen>();
  /** What reviewers said; undefined until there is anything. */
  pins = $state.raw<Pins>();
  /** The last thing to be said aloud. */
  said = $state.raw('');

  constructor(
    workspace: Workspace,
    shown: () => { readonly plan: Plan; readonly snapshot: Snapshot },
    choices: AxisChoices,
  ) {
    this.workspace = workspace;
    this.#shown = shown;
    this.axis = new AxisState(
      () => this.partition,
      () => this.height,
      choices,
    );
  }

  readonly plan = $derived.by(() => this.#shown().plan);
  readonly snapshot = $derived.by(() => this.#shown().snapshot);
  readonly partition = $derived.by(() => this.snapshot.spaces.cpu);
  readonly strips = $derived.by(() => stripsOf(this.snapshot, this.plan.snapshots.slice(1)));
  /** The host's side of the map, whether it is to be seen or not; undefined where the layout has no host, or until it is fetched. */
  readonly side = $derived.by((): HostSide | undefined => (this.plan.host === undefined ? undefined : this.#side));
  /** The same where it is to be seen. */
  readonly host = $derived.by((): HostSide | undefined => (this.side?.isShown === true ? this.side : undefined));
  readonly columns = $derived.by(
    (): MapColumns => this.host?.columnsFor(this.strips.length) ?? mapColumns(this.width, this.strips.length),
  );
  readonly #nodes = $derived.by(() => this.workspace.shown.current.nodes);
  readonly causeOf = $derived.by(() => causesOf(this.snapshot, this.#nodes));
  readonly items = $derived.by(() => this.#itemsOn(this.axis.scale));
  readonly kinds = $derived.by(() => kindsOf(this.snapshot));
  readonly selected = $derived.by(() => this.#rangesOf(this.workspace.selection.selected));
  readonly hovered = $derived.by(() => this.#rangesOf(this.workspace.selection.hovered));
  /** The regions that are selected, to be taken hold of. */
  readonly selectedRegions = $derived.by((): readonly Region[] => {
    const { partition } = this;
    const target = this.workspace.selection.selected;
    // What stands opposite of host memory is lit, and not held.
    if (target !== undefined && isOfHost(target)) return [];
    return this.selected.flatMap(({ start, end }) => {
      const region = regionAt(partition, start);
      return region !== undefined && region.range.start === start && region.range.end === end ? [region] : [];
    });
  });
  readonly #grips = $derived.by(() =>
    this.selectedRegions.flatMap((region) => {
      // A region is of a plan and changes with it: asking the document too would draw the map at an edit and again at its plan.
      const handles = untrack(() => this.workspace.placing.handlesOf(region));
      const { start, end } = region.range;
      return [...(handles.includes('start') ? [start] : []), ...(handles.includes('end') ? [end] : [])];
    }),
  );
  readonly #labels = $derived.by(() =>
    addressLabels(
      this.items.map(({ range }) => range.start),
      this.axis.scale,
      this.selected,
    ),
  );
  readonly #grid = $derived.by(() => rulerLines(this.axis.scale));
  readonly #window = $derived.by(() => windowNote(this.plan));
  readonly #signs = $derived.by(() => problemSigns(this.plan.diagnostics, this.axis.scale));
  readonly stripPictures = $derived.by(() => {
    const marks = { selected: this.selected, hovered: this.hovered };
    return this.strips.map((strip) => stripPicture(strip, this.axis.scale, ({ range }) => rangeMark(range, marks)));
  });

  /** The item that the keyboard is at: what it was led to, else what is selected, else the first; none if that is out of sight. */
  readonly activeItem = $derived.by((): LaneItem | undefined => {
    const { items } = this;
    const active = this.#active;
    if (active === undefined) return items.find((item) => this.markOf(item) === 'selected') ?? items[0];
    const { start, owner } = active;
    return (
      items.find((item) => item.range.start === start) ??
      items.find((item) => owner !== undefined && item.regions.some((region) => region.owner === owner)) ??
      items.find((item) => contains(item.range, start))
    );
  });

  /** Where arrow keys start from, in sight or not. */
  get activeStart(): number | undefined {
    return this.#active?.start ?? this.activeItem?.range.start;
  }

  readonly scene = $derived.by((): Scene => ({
    width: this.width,
    height: this.height,
    scale: this.axis.scale,
    columns: this.columns,
    items: this.items,
    labels: this.#labels,
    grid: this.#grid,
    strips: this.stripPictures,
    selected: this.selected,
    hovered: this.hovered,
    grips: this.#grips,
    marks: this.workspace.marks.all,
    brush: this.brush,
    window: this.#window,
    signs: this.#signs,
    pins: this.pins?.layer,
    limit: this.plan.limit < this.axis.scale.window.end ? this.plan.limit : undefined,
    pointer: this.pointer,
    placing: this.workspace.placing.picture,
    placingPen: this.placingPen,
    hint: this.hint,
    beside: this.host?.layer,
    focus: this.isRinged && this.isFocused && !this.isOnHost ? this.activeItem?.key : undefined,
    markOf: (item) => this.markOf(item),
  }));

  /** The items where they will be when what moves has come to rest, which is where pointers find them already. */
  get settledItems(): readonly LaneItem[] {
    return this.axis.moving ? this.#itemsOn(this.axis.target) : this.items;
  }

  #itemsOn(scale: ViewScale): readonly LaneItem[] {
    return laneItems(this.axis.pieces, scale, {
      width: this.columns.lane.width,
      causeOf: this.causeOf,
      gapText: gapText(this.partition.limit),
      kindWord: (kind) => lookOf(kind).short,
    });
  }

  markOf(item: LaneItem): 'selected' | 'hovered' | undefined {
    const mark = itemMark(this.workspace.selection, item);
    if (mark === 'selected' || this.host === undefined || item.form === 'gap' || item.form === 'fold') return mark;
    const { selected, hovered } = this.workspace.selection;
    const isLit = (target: Target | undefined, ranges: readonly Range[]): boolean =>
      target !== undefined && isOfHost(target) && ranges.some((each) => overlaps(each, item.range));
    if (isLit(selected, this.selected)) return 'selected';
    return mark ?? (isLit(hovered, this.hovered) ? 'hovered' : undefined);
  }

  /** What stands opposite of selected host memory is lit, and not selected itself. */
  isSelected(item: LaneItem): boolean {
    return itemMark(this.workspace.selection, item) === 'selected';
  }

  /** Puts the host's side beside the guest's, once it is there. */
  join(side: HostSide): void {
    this.#side = side;
  }

  /** The guest's bytes that a target stands for; of host memory, those that it backs. */
  #rangesOf(target: Target | undefined): readonly Range[] {
    if (target === undefined || !isOfHost(target)) return targetRanges(target, this.partition);
    return this.side?.opposite(target) ?? [];
  }

  /** Leads the keyboard to a range; without one it starts from what is selected. */
  lead(item?: LaneItem): void {
    this.isOnHost = false;
    this.#active = item === undefined ? undefined : { start: item.range.start, owner: item.regions[0]?.owner };
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
    this.workspace.selection.select(itemTarget(item));
    return 'selected';
  }

  /** The lane that the keyboard is in. */
  get lane(): MapState | HostSide {
    return this.isOnHost && this.host !== undefined ? this.host : this;
  }

  say(text: string): void {
    this.said = text;
  }
}
