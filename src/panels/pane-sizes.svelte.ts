const KEY = 'physmap.panes';
const SMALLEST = 160;
const LARGEST = 2000;

type Pane = 'outline' | 'tables';

/** Widths that the user gave to panes; kept in the browser, outside the layout and its link. */
export class PaneSizes {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'> | undefined;
  #sizes = $state.raw<Readonly<Partial<Record<Pane, number>>>>({});

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'> | undefined) {
    this.#storage = storage;
    try {
      this.#sizes = read(storage?.getItem(KEY) ?? '');
    } catch {
      // Then the widths of the design hold.
    }
  }

  get outline(): number | undefined {
    return this.#sizes.outline;
  }

  get tables(): number | undefined {
    return this.#sizes.tables;
  }

  /** @param standard the width of the design: going back to it forgets the user's own */
  set(pane: Pane, size: number, standard: number): void {
    const others = Object.entries(this.#sizes).filter(([name]) => name !== pane);
    this.#sizes = Object.fromEntries(size === standard ? others : [...others, [pane, size]]);
    try {
      this.#storage?.setItem(KEY, JSON.stringify(this.#sizes));
    } catch {
      // The width then lasts as long as the page.
    }
  }
}

function read(text: string): Readonly<Partial<Record<Pane, number>>> {
  const value: unknown = text === '' ? {} : JSON.parse(text);
  if (typeof value !== 'object' || value === null) return {};
  const sizes: Partial<Record<Pane, number>> = {};
  for (const pane of ['outline', 'tables'] as const) {
    const size: unknown = Reflect.get(value, pane);
    if (typeof size === 'number' && size >= SMALLEST && size <= LARGEST) sizes[pane] = Math.round(size);
  }
  return sizes;
}
