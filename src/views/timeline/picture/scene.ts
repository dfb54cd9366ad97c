/** Address by time, ready to draw: what is in sight, and where. */
import type { Timeline } from '../../../core/space/timeline';
import type { StepScale } from '../../../draw/timeline-axis';
import { labelledMoments } from '../../../draw/timeline-axis';
import { freePlaces, ghostOf, type FreePlace, type Ghost } from '../../../draw/timeline-free';
import { timelineLayout, type TimelineLayout } from '../../../draw/timeline-layout';
import { levelPieces, type LevelPiece } from '../../../draw/timeline-levels';
import { barPieces, rowGlyphs, type BarPiece, type DeviceRow, type RowGlyph } from '../../../draw/timeline-rows';
import type { Stretch } from '../../../draw/timeline-stretches';
import { windowPicture, windowScale, type WindowPicture, type WindowScale } from '../../../draw/timeline-window';
import type { TimelineFacts } from '../timeline-facts';

export interface TimelineScene {
  readonly facts: TimelineFacts;
  readonly timeline: Timeline;
  /** Of the viewport. */
  readonly width: number;
  readonly height: number;
  readonly layout: TimelineLayout;
  readonly scale: StepScale;
  readonly window?: WindowScale;
  readonly picture: WindowPicture;
  readonly free: readonly FreePlace[];
  readonly ghosts: readonly Ghost[];
  /** Moments that have a label. */
  readonly labels: readonly number[];
  /** Stretches of the window that some device has at some time. */
  readonly used: readonly Stretch[];
  /** Entries of `etc/e820`. */
  readonly entries: number | undefined;
  readonly rows: readonly SceneRow[];
  readonly levels: LevelScene;
}

/** A row of bars, ready to draw. */
export interface SceneRow {
  readonly row: DeviceRow;
  readonly pieces: readonly BarPiece[];
  readonly glyphs: readonly RowGlyph[];
}

/** What is in sight of each level. */
export interface LevelScene {
  readonly soft: readonly LevelPiece[];
  readonly online: readonly LevelPiece[];
  readonly plugged: readonly LevelPiece[];
  readonly counted: readonly LevelPiece[];
  readonly slots: readonly LevelPiece[];
}

/** How something that comes from a place of the layout is drawn: selected, under the pointer, or as it is. */
export type MarkOf = (owner: string) => 'selected' | 'hovered' | undefined;

/** Glyphs need columns and rows of this size, in px; else bars alone speak. */
const GLYPHS_FROM = { column: 9, row: 20 } as const;
/** In px: above and below the window. */
const WINDOW_MARGIN = { above: 0, below: 13 } as const;
const MOST_GHOSTS = 100;

export type SceneNeeds = Pick<TimelineScene, 'facts' | 'used' | 'width' | 'height' | 'entries'>;

export const layoutFor = ({ timeline, rows }: TimelineFacts, width: number, height: number): TimelineLayout =>
  timelineLayout({
    width,
    height,
    rows: rows.length,
    highest: timeline.window === undefined ? undefined : timeline.window.end - 1,
    hasSlots: timeline.slots > 0,
  });

/** @param scaleOf the sight of the axis on so many pixels */
export function timelineScene(needs: SceneNeeds, scaleOf: (left: number, width: number) => StepScale): TimelineScene {
  const { facts, used, width, height } = needs;
  const { timeline, refused } = facts;
  const layout = layoutFor(facts, width, height);
  const scale = scaleOf(layout.left, layout.right - layout.left);
  const { first, last } = scale;
  const ghosts = refused
    .filter(({ from }) => from >= first && from <= last)
    .slice(0, MOST_GHOSTS)
    .flatMap(({ index }) => ghostOf(timeline, index) ?? []);
  const hasGlyphs = scale.column >= GLYPHS_FROM.column && layout.row >= GLYPHS_FROM.row;
  const rows = facts.rows.map((row) => ({
    row,
    pieces: barPieces(timeline, row, scale),
    glyphs: hasGlyphs ? rowGlyphs(timeline, row, scale, facts.requests, facts.isUnplug) : [],
  }));
  const { soft, online, plugged, counted, slots } = facts.levels;
  const levels = {
    soft: levelPieces(soft, scale),
    online: levelPieces(online, scale),
    plugged: levelPieces(plugged, scale),
    counted: levelPieces(counted, scale),
    slots: levelPieces(slots, scale),
  };
  const common = { ...needs, timeline, layout, scale, labels: labelledMoments(scale), rows, levels };
  if (timeline.window === undefined || layout.window === undefined) {
    return { ...common, picture: { boxes: [], marks: [] }, free: [], ghosts: [] };
  }
  const { top, height: tall } = layout.window;
  const inside = tall - WINDOW_MARGIN.above - WINDOW_MARGIN.below;
  const window = windowScale(timeline, timeline.window, used, top + WINDOW_MARGIN.above, inside);
  return {
    ...common,
    window,
    picture: windowPicture(timeline, scale, window),
    free: freePlaces(timeline, timeline.window, first, last),
    ghosts,
  };
}
