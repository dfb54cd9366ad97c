import { looksLikeJson } from '../../options/json';
import { keyEnd, optionValue } from '../../options/qemu-opts';

/** One option as somebody typed it, on a command line or in a configuration file. */
export interface TypedOption {
  /** Without dashes, `machine` for `-M` too. */
  readonly name: string;
  /** As typed, dashes included: `--m`. */
  readonly typed: string;
  readonly text: string;
  readonly hasArgument: boolean;
  /** Offset in the source of a character of `text`. */
  offsetOf(index: number): number;
  /** Offset in the source of the option itself, and its length. */
  readonly start: number;
  readonly length: number;
}

/** A value that QEMU's syntax refuses. */
export interface OptionFault {
  readonly option: TypedOption;
  /** The part of `option.text` that it is about; absent for all of it. */
  readonly part?: { readonly index: number; readonly length: number };
  /** QEMU's words, without the option in front. */
  readonly text: string;
  readonly works: string;
}

interface Segment {
  readonly key: string;
  readonly index: number;
  readonly valueIndex: number;
  readonly end: number;
}

function segments(text: string, implied: string | undefined): readonly Segment[] {
  const found: Segment[] = [];
  for (let at = 0; at < text.length;) {
    const end = keyEnd(text, at);
    const isPair = text.charAt(end) === '=';
    const isImplied = at === 0 && !isPair && implied !== undefined;
    const valueIndex = isPair ? end + 1 : at;
    const next = isPair || isImplied ? optionValue(text, valueIndex).next : end;
    found.push({ key: isImplied ? implied : text.slice(at, end), index: at, valueIndex, end: next });
    at = next + 1;
  }
  return found;
}

/** Where the value that counts for a key stands in an option's text: the last one. In JSON, where the key stands. */
export function partOf(text: string, key: string, implied?: string): { index: number; length: number } | undefined {
  if (looksLikeJson(text)) return quotedPart(text, `'${key}'`);
  const segment = segments(text, implied).findLast((each) => each.key === key);
  if (segment === undefined) return undefined;
  return { index: segment.valueIndex, length: Math.max(1, segment.end - segment.valueIndex) };
}

/** Where what QEMU quotes in its words stands: `Invalid parameter 'foo'` is about `foo`. The last quotation that occurs counts. */
export function quotedPart(text: string, words: string): { index: number; length: number } | undefined {
  const quoted = [...words.matchAll(/'([^']+)'/g)]
    .map((match) => match[1] ?? '')
    .findLast((each) => text.includes(each));
  return quoted === undefined ? undefined : { index: text.indexOf(quoted), length: quoted.length };
}
