/** What of address by time lies at a pixel of its sheet. */
import type { TimelineScene } from './picture/scene';

export interface Hit {
  readonly part: 'head' | 'window' | 'bar' | 'label' | 'memory' | 'other';
  /** The column there. */
  readonly moment: number;
  /** The device, by where it comes from. */
  readonly owner?: string;
  /** The step that a drag of it moves. */
  readonly step?: number;
}

const stepOf = (owner: string): { readonly step?: number } => {
  const [list, index] = owner.split('.');
  return list === 'events' ? { step: Number(index) + 1 } : {};
};
const within = (top: number, height: number, y: number): boolean => y >= top && y < top + height;

/** Glyphs reach so far behind the end of a bar, in px. */
const GLYPH_REACH = 18;

export function hitAt(scene: TimelineScene, x: number, y: number): Hit {
  const { layout, scale, timeline, facts, picture, ghosts, window } = scene;
  const moment = scale.momentAt(x);
  const isLabel = x < layout.left;
  if (within(layout.head.top, layout.head.height, y)) {
    return { part: isLabel ? 'label' : 'head', moment, ...(isLabel || moment === 0 ? {} : { step: moment }) };
  }
  if (window !== undefined && within(window.top, window.height, y) && !isLabel) {
    const ghost = ghosts.find(
      ({ span, start, end }) => span.from === moment && y >= window.y(start) && y <= window.y(end),
    );
    const owner =
      ghost?.span.owner ??
      picture.boxes.findLast((box) => within(box.y, box.height, y) && x >= box.x && x < box.x + box.width)?.span.owner;
    return { part: 'window', moment, ...(owner === undefined ? {} : { owner }) };
  }
  if (within(layout.rows.top, layout.rows.height, y)) {
    const first = layout.rows.top + (layout.rows.height - facts.rows.length * layout.row) / 2;
    const row = facts.rows[Math.floor((y - first) / layout.row)];
    if (row === undefined) return { part: 'other', moment };
    if (isLabel) return { part: 'label', moment, owner: row.owner };
    const { spans } = timeline;
    const span = row.spans.findLast((index) => {
      const from = scale.x(spans.from[index] ?? 0);
      return x >= from && x < Math.max(scale.x(spans.to[index] ?? 0), from) + GLYPH_REACH;
    });
    if (span === undefined) return { part: 'other', moment };
    const origin = spans.origin[span] ?? 0;
    const owner = origin < 0 ? `devices.${-1 - origin}` : `events.${origin}`;
    const to = spans.to[span] ?? 0;
    const isEnd = to <= timeline.steps && x >= scale.x(to) - 4;
    // The end of a bar is the step that ended it.
    return { part: 'bar', moment, owner, ...(isEnd ? { step: to } : stepOf(owner)) };
  }
  return { part: within(layout.memory.top, layout.memory.height, y) ? 'memory' : 'other', moment };
}
