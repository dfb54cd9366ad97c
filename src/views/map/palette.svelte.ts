/** The colours and faces of the page for pens that can not ask a style sheet. */
import type { Palette } from '../../draw/pen';
import { FAMILIES } from '../../ui/kinds';
import { PATTERN_TILES } from '../../ui/pattern-tiles';

const PLAIN = [
  'canvas',
  'panel',
  'raised',
  'line',
  'line2',
  'ctl',
  'ink',
  'ink2',
  'ink3',
  'acc',
  'acct',
  'acci',
  'acc-hover',
  'hover',
  'bad',
  'badt',
  'badi',
  'warn',
  'warn-mark',
  'ok',
];
const TOKENS = [
  ...PLAIN,
  ...FAMILIES.flatMap((family) => ['f', 'p', 'e', 'k', 'c'].map((part) => `${family}-${part}`)),
];

/**
 * Asks the style sheet for all tokens at once.
 * @param scheme light for paper; otherwise what the page has
 */
export function readPalette(root: HTMLElement, scheme?: 'light'): Palette {
  const probe = document.createElement('div');
  probe.style.cssText = `position:absolute;visibility:hidden;contain:strict;forced-color-adjust:none;${scheme === undefined ? '' : `color-scheme:${scheme}`}`;
  for (const token of TOKENS) {
    const each = document.createElement('i');
    each.style.color = `var(--${token})`;
    probe.append(each);
  }
  root.append(probe);
  const inks: Record<string, string> = {};
  TOKENS.forEach((token, index) => {
    const each = probe.children[index];
    if (each !== undefined) inks[token] = getComputedStyle(each).color;
  });
  const style = getComputedStyle(root);
  const face = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const faces = { sans: face('sans'), condensed: face('condensed'), mono: face('mono') };
  probe.remove();
  const isForced = scheme === undefined && matchMedia('(forced-colors: active)').matches;
  // Chips stand out from their pattern by a rim of the canvas; where they have no colour of their own, the rim is all there is.
  inks['chip-edge'] = inks[isForced ? 'ink' : 'canvas'] ?? '';
  return { inks, faces, tiles: PATTERN_TILES };
}

/** The palette of the page and its device pixels, read anew when theme, forced colours, fonts or the screen change. */
export class PageLook {
  #palette = $state.raw<Palette>();
  #dpr = $state.raw(1);

  get palette(): Palette | undefined {
    return this.#palette;
  }

  /** Device pixels for one CSS pixel. */
  get dpr(): number {
    return this.#dpr;
  }

  /** Follows the page until the returned function is called; for an effect. */
  follow(root: HTMLElement = document.documentElement): () => void {
    const stop = new AbortController();
    const { signal } = stop;
    const read = (): void => {
      if (!signal.aborted) this.#palette = readPalette(root);
    };
    const watchScreen = (): void => {
      this.#dpr = devicePixelRatio;
      const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
      query.addEventListener('change', watchScreen, { once: true, signal });
    };
    for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-contrast: more)']) {
      matchMedia(query).addEventListener('change', read, { signal });
    }
    // Letters drawn before their font came are drawn anew, as wide as they are now.
    document.fonts.addEventListener('loadingdone', read, { signal });
    const theme = new MutationObserver(read);
    theme.observe(root, { attributes: true, attributeFilter: ['data-theme', 'style', 'class'] });
    read();
    watchScreen();
    return () => {
      stop.abort();
      theme.disconnect();
    };
  }
}
