/** What was read of a text so far: which elements, which remarks, and the first thing that libvirt would refuse. */
import type { Bytes } from '../../base/addr';
import type { FormatError, ImportNote } from '../format';
import { errorAt, placeOf } from '../text-place';
import type { IndexRange, Origin } from './domain';
import { sizeOf, type SizeFault } from './size';
import type { XmlElement } from './xml-tree';

const MOST_NOTES = 200;
/** CPU and node numbers of a set; a wider range is refused. */
const LARGEST_INDEX = 0xffff;
const MOST_EXCLUDED = 64;

const SIZE_WORDS: Readonly<Record<SizeFault, (text: string, unit: string) => string>> = {
  'no-number': (text) => `“${text}” is no whole number`,
  'unknown-unit': (_, unit) => `unknown suffix '${unit}'`,
  'too-large': (text, unit) => `${text} ${unit} is more than a layout holds`,
};

export class Reading {
  readonly text: string;
  readonly notes: ImportNote[] = [];
  readonly understood = new Set<XmlElement>();
  #fault: FormatError | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** The first complaint. */
  get fault(): FormatError | undefined {
    return this.#fault;
  }

  note(from: Origin | undefined, message: string): void {
    if (this.notes.length >= MOST_NOTES) return;
    this.notes.push(from === undefined ? { message } : { message, ...placeOf(this.text, from.start) });
  }

  /** @param words what is wrong, in libvirt's words where they are known */
  refuse(from: Origin, words: string, works: string): void {
    this.#fault ??= errorAt(this.text, from.start, from.length, {
      code: 'libvirt/refused',
      message: words,
      works,
    });
  }

  /** Marks an element as understood; attributes other than these get a remark. */
  take(element: XmlElement, ...known: readonly string[]): void {
    this.understood.add(element);
    const others = [...element.attributes.keys()].filter((key) => !known.includes(key) && !key.startsWith('xmlns'));
    if (others.length > 0) {
      this.note(originOf(element), `<${element.name}>: ${others.join(', ')} decides nothing here and is left out.`);
    }
  }

  /** A whole number in an element's attribute. */
  count(element: XmlElement, attribute: string, most = 0xffff_ffff): number | undefined {
    const text = element.attributes.get(attribute);
    return text === undefined ? undefined : this.number(element, text, attribute, most);
  }

  number(element: XmlElement, text: string, what: string, most = 0xffff_ffff): number | undefined {
    const value = /^(?:\d{1,10}|0x[0-9a-fA-F]{1,14})$/.test(text.trim()) ? Number(text.trim()) : Number.NaN;
    if (value <= most) return value;
    this.refuse(
      originOf(element),
      `<${element.name}>: ${what} “${text.slice(0, 40)}” is no whole number up to ${most}.`,
      `A number: ${what}='0'.`,
    );
    return undefined;
  }

  /** A size in an element's text, or in one of its attributes, with the unit beside it. */
  size(element: XmlElement, attribute?: string, step?: Bytes): Bytes | undefined {
    const text = attribute === undefined ? element.text : (element.attributes.get(attribute) ?? '');
    const unit = element.attributes.get('unit');
    const size = sizeOf(text, unit, step);
    if (typeof size === 'number') return size;
    this.refuse(
      originOf(element),
      `libvirt refuses this: <${element.name}>: ${SIZE_WORDS[size](text.slice(0, 40), unit ?? 'KiB')}`,
      "A whole number, in KiB or with a unit: unit='GiB', one of b, KiB, MiB, GiB, TiB, KB, MB, GB, TB.",
    );
    return undefined;
  }

  /** `0-3,8,^2` as ranges; undefined if it is no such list. */
  indices(element: XmlElement, text: string): readonly IndexRange[] | undefined {
    const found: IndexRange[] = [];
    const excluded = new Set<number>();
    for (const piece of text.split(',')) {
      const [, not, from = '', to = from] = /^\s*(\^?)(\d{1,5})(?:\s*-\s*(\d{1,5}))?\s*$/.exec(piece) ?? [];
      const [first, last] = [Number(from), Number(to)];
      const isRange = from !== '' && last >= first && last <= LARGEST_INDEX;
      if (!isRange || (not === '^' && (first !== last || excluded.size >= MOST_EXCLUDED))) {
        this.refuse(
          originOf(element),
          `libvirt refuses this: <${element.name}>: “${text.slice(0, 60)}” is no list of numbers`,
          'Numbers and ranges: 0-3,8.',
        );
        return undefined;
      }
      if (not === '^') excluded.add(first);
      else found.push({ first, last });
    }
    return [...excluded].reduce(without, joined(found));
  }
}

const without = (list: readonly IndexRange[], index: number): readonly IndexRange[] =>
  list.flatMap(({ first, last }) =>
    index < first || index > last
      ? [{ first, last }]
      : [
          { first, last: index - 1 },
          { first: index + 1, last },
        ].filter((range) => range.first <= range.last),
  );

/** Neighbours joined, in order, as libvirt writes a bitmap. */
export function joined(list: readonly IndexRange[]): readonly IndexRange[] {
  const all: { first: number; last: number }[] = [];
  for (const { first, last } of [...list].sort((a, b) => a.first - b.first)) {
    const open = all.at(-1);
    if (open !== undefined && first <= open.last + 1) open.last = Math.max(open.last, last);
    else all.push({ first, last });
  }
  return all;
}

/** The opening tag is what a remark about an element points at. */
export const originOf = ({ start, name }: XmlElement): Origin => ({ start, length: name.length + 1 });

export const child = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((each) => each.name === name);

export const childrenOf = (element: XmlElement | undefined, name: string): readonly XmlElement[] =>
  element?.children.filter((each) => each.name === name) ?? [];
