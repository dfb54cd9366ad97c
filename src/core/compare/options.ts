/** Command lines word by word: which options are other ones, and which of their words. */
import type { CommandWord } from '../plan/plan';
import type { DocPath } from '../space/region';
import type { Change } from './change';
import type { ComparedOption, ComparedPiece } from './comparison';
import { matched } from './lists';

interface Option {
  /** With its dash. */
  readonly name: string;
  /** The parts between commas; a doubled comma is one of the value. */
  readonly words: readonly Word[];
  /** What tells it from others of its name: `id=hbm1`. */
  readonly own: string | undefined;
  /** Where in the layout it comes from. */
  readonly path: DocPath | undefined;
}

interface Word {
  /** Up to the value: `size=`; all of a word without one. A word that comes again counts on. */
  readonly key: string;
  readonly head: string;
  readonly value: string;
}

/** Keys that tell options of one name from each other: of `-numa` by what kind of them it is, of all others the same ones. */
const NUMA_KEYS: Readonly<Record<string, readonly string[]>> = {
  node: ['nodeid'],
  dist: ['src', 'dst'],
  'hmat-lb': ['initiator', 'target', 'hierarchy', 'data-type'],
  'hmat-cache': ['node-id', 'level'],
};
const KEYS: readonly string[] = ['id', 'driver', 'property'];

function ownOf(name: string, words: readonly Word[]): string | undefined {
  const [first] = words;
  // `-global driver.property=value`
  if (name === '-global' && first !== undefined && first.head.includes('.')) return first.head;
  const keys = name === '-numa' ? (NUMA_KEYS[first?.value ?? ''] ?? []) : KEYS;
  const own = words.filter(({ head }) => keys.includes(head.slice(0, -1))).map(textOf);
  return own.length === 0 ? undefined : own.join(',');
}

function optionsOf(words: readonly CommandWord[]): readonly Option[] {
  const options: Option[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    const next = words[index + 1];
    if (word === undefined) continue;
    const hasValue = next !== undefined && next.option === word.option;
    if (hasValue) index += 1;
    const parts = hasValue ? wordsOf(next.text) : [];
    options.push({ name: word.text, words: parts, own: ownOf(word.text, parts), path: word.path });
  }
  return options;
}

function wordsOf(value: string): readonly Word[] {
  const seen = new Map<string, number>();
  return (value.match(/(?:[^,]|,,)+/g) ?? [value]).map((text, index) => {
    const equals = text.indexOf('=');
    const isFirst = index === 0 && equals < 0;
    const head = equals < 0 ? '' : text.slice(0, equals + 1);
    const base = isFirst ? '' : equals < 0 ? text : head;
    const count = (seen.get(base) ?? 0) + 1;
    seen.set(base, count);
    return { key: `${base} ${count}`, head, value: text.slice(head.length) };
  });
}

const textOf = ({ head, value }: Word): string => `${head}${value}`;
/** The same words in another order say the same. */
const meaning = ({ name, words }: Option): string => JSON.stringify([name, ...words.map(textOf).toSorted()]);
const driver = ({ words }: Option): string => (words[0]?.head === '' ? words[0].value : '');

/**
 * Options that differ, in the order of the later command line; what it has no more comes last. One that only spells the same otherwise is
 * none. Linear in both.
 *
 * @param changes of the layouts, and as they are told from the later one to the earlier: each names places in one of the two; undefined
 * where all options may be spelled otherwise, as for another QEMU
 */
export function compareOptions(
  before: readonly CommandWord[],
  after: readonly CommandWord[],
  changes: { readonly there: readonly Change[]; readonly back: readonly Change[] } | undefined,
): readonly ComparedOption[] {
  const [wasTold, isTold] = [toldBy(changes?.back), toldBy(changes?.there)];
  const { both, removed, added } = matched(
    optionsOf(before),
    optionsOf(after),
    meaning,
    (option) => option.own && `${option.name} ${option.name === '-numa' ? driver(option) : ''} ${option.own}`,
    (option) => (option.own === undefined ? `${option.name} ${driver(option)}` : undefined),
    ({ name, own }) => (own === undefined ? name : undefined),
  );
  const changed = both.flatMap(({ before: was, after: is }) =>
    meaning(was.item) === meaning(is.item) || !(wasTold(was.item) || isTold(is.item))
      ? []
      : [{ at: is.index, told: changedOption(was.item, is.item) }],
  );
  const fresh = added.flatMap(({ item, index }) =>
    isTold(item) ? [{ at: index, told: wholeOption(item, 'after') }] : [],
  );
  const inOrder = [...changed, ...fresh].sort((a, b) => a.at - b.at).map(({ told }) => told);
  return collapsed([
    ...inOrder,
    ...removed.filter(({ item }) => wasTold(item)).map(({ item }) => wholeOption(item, 'before')),
  ]);
}

/** Whether a change lies in what an option comes from, or the other way round. */
function toldBy(changes: readonly Change[] | undefined): (option: Option) => boolean {
  if (changes === undefined) return () => true;
  const exact = new Set(changes.map(({ path }) => path));
  const around = new Set(changes.flatMap(({ path }) => prefixesOf(path)));
  return ({ path }) => path === undefined || around.has(path) || prefixesOf(path).some((prefix) => exact.has(prefix));
}

/** `a.1.b`: itself, `a.1` and `a`. */
function prefixesOf(path: DocPath): readonly DocPath[] {
  const parts = path.split('.');
  return parts.map((_, index) => parts.slice(0, index + 1).join('.'));
}

interface Told {
  readonly pieces: readonly ComparedPiece[];
  readonly name: string | undefined;
  /** Equal for options that changed in the very same way. */
  readonly way: string;
}

const idOf = ({ own = '' }: Option): string | undefined => /^(?:id|nodeid)=([^,]*)$/.exec(own)?.[1];

function wholeOption(option: Option, side: 'before' | 'after'): Told {
  const text = [option.name, option.words.map(textOf).join(',')].filter((part) => part !== '').join(' ');
  const others = option.words.map(textOf).filter((word) => word !== option.own);
  return { pieces: [{ text, in: side }], name: idOf(option), way: JSON.stringify([side, option.name, others]) };
}

/** Words of both in the later order; one that went stands behind what it stood behind. */
function changedOption(before: Option, after: Option): Told {
  const old = new Map(before.words.map((word) => [word.key, word]));
  const fresh = new Set(after.words.map(({ key }) => key));
  const gone = goneBehind(before.words, fresh);
  const pieces: ComparedPiece[] = [];
  const differences: string[] = [];
  const say = (text: string, side: ComparedPiece['in']) => {
    const last = pieces.at(-1);
    if (last?.in === side) pieces[pieces.length - 1] = { text: last.text + text, in: side };
    else if (text !== '') pieces.push({ text, in: side });
  };
  const sayGone = (key: string | undefined) => {
    for (const word of gone.get(key) ?? []) {
      say(key === undefined ? `${textOf(word)},` : `,${textOf(word)}`, 'before');
      differences.push(`-${textOf(word)}`);
    }
  };
  say(`${after.name} `, 'both');
  sayGone(undefined);
  after.words.forEach((word, index) => {
    const was = old.get(word.key);
    const comma = index === 0 ? '' : ',';
    if (was === undefined) {
      say(`${comma}${textOf(word)}`, 'after');
      differences.push(`+${textOf(word)}`);
    } else if (was.value === word.value) say(`${comma}${textOf(word)}`, 'both');
    else {
      say(`${comma}${word.head}`, 'both');
      say(was.value, 'before');
      say(word.value, 'after');
      differences.push(`${word.head}${was.value} ${word.value}`);
    }
    sayGone(word.key);
  });
  return { pieces, name: idOf(after), way: JSON.stringify([after.name, driver(after), differences]) };
}

function goneBehind(words: readonly Word[], fresh: ReadonlySet<string>): Map<string | undefined, Word[]> {
  const gone = new Map<string | undefined, Word[]>();
  let behind: string | undefined;
  for (const word of words) {
    if (fresh.has(word.key)) behind = word.key;
    else if (gone.get(behind)?.push(word) === undefined) gone.set(behind, [word]);
  }
  return gone;
}

/** One of those that changed alike is shown, the others are named. Without a name there is nothing to call them. */
function collapsed(told: readonly Told[]): readonly ComparedOption[] {
  const first = new Map<string, { pieces: readonly ComparedPiece[]; name?: string; likewise: string[] }>();
  const options: { pieces: readonly ComparedPiece[]; name?: string; likewise: string[] }[] = [];
  for (const { pieces, name, way } of told) {
    const alike = name === undefined ? undefined : first.get(way);
    if (alike !== undefined && name !== undefined) {
      alike.likewise.push(name);
      continue;
    }
    const option = { pieces, ...(name === undefined ? {} : { name }), likewise: [] };
    options.push(option);
    if (name !== undefined) first.set(way, option);
  }
  return options;
}
