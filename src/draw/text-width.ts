/** How wide a text will be, from the shapes of its letters; on the safe side of IBM Plex Sans, so that nothing is cut by surprise. */

const NARROW = new Set([..."iIjlftr.,:;|!'()[] -"]);
const WIDE = new Set([...'mwMW@%&→']);

const emOf = (character: string): number => {
  if (NARROW.has(character)) return 0.37;
  if (WIDE.has(character)) return 0.94;
  if (character >= '0' && character <= '9') return 0.6;
  return character >= 'A' && character <= 'Z' ? 0.68 : 0.59;
};

/** @param fontSize in px; the result too */
export const textWidth = (text: string, fontSize: number): number =>
  fontSize * [...text].reduce((sum, character) => sum + emOf(character), 0);

/** The text, or its beginning with an ellipsis, or nothing where not even two letters fit. */
export function fitText(text: string, fontSize: number, width: number): string | undefined {
  if (textWidth(text, fontSize) <= width) return text;
  const letters = [...text];
  let room = width - fontSize;
  let kept = 0;
  for (const letter of letters) {
    room -= textWidth(letter, fontSize);
    if (room < 0) break;
    kept += 1;
  }
  return kept < 2 ? undefined : `${letters.slice(0, kept).join('').trimEnd()}…`;
}

/** Advance of IBM Plex Mono, and how much narrower the condensed face is. */
const MONO = 0.6;
const CONDENSED = 0.86;

/** How wide a text of any face will be where nothing can measure it; on the safe side. */
export function estimatedWidth(text: string, font: { readonly face: string; readonly size: number }): number {
  if (font.face === 'mono') return [...text].length * MONO * font.size;
  return textWidth(text, font.size) * (font.face === 'condensed' ? CONDENSED : 1);
}
