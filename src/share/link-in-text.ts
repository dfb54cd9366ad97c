/** Links within other text: in a mail, a chat, a ticket. */

/** The front of a link: view keys, the version, the layout's own count of characters, the checksum, and what follows without a break. */
const LINK = /#(?:[\w.=&-]{1,200}&)?d=[1-9]\d{0,5}\.(\d{1,9})\.[\w-]{6}\.([\w-]*)/;
/** What mail programs put between the two halves of a line that they cut: an end of line, and marks of quoting. */
const CUT = /^=?\r?\n[>| \t]{0,16}([\w-]+)/;
const MOST_CUTS = 10_000;
const LONGEST_TEXT = 2 ** 20;

const VALUE = "[\\w.%~!*'()-]";
/** In HTML an ampersand is written as an entity. */
const AND = '&(?:amp;)?';
/** What may be of keys, up to the end of the line. */
const HERE = new RegExp(`^(?:${VALUE}|=|${AND})*`);
/** Keys behind a layout. */
const KEYS = new RegExp(`^(?:${AND}[a-z-]{1,16}=${VALUE}*)+`);
/** The next line, likewise; its first character, or the first key. */
const NEXT = new RegExp(`^\\r?\\n[>| \\t]{0,16}(?=(${AND}[a-z-]{1,16}=|${VALUE}))`);
/** The layout that another one is compared with, cut at the end of the line. It counts its characters too. */
const COMPARED = /&(?:amp;)?vs=[1-9]\d{0,5}\.(\d{1,9})\.[\w-]{6}\.([\w-]*)$/;
/** Brackets, stars and full stops of the sentence around; the last key of a link never ends with one. */
const AROUND = /[.!~*'()]+$/;

/**
 * What follows `#` in the first link of a text, with its keys, put together again where a mail program cut it into lines. Undefined if
 * there is none, or if the text is longer than any mail.
 */
export function linkInText(text: string): string | undefined {
  if (text.length > LONGEST_TEXT) return undefined;
  const found = LINK.exec(text);
  if (found === null) return undefined;
  const [all, length = '', first = ''] = found;
  const front = all.slice(1, all.length - first.length);
  const expected = Number(length);
  const behind = text.slice(found.index + all.length);
  let payload = first;
  let rest = behind;
  let line = lineUpTo(text, found.index + all.length);
  let width: number | undefined;
  for (let cuts = 0; cuts < MOST_CUTS && payload.length < expected; cuts += 1) {
    const [cut, more] = CUT.exec(rest) ?? [];
    if (cut === undefined || more === undefined) break;
    payload += more;
    rest = rest.slice(cut.length);
    width = line;
    line = more.length;
  }
  // Words of the next line are no part of a link that was cut short.
  if (payload.length < expected) return front + first + keysIn(behind);
  return front + payload.slice(0, expected) + (payload.length > expected ? '' : keysIn(rest, { line, width }));
}

/** Characters of the line that ends here, without the marks of quoting in front. */
function lineUpTo(text: string, end: number): number {
  const line = text.slice(text.lastIndexOf('\n', end - 1) + 1, end);
  return line.replace(/^[>| \t]{0,16}/, '').length;
}

interface Lines {
  /** Characters of the line so far. */
  readonly line: number;
  /** Characters of those before it that were cut; undefined where none was. */
  readonly width: number | undefined;
}

/**
 * The keys that a text begins with. They do not say how long they are: they go on in the next line where that begins with one, where
 * lines as long as this one were cut before, or where a layout in them is not complete. Without `lines` they end with the line.
 */
function keysIn(text: string, lines?: Lines): string {
  let [keys] = HERE.exec(text) ?? [''];
  let rest = text.slice(keys.length);
  let line = (lines?.line ?? 0) + keys.length;
  let missing = missingIn(keys);
  for (let cuts = 0; lines !== undefined && cuts < MOST_CUTS; cuts += 1) {
    const [cut, next = ''] = NEXT.exec(rest) ?? [];
    if (cut === undefined || (next.length === 1 && missing <= 0 && line !== lines.width)) break;
    rest = rest.slice(cut.length);
    const [here] = HERE.exec(rest) ?? [''];
    rest = rest.slice(here.length);
    missing = here.includes('&') ? missingIn(here) : missing - here.length;
    keys += here;
    line = here.length;
  }
  const [found = ''] = KEYS.exec(keys) ?? [];
  return found.replaceAll('&amp;', '&').replace(AROUND, '');
}

/** Characters that a layout at the end of a line lacks. */
function missingIn(line: string): number {
  const [, length = '0', payload = ''] = COMPARED.exec(line) ?? [];
  return Number(length) - payload.length;
}
