/** The tokens of the style sheet for files that stand alone: pictures and reports have the page's colours, and the page need not be there. */
import sheet from './tokens.css?raw';

export interface TokenColour {
  /** As CSS, six hexadecimal digits behind a #. */
  readonly light: string;
  readonly dark: string;
}

const DECLARATION = /^\s*--([a-z0-9-]+):\s*([^;]+);/gm;
const PAIR = /^light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)$/;
const SINGLE = /^#[0-9a-f]{6}$/;

/** Only the first block: those behind it are for fingers and for less motion. */
const declarations = [...sheet.slice(0, sheet.indexOf('@media')).matchAll(DECLARATION)].map(
  ([, name = '', value = '']) => [name, value] as const,
);

const colourOf = (value: string): TokenColour | undefined => {
  const [, light, dark] = PAIR.exec(value) ?? [];
  if (light !== undefined && dark !== undefined) return { light, dark };
  return SINGLE.test(value) ? { light: value, dark: value } : undefined;
};

/** Every colour by its name without dashes: `ink3`, `sky-f`. */
export const TOKEN_COLOURS: Readonly<Record<string, TokenColour>> = Object.fromEntries(
  declarations.flatMap(([name, value]) => {
    const colour = colourOf(value);
    return colour === undefined ? [] : [[name, colour]];
  }),
);

const family = (name: string): string => declarations.find(([each]) => each === name)?.[1] ?? 'sans-serif';

/** CSS font families, with what stands behind them. */
export const TOKEN_FACES = { sans: family('sans'), condensed: family('condensed'), mono: family('mono') };
