/**
 * The outside of a link: `d=VERSION.LENGTH.CHECKSUM.PAYLOAD`, followed by view keys. It is the same for all versions for ever, so
 * that even a link from the future can be told to be whole, cut or damaged.
 */
import { checksum } from './checksum';

export type Envelope =
  | { readonly state: 'whole'; readonly version: number; readonly payload: string }
  /** Characters of the text given, and how many there should be; that number is unknown if the cut took it too. */
  | { readonly state: 'cut'; readonly arrived: number; readonly expected?: number }
  | { readonly state: 'damaged' }
  | { readonly state: 'absent' };

export const seal = (version: number, payload: string): string =>
  `d=${version}.${payload.length}.${checksum(`${version}.${payload}`)}.${payload}`;

const WHOLE = /^([1-9]\d{0,5})\.(0|[1-9]\d{0,8})\.([\w-]{6})\.([\w-]*)$/;
/** What is left of the front when the cut comes before the payload. */
const FRONT = /^(?:[1-9]\d{0,5}(?:\.(?:(0|[1-9]\d{0,8})(?:\.[\w-]{0,6})?)?)?)?$/;
const SOMEWHERE = /[1-9]\.\d+\.[\w-]{6}\.[\w-]/;

/** Takes a whole link, or what follows `#`, or that with the `#`. Line breaks that a mail program put in are left out. */
export function open(text: string): Envelope {
  const hash = /^\s*d=/.test(text) ? -1 : text.indexOf('#');
  const given = text.slice(hash + 1).replace(/^#+/, '');
  const fragment = given.replace(/\s+/g, '');
  const parts = fragment.split('&');
  const position = parts.findIndex((part) => part.startsWith('d='));
  if (position < 0) {
    if (fragment === 'd') return { state: 'cut', arrived: text.length };
    return { state: SOMEWHERE.test(fragment) ? 'damaged' : 'absent' };
  }
  // A cut takes the tail: where something follows, or blanks stand for what is missing, characters were changed instead.
  const isLast = position === parts.length - 1;
  return judge((parts[position] ?? '').slice(2), isLast, text.trim().length, given.trim().length - fragment.length);
}

function judge(value: string, isLast: boolean, arrived: number, blanks: number): Envelope {
  const [, version = '', length = '', check = '', payload = ''] = WHOLE.exec(value) ?? [];
  if (version === '') {
    const front = FRONT.exec(value);
    return front !== null && isLast && blanks === 0 ? cutInFront(value, front[1], arrived) : { state: 'damaged' };
  }
  const isIntact = check === checksum(`${version}.${payload}`);
  const missing = Number(length) - payload.length;
  if (missing === 0 && isIntact) return { state: 'whole', version: Number(version), payload };
  if (missing > blanks && isLast && !isIntact) return { state: 'cut', arrived, expected: arrived + missing };
  return { state: 'damaged' };
}

/** The length counts only if the point behind it arrived, else digits may be missing. */
function cutInFront(value: string, length: string | undefined, arrived: number): Envelope {
  const points = value.split('.').length - 1;
  if (points < 2 || length === undefined) return { state: 'cut', arrived };
  const front = `${value.slice(0, value.lastIndexOf('.') + 1)}checks.`;
  return { state: 'cut', arrived, expected: arrived - value.length + front.length + Number(length) };
}
