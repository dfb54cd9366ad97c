/** Addresses beside the window: a tick at each start, the number hanging under it. */
import type { Pen } from '../../../draw/pen';
import type { SpanBox, WindowScale } from '../../../draw/timeline-window';
import type { TimelineScene } from './scene';

/** Addresses keep so much distance, in px from baseline to baseline. */
const HEX_APART = 15;
const HEX_DROP = 11;
const TICK = 5;

interface AddressLabel {
  readonly address: number;
  readonly y: number;
  readonly baseline: number;
}

/** The ends of the window, then starts of what lies in it, as far as they stay apart. */
function addressLabels({ window, used, y, folds }: WindowScale, boxes: readonly SpanBox[]): readonly AddressLabel[] {
  const starts = [...new Set([...boxes.map(({ span }) => span.start ?? window.start), ...used.map(({ end }) => end)])];
  const label = (address: number): AddressLabel => ({ address, y: y(address), baseline: y(address) + HEX_DROP });
  const bottom = y(window.end);
  const kept: AddressLabel[] = [label(window.start), { address: window.end - 1, y: bottom, baseline: bottom - 2 }];
  for (const address of [...folds.map(({ end }) => end), ...starts.toSorted((a, b) => a - b)]) {
    if (address <= window.start || address >= window.end) continue;
    const next = label(address);
    if (kept.every(({ baseline }) => Math.abs(baseline - next.baseline) >= HEX_APART)) kept.push(next);
  }
  return kept;
}

export function drawAddresses(pen: Pen, { layout, picture }: TimelineScene, window: WindowScale): void {
  const right = layout.left - 8;
  for (const { address, y, baseline } of addressLabels(window, picture.boxes)) {
    pen.line([layout.left - TICK, y, layout.left, y], { stroke: 'ink3' });
    pen.hex(address, right, baseline, { font: 'hex', ink: 'ink2' });
  }
}
