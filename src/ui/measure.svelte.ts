/** How wide texts are, for columns that must not wait for the layout of the page. */

/** Sizes of tokens.css. */
const FACES = {
  text: ['400', 12, '--sans'],
  head: ['400', 11, '--sans'],
  hex: ['400', 11.5, '--mono'],
  code: ['400', 12, '--mono'],
} as const;
export type Face = keyof typeof FACES;

/** Before a font of the app is there, another one is measured; then all is measured again. */
let fontsReady = $state(0);
let widths = new Map<string, number>();
const MOST_KEPT = 20_000;

let drawing: CanvasRenderingContext2D | null | undefined;
function canvas(): CanvasRenderingContext2D | null {
  if (drawing === undefined) {
    drawing = document.createElement('canvas').getContext('2d');
    document.fonts.addEventListener('loadingdone', () => {
      widths = new Map();
      fontsReady += 1;
    });
  }
  return drawing;
}

/** Width of a text in px. Asked inside of something reactive, it is asked again when the fonts have come. */
export function measure(text: string, face: Face): number {
  const key = `${face} ${text}`;
  const known = fontsReady >= 0 ? widths.get(key) : undefined;
  if (known !== undefined) return known;
  const context = canvas();
  const [weight, size, family] = FACES[face];
  if (context === null) return text.length * size * 0.6;
  context.font = `${weight} ${size}px ${getComputedStyle(document.documentElement).getPropertyValue(family)}`;
  const { width } = context.measureText(text);
  if (widths.size > MOST_KEPT) widths.clear();
  widths.set(key, width);
  return width;
}

/** Gap between two groups of four digits, and the advance of a letter of the face, in em. */
const HEX_GAP = 0.22;
const ADVANCE = 0.6;

/** Width in px of a number as `Hex` draws it: the face has one advance, so it needs no measuring. */
export function hexWidth(value: number): number {
  const digits = value.toString(16).length;
  const [, size] = FACES.hex;
  return size * ((digits + 2) * ADVANCE + (Math.ceil(digits / 4) - 1) * HEX_GAP);
}
