/** What is said of a small thing under the pointer, on a plate beside it. */
import type { Pen } from '../../../draw/pen';
import { drawPlate, plateHeight, wrapped } from './plate';
import type { Scene } from './scene';

export interface Hint {
  /** The middle of what it is about, in px. */
  readonly x: number;
  readonly y: number;
  readonly lines: readonly string[];
}

const WIDEST = 300;
const MOST_LINES = 12;
/** From the middle of the thing to the plate. */
const AWAY = 12;

export function drawHint(pen: Pen, scene: Scene): void {
  const { hint, width, height } = scene;
  if (hint === undefined || hint.lines.length === 0) return;
  const room = Math.min(WIDEST, width - 24);
  const lines = hint.lines.flatMap((line) => wrapped(pen, line, 'noteStrong', room, MOST_LINES)).slice(0, MOST_LINES);
  const tall = plateHeight(lines.length);
  const isBelow = hint.y + AWAY + tall <= height - 4;
  drawPlate(pen, scene, lines, { middle: hint.x, top: isBelow ? hint.y + AWAY : hint.y - AWAY - tall });
}
