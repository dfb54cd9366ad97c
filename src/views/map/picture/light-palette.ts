import type { Palette } from '../../../draw/pen';
import { TOKEN_COLOURS, TOKEN_FACES } from '../../../styles/token-sheet';
import { PATTERN_TILES } from '../../../ui/pattern-tiles';

const inks = Object.fromEntries(Object.entries(TOKEN_COLOURS).map(([name, { light }]) => [name, light]));

/** The light colours of the page, for pictures that are made without it. */
export const LIGHT_PALETTE: Palette = {
  inks: { ...inks, 'chip-edge': inks['canvas'] ?? '' },
  faces: TOKEN_FACES,
  tiles: PATTERN_TILES,
};
