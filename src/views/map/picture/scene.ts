/** What the map shows at one moment, and the order in which its parts are drawn. All pixels count from the viewport's top left. */
import type { PlacingPicture } from '../../../app/placing-picture';
import type { Range } from '../../../core/base/range';
import type { LaneItem } from '../../../draw/boxes';
import type { MapColumns } from '../../../draw/columns';
import type { AddressLabel, GridLine } from '../../../draw/labels';
import type { Pen } from '../../../draw/pen';
import type { ViewScale } from '../../../draw/view-scale';
import { drawAddresses } from './addresses';
import { drawBands } from './bands';
import { drawBrush } from './brush';
import { drawGrid } from './grid';
import { drawHint, type Hint } from './hint';
import { drawLane } from './lane';
import { drawLimit } from './limit';
import { drawMarks } from './marks';
import { drawHairline } from './hairline';
import { drawFocus, drawSelection } from './selection';
import { drawSigns } from './signs';
import { drawStrips, type StripPicture } from './strips';
import { drawWindow } from './window-bracket';

export type Mark = 'selected' | 'hovered';

/** Where a problem is. */
export interface Sign {
  /** Its middle, in px. */
  readonly y: number;
  readonly severity: 'error' | 'warning' | 'info';
  /** For those who point at it; not drawn. */
  readonly text: string;
}

/** What stands beside the guest: its own part of the picture, fetched when it is first needed. */
export interface SceneBeside {
  /** Bands, ribbons, lane and addresses, below the guest's. */
  drawBelow(pen: Pen, scene: Scene): void;
  /** Outlines, plates and what is held, over everything else. */
  drawAbove(pen: Pen, scene: Scene): void;
}

/** How a placement under way is drawn: fetched when somebody is about to place something. */
export interface PlacingPen {
  drawPlacing(pen: Pen, scene: Scene): void;
  /** Whether a stretch of the lane is free of what is being placed: words below it would show in part. */
  freeOfPlacing(pen: Pen, scene: Scene): (top: number, bottom: number) => boolean;
}

/** Signs of what reviewers said: fetched when there first is any. */
export interface ScenePins {
  draw(pen: Pen, scene: Scene): void;
}

export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly scale: ViewScale;
  readonly columns: MapColumns;
  /** What the lane shows, in address order; those out of sight may be left out. */
  readonly items: readonly LaneItem[];
  readonly labels: readonly AddressLabel[];
  /** Hairlines of a linear axis. */
  readonly grid: readonly GridLine[];
  /** As many as there are columns for; more are not drawn. */
  readonly strips: readonly StripPicture[];
  readonly selected: readonly Range[];
  readonly hovered: readonly Range[];
  /** Addresses whose edges the selected range can be dragged at. */
  readonly grips: readonly number[];
  /** The addresses that the user marked: A, B, C and so on. */
  readonly marks: readonly number[];
  readonly brush?: Range | undefined;
  /** The device-memory window and what there is to say of it, most important first. */
  readonly window?: { readonly range: Range; readonly lines: readonly string[] } | undefined;
  readonly signs: readonly Sign[];
  readonly pins?: ScenePins | undefined;
  /** The first address that the CPU does not have, where the axis goes that far. */
  readonly limit?: number | undefined;
  /** Of the mouse, in px; none under a finger. */
  readonly pointer?: number | undefined;
  readonly placing?: PlacingPicture | undefined;
  readonly placingPen?: PlacingPen | undefined;
  readonly hint?: Hint | undefined;
  readonly beside?: SceneBeside | undefined;
  /** Key of the item that has the keyboard's ring. */
  readonly focus?: string | undefined;
  markOf(item: LaneItem): Mark | undefined;
}

/** Draws a scene on what a pen has cleared. */
export function drawScene(pen: Pen, scene: Scene): void {
  drawBands(pen, scene);
  scene.beside?.drawBelow(pen, scene);
  drawGrid(pen, scene);
  drawStrips(pen, scene);
  drawWindow(pen, scene);
  drawAddresses(pen, scene);
  drawLane(pen, scene);
  drawLimit(pen, scene);
  drawSigns(pen, scene);
  drawSelection(pen, scene);
  scene.pins?.draw(pen, scene);
  drawBrush(pen, scene);
  drawMarks(pen, scene);
  drawHairline(pen, scene);
  drawFocus(pen, scene);
  scene.placingPen?.drawPlacing(pen, scene);
  scene.beside?.drawAbove(pen, scene);
  drawHint(pen, scene);
}
