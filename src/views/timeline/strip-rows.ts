/** The rows of the strip: a device each, or a row of equal ones that are there from boot to the end. */
import { spanAt } from '../../core/space/timeline';
import { deviceKinds } from '../../core/devices/index';
import type { DeviceRow } from '../../draw/timeline-rows';
import { sizeText } from './step-words';
import type { TimelineFacts } from './timeline-facts';

export interface StripRow {
  readonly row: DeviceRow;
  /** What stands on its bar, longest first. */
  readonly words: readonly string[];
}

/** What two rows have in common that are one: kind and size; undefined of what comes or goes. */
function sameness({ timeline }: TimelineFacts, { spans }: DeviceRow): string | undefined {
  const [only] = spans;
  if (only === undefined || spans.length > 1) return undefined;
  const { from, to, kind, size } = spanAt(timeline, only);
  return from === 0 && to > timeline.steps ? `${kind} ${size}` : undefined;
}

export function stripRows(facts: TimelineFacts): readonly StripRow[] {
  const { timeline, rows } = facts;
  const found: StripRow[] = [];
  for (let at = 0; at < rows.length;) {
    const row = rows[at];
    if (row === undefined) break;
    const same = sameness(facts, row);
    let count = 1;
    for (let next = rows[at + count]; same !== undefined && next !== undefined; next = rows[at + count]) {
      if (sameness(facts, next) !== same) break;
      count += 1;
    }
    const { kind, size } = spanAt(timeline, row.spans[0] ?? 0);
    const length = size === undefined ? '' : sizeText(size);
    const isFixed = deviceKinds.find(kind)?.coldPlugOnly === true;
    const what = count > 1 ? `${count} × ${length}` : [row.label, length].filter((word) => word !== '').join(', ');
    found.push({ row, words: isFixed ? [`${what}, cannot be plugged or unplugged`, what] : [what, row.label] });
    at += count;
  }
  return found;
}
