/** One line of a printed dump. */

/** Hexadecimal digits that stand together. */
export interface Word {
  readonly digits: string;
  /** Index in the line. */
  readonly at: number;
  /** A number, whose lowest byte comes first. */
  readonly isSwapped: boolean;
}

export interface Row {
  /** As printed; absent where the line has none. */
  readonly offset?: string;
  /** Where in the line the offset stands. */
  readonly at: number;
  /** None in the last line, which only says how long it is. */
  readonly words: readonly Word[];
}

/** `00000010: …` of xxd and ACPI tools, `0x7ffe0010 <name+16>:\t…` of debuggers. */
const COLON = /^([ \t]*(?:0x)?)([0-9a-f]{1,16})(?: ?<[^>]{0,80}>)?:[ \t]*(?=\S)/i;
/** `00000010  …` of hexdump, `0000020 …` of od. */
const BARE = /^([ \t]*)([0-9a-f]{6,8}) +(?=[0-9a-f]{2,16}(?:\s|$))/i;
const LENGTH_ALONE = /^([ \t]*)([0-9a-f]{6,8})\s*$/i;
/** Two blanks and more: what follows is the same in letters. */
const PAIRS = /^[0-9a-f]{2}(?: |\s*$)/i;
const PLAIN = /^[ \t]*(?:0x)?([0-9a-f]+)(?:[ \t]+[0-9a-f]+)*[ \t]*$/i;

/** Undefined for a line that is none. */
export function rowOf(line: string): Row | undefined {
  if (line.length > 2 ** 20) return undefined;
  const colon = COLON.exec(line);
  if (colon !== null) return withOffset(line, colon, true);
  const bare = BARE.exec(line);
  if (bare !== null && isOffset(line, bare)) return withOffset(line, bare, false);
  const length = LENGTH_ALONE.exec(line);
  if (length !== null) return { offset: length[2] ?? '', at: length[1]?.length ?? 0, words: [] };
  return PLAIN.test(line) ? { at: 0, words: plainWords(line) } : undefined;
}

/** Eight digits in front of other groups of eight are the first of them. */
function isOffset(line: string, [matched, , offset = '']: RegExpExecArray): boolean {
  const next = /^[0-9a-f]+/i.exec(line.slice(matched.length))?.[0] ?? '';
  return offset.length !== next.length;
}

function plainWords(line: string): readonly Word[] {
  const words: Word[] = [];
  for (const match of line.matchAll(/[0-9a-f]+/gi)) {
    // `0x` in front of all of it.
    if (match[0] === '0' && words.length === 0 && line.charAt(match.index + 1) === 'x') continue;
    words.push({ digits: match[0], at: match.index, isSwapped: false });
  }
  return words;
}

function withOffset(
  line: string,
  [matched, before = '', offset = '']: RegExpExecArray,
  hasColon: boolean,
): Row | undefined {
  const end = endOfHex(line, matched.length);
  const token = /(?:0x)?([0-9a-f]{2,16})(?=\s|$)/iy;
  const words: Word[] = [];
  let at = matched.length;
  while (at < end) {
    token.lastIndex = at;
    const match = token.exec(line);
    const digits = match?.[1];
    if (match === null || digits === undefined) break;
    const isNumber = match[0].length > digits.length;
    // Programs that print words print numbers, unless they put a colon behind the offset.
    words.push({
      digits,
      at: at + (isNumber ? 2 : 0),
      isSwapped: digits.length > 2 && (isNumber || !hasColon),
    });
    const blanks = /^[ \t]*/.exec(line.slice(token.lastIndex, end))?.[0].length ?? 0;
    at = token.lastIndex + blanks;
    if (blanks > 1 && !isNumber && !goesOn(line, at, end, words)) return { offset, at: before.length, words };
  }
  return words.length === 0 || at < end ? undefined : { offset, at: before.length, words };
}

/** Where the letters begin, if a sign says so. */
function endOfHex(line: string, from: number): number {
  const sign = /\s(?:\||>|\/\/)/.exec(line.slice(from));
  const end = sign === null ? line.length : from + sign.index;
  return line.slice(0, end).trimEnd().length;
}

/** A wider gap after eight bytes of sixteen; words set apart by several blanks. */
const goesOn = (line: string, at: number, end: number, words: readonly Word[]): boolean =>
  (words.length === 8 && PAIRS.test(line.slice(at, end))) ||
  (words.every(({ isSwapped }) => isSwapped) && /^[0-9a-f]{4,16}(?:\s|$)/i.test(line.slice(at, end)));
