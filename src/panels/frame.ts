/** How the frame divides a window of a given width: the breakpoints of the design. */

export interface Frame {
  /** columns: all three beside each other; rail: the outline opens over the map; drawer: the tables lie below; phone: one at a time. */
  readonly arrangement: 'columns' | 'rail' | 'drawer' | 'phone';
  /** Pixels, unless the user moved the splitters. */
  readonly outline: number;
  readonly tables: number;
}

const MAP_MOST = 960;

export function frameFor(width: number): Frame {
  if (width < 768) return { arrangement: 'phone', outline: width, tables: width };
  if (width < 1024) return { arrangement: 'drawer', outline: 288, tables: width };
  if (width < 1200) return { arrangement: 'rail', outline: 264, tables: 400 };
  if (width < 1440) return { arrangement: 'columns', outline: 264, tables: 400 };
  if (width < 1680) return { arrangement: 'columns', outline: 264, tables: 448 };
  // Beyond the map's most, the tables need the room more than the outline does.
  const spare = Math.max(0, width - 288 - 520 - MAP_MOST);
  return { arrangement: 'columns', outline: 288 + Math.round(spare / 4), tables: 520 + Math.round((spare * 3) / 4) };
}
