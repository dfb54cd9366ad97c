/**
 * What stands behind the layout in a link: which part of it somebody looked at. Each key is by itself; one that is unknown or broken
 * is passed over, since what a link is for is the layout.
 */
import { addr, ADDR_LIMIT } from '../core/base/addr';
import type { Range } from '../core/base/range';
import type { DocPath } from '../core/space/region';
import type { LeftOut } from './fit-review';

export interface LinkView {
  /** The addresses in sight; absent: the whole space. */
  readonly sight?: Range;
  /** The scale of the axis. */
  readonly scale?: string;
  /** Starts of the gaps and groups that are open. */
  readonly unfolded?: readonly number[];
  /** What is selected. */
  readonly path?: DocPath;
  readonly bytes?: Range;
  /** Steps that have happened: 0 is boot. */
  readonly step?: number;
  /** Id of a thread of the review. */
  readonly thread?: string;
  readonly comparison?: LinkComparison;
}

/** The layout that the one of the link is compared with. */
export interface LinkComparison {
  /** Its own link: what follows `#`. */
  readonly link: string;
  readonly name: string;
  /** It was there before the one of the link. */
  readonly isFirst: boolean;
}

const MOST_UNFOLDED = 32;
const LONGEST_NAME = 256;
const ADDRESS = '[0-9a-f]{1,14}';
const RANGE = new RegExp(`^(${ADDRESS})-(${ADDRESS})$`);
const ADDRESSES = new RegExp(`^${ADDRESS}(?:\\.${ADDRESS}){0,${MOST_UNFOLDED - 1}}$`);
const PATH = /^[A-Za-z][A-Za-z0-9]{0,31}(?:\.[A-Za-z0-9_-]{1,32}){0,7}$/;

/** The keys, each with `&` in front; empty where there is nothing to say. */
export function viewKeys(view: LinkView): string {
  const { sight, scale, unfolded = [], path, bytes, step, thread, comparison } = view;
  const keys: [string, string | undefined][] = [
    ['z', sight && written(sight)],
    ['scale', scale],
    ['open', unfolded.length === 0 ? undefined : unfolded.slice(0, MOST_UNFOLDED).map(hex).join('.')],
    ['sel', path !== undefined && PATH.test(path) ? path : undefined],
    ['bytes', bytes && written(bytes)],
    ['step', step?.toString()],
    ['thread', thread],
    ['vs', comparison?.link.split('&')[0]?.replace(/^d=/, '')],
    ['vsname', comparison?.name.slice(0, LONGEST_NAME)],
    ['vsfirst', comparison?.isFirst === true ? '1' : undefined],
  ];
  return keys.map(([key, value]) => (value === undefined || value === '' ? '' : `&${key}=${escaped(value)}`)).join('');
}

/** What a link says behind its layout. Takes any text, a whole address too. */
export function readView(text: string): LinkView {
  const keys = keysOf(text);
  const bytes = rangeIn(keys.get('bytes'));
  const sight = rangeIn(keys.get('z'));
  const scale = matching(keys.get('scale'), /^[a-z]{1,16}$/);
  const unfolded = matching(keys.get('open'), ADDRESSES)?.split('.').map(fromHex);
  const path = matching(keys.get('sel'), PATH);
  const step = matching(keys.get('step'), /^(?:0|[1-9]\d{0,5})$/);
  const thread = matching(keys.get('thread'), /^[a-z0-9]{1,16}$/);
  const comparison = comparisonIn(keys);
  return {
    ...(sight && { sight }),
    ...(scale && { scale }),
    ...(unfolded && { unfolded }),
    ...(path && { path }),
    ...(bytes && { bytes }),
    ...(step && { step: Number(step) }),
    ...(thread && { thread }),
    ...(comparison && { comparison }),
  };
}

/** What a link says of the review that did not fit into it. */
export function readLeftOut(text: string): LeftOut | undefined {
  const found = /^(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4})\.(\d{1,4}))?$/.exec(keysOf(text).get('left-out') ?? '');
  if (found === null) return undefined;
  const [threads = 0, ofThreads = 0, waivers = 0, ofWaivers = 0] = found.slice(1).map((count) => Number(count ?? 0));
  return { threads, ofThreads, waivers, ofWaivers };
}

/** The same as a reviewer reads it, without a full stop: `2 of 40 threads are not in this link`. */
export function leftOutWords({ threads, ofThreads, waivers, ofWaivers }: LeftOut): string {
  const said = [
    threads > 0 ? `${threads} of ${ofThreads} ${ofThreads === 1 ? 'thread' : 'threads'}` : '',
    waivers > 0 ? `${waivers} of ${ofWaivers} ${ofWaivers === 1 ? 'waiver' : 'waivers'}` : '',
  ].filter((part) => part !== '');
  return `${said.join(' and ')} ${threads + waivers === 1 ? 'is' : 'are'} not in this link`;
}

/** The first of each key counts. */
function keysOf(text: string): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const part of text
    .slice(text.indexOf('#') + 1)
    .replace(/\s+/g, '')
    .split('&')) {
    const at = part.indexOf('=');
    const key = part.slice(0, at);
    if (at > 0 && !keys.has(key)) keys.set(key, part.slice(at + 1));
  }
  return keys;
}

function comparisonIn(keys: ReadonlyMap<string, string>): LinkComparison | undefined {
  const sealed = matching(keys.get('vs'), /^[\w.-]+$/);
  if (sealed === undefined) return undefined;
  const name = unescaped(keys.get('vsname') ?? '').slice(0, LONGEST_NAME);
  return { link: `d=${sealed}`, name, isFirst: keys.get('vsfirst') === '1' };
}

function rangeIn(text: string | undefined): Range | undefined {
  const [, first, last] = RANGE.exec(text ?? '') ?? [];
  if (first === undefined || last === undefined) return undefined;
  const start = fromHex(first);
  const end = fromHex(last) + 1;
  return end > start && end <= ADDR_LIMIT ? { start: addr(start), end: addr(end) } : undefined;
}

const matching = (text: string | undefined, pattern: RegExp): string | undefined =>
  text !== undefined && pattern.test(text) ? text : undefined;

const hex = (value: number): string => value.toString(16);
const fromHex = (digits: string): number => Number.parseInt(digits, 16);
/** Ends are inclusive, as they are shown. */
const written = ({ start, end }: Range): string => `${hex(start)}-${hex(end - 1)}`;

/** Also what a sentence around the link may end with: keys are found again in any text. */
const escaped = (value: string): string =>
  encodeURIComponent(value.replace(/\p{Surrogate}/gu, '')).replace(
    /[!~*'()]|\.$/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );

function unescaped(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}
