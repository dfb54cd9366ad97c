/** The line that is straight: E820 never changes, whatever is plugged. */
import type { Pen } from '../../../draw/pen';
import type { TimelineScene } from './scene';
import { firstFitting } from './words-on';

const INSET = 14;

export function drawE820(pen: Pen, { layout, entries, width }: TimelineScene): void {
  const { top, height } = layout.e820;
  const { left, right } = layout;
  const middle = Math.round(top + height / 2);
  pen.line([0, top, width, top], { stroke: 'line' });
  pen.text('E820', 12, middle + 4, { font: 'name', ink: 'ink' });
  pen.line([left, middle, right, middle], { stroke: 'ctl', width: 1.5 });
  const same =
    entries === undefined
      ? 'the same at every step'
      : `same ${entries} ${entries === 1 ? 'entry' : 'entries'} at every step`;
  const words = firstFitting(
    pen,
    [`${same}: SRAT and ACPI announce DIMMs, E820 never does`, `${same}: only SRAT and ACPI announce DIMMs`, same],
    'note',
    right - left - 2 * INSET - 12,
  );
  if (words === undefined) return;
  pen.rect(left + INSET, middle - 9, pen.measure(words, 'note') + 12, 18, { fill: 'canvas', plate: true });
  pen.text(words, left + INSET + 6, middle + 4, { font: 'note', ink: 'ink2' });
}
