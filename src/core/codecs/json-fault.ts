/**
 * Where a text stops being JSON (RFC 8259): the offset of the first character that cannot be there, or nothing for sound JSON.
 * Engines word and place their own errors differently.
 */
export function jsonFault(text: string): number | undefined {
  const open: string[] = [];
  let at = blanks(text, 0);
  /** What may come next: a value, a key, or what follows a value. */
  let next: 'value' | 'first-value' | 'key' | 'first-key' | 'after' = 'value';
  for (;;) {
    const character = text.charAt(at);
    const closes = open.at(-1) === '{' ? '}' : ']';
    if (next === 'after') {
      if (open.length === 0) return at < text.length ? at : undefined;
      if (character !== ',' && character !== closes) return at;
      if (character === ',') next = open.at(-1) === '{' ? 'key' : 'value';
      else open.pop();
      at = blanks(text, at + 1);
    } else if ((next === 'first-key' || next === 'first-value') && character === closes) {
      open.pop();
      next = 'after';
      at = blanks(text, at + 1);
    } else if (next === 'key' || next === 'first-key') {
      const end = match(STRING, text, at);
      if (end === undefined) return at;
      const colon = blanks(text, end);
      if (text.charAt(colon) !== ':') return colon;
      next = 'value';
      at = blanks(text, colon + 1);
    } else if (character === '{' || character === '[') {
      open.push(character);
      next = character === '{' ? 'first-key' : 'first-value';
      at = blanks(text, at + 1);
    } else {
      const end = match(STRING, text, at) ?? match(SCALAR, text, at);
      if (end === undefined) return at;
      next = 'after';
      at = blanks(text, end);
    }
  }
}

const BLANKS = /[ \t\r\n]*/y;
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uffff]*)*"/y;

const blanks = (text: string, at: number): number => match(BLANKS, text, at) ?? at;

/** Where a match that begins at `at` ends. */
function match(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
