/** Splits the kernel's command line as the kernel does (Linux lib/cmdline.c, next_arg; x86 cuts it at COMMAND_LINE_SIZE). */

/** x86 keeps 2048 bytes, the last of which is zero. */
export const COMMAND_LINE_CHARACTERS = 2047;

export interface Parameter {
  /** As typed, quotes included. */
  readonly text: string;
  readonly name: string;
  readonly value?: string;
}

const BLANK = /\s/;

/** Blanks within double quotes do not separate; quotes around a value or a whole word are taken off. `--` ends the kernel's part. */
export function kernelParameters(append: string): readonly Parameter[] {
  const parameters: Parameter[] = [];
  for (const word of words(append.slice(0, COMMAND_LINE_CHARACTERS))) {
    if (word === '--') break;
    parameters.push(parameterOf(word));
  }
  return parameters;
}

function words(text: string): string[] {
  const found: string[] = [];
  let word = '';
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    if (BLANK.test(character) && !quoted) {
      if (word !== '') found.push(word);
      word = '';
    } else {
      word += character;
    }
  }
  if (word !== '') found.push(word);
  return found;
}

function parameterOf(text: string): Parameter {
  const bare = unquoted(text);
  const equals = bare.indexOf('=');
  if (equals <= 0) return { text, name: bare };
  return { text, name: bare.slice(0, equals), value: unquoted(bare.slice(equals + 1)) };
}

const unquoted = (text: string): string =>
  text.startsWith('"') ? text.slice(1, text.endsWith('"') && text.length > 1 ? -1 : undefined) : text;
