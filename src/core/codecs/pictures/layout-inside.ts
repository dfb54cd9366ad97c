/** The layout that a picture carries: canonical, so that the same layout always gives the same bytes. */
import { err, type Result } from '../../base/result';
import { compactDocument } from '../../document/defaults';
import type { LayoutDocument } from '../../document/schema';
import type { FormatError, Imported } from '../format';
import { judgedLayout, LONGEST_LAYOUT } from '../layout-json';

const escapedCharacter = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Canonical compact JSON in ASCII alone, which no program that rewrites a picture's text can spoil by its character set. */
export const layoutText = (document: LayoutDocument): string =>
  JSON.stringify(compactDocument(document)).replace(/[^ -~]/g, escapedCharacter);

export const NO_LAYOUT: FormatError = {
  code: 'picture/no-layout',
  message:
    'There is no layout in this picture: it is none of physmap’s, or a program that changed it has left the layout out.',
  works: 'The SVG, PNG or HTML file as physmap saved it.',
};

const spoilt = (message: string): FormatError => ({
  code: 'picture/spoilt-layout',
  message,
  works: 'The file as physmap saved it.',
});

/** Reads what `layoutText` wrote, of whatever origin. Never throws. */
export function readLayoutText(text: string): Result<Imported, FormatError> {
  if (text.length > LONGEST_LAYOUT) {
    return err(spoilt(`The layout in this picture has ${text.length} characters; at most ${LONGEST_LAYOUT} are read.`));
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return err(spoilt('The layout in this picture is no JSON any more: the picture was changed on its way.'));
  }
  const read = judgedLayout(value);
  return read.ok ? read : err({ ...read.error, message: `The layout in this picture: ${read.error.message}` });
}
