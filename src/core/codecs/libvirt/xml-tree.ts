/**
 * XML as a tree of elements, each with its place in the text. What a domain never has is refused: document types (and with them
 * entities of their own). Depth and number of elements are bounded.
 */
import { parseXml, XmlElement as Element, XmlError, XmlText } from '@rgrove/parse-xml';
import { err, ok, type Result } from '../../base/result';
import type { FormatError } from '../format';
import { errorAt } from '../text-place';

export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The text in it, without blanks around it. */
  readonly text: string;
  /** Offset of its `<`. */
  readonly start: number;
  /** Offset behind its last `>`. */
  readonly end: number;
}

/** Domains of libvirt are six deep; `<metadata>` may hold anything. */
const DEEPEST = 60;
const MOST_ELEMENTS = 20_000;
const WORKS = 'The XML as `virsh dumpxml` prints it, or whole elements of it.';
/** Stands around what is read, since that may be several elements. No XML has it. */
const AROUND = 'physmap';
const BEGIN = `<${AROUND}>`;

/** The elements at the top of a text: one `<domain>`, or some of what is in one. Never throws. */
export function readXml(text: string): Result<readonly XmlElement[], FormatError> {
  const refuse = (offset: number, length: number, code: string, message: string): Result<never, FormatError> =>
    err(errorAt(text, Math.min(Math.max(0, offset), text.length), length, { code, message, works: WORKS }));
  const doctype = text.search(/<!DOCTYPE/i);
  if (doctype >= 0) {
    const message = 'A document type is not read: what its entities stand for could be anything.';
    return refuse(doctype, 9, 'xml/doctype', message);
  }
  try {
    const { root } = parseXml(`${BEGIN}${sameLength(text)}</${AROUND}>`, {
      includeOffsets: true,
      ignoreUndefinedEntities: true,
    });
    const stray = root?.children.find((child) => child instanceof XmlText && child.text.trim() !== '');
    if (stray !== undefined) {
      const at = text.slice(stray.start - BEGIN.length).search(/\S/) + stray.start - BEGIN.length;
      return refuse(at, 1, 'xml/syntax', 'This is no XML: there is text outside of all elements.');
    }
    const tree = new TreeMaker().below(root, 0);
    return 'place' in tree ? refuse(tree.place, 1, 'xml/syntax', tree.message) : ok(tree.elements);
  } catch (fault) {
    if (fault instanceof XmlError) {
      const outside = fault.message.includes(`element ${AROUND} `);
      const said = outside ? 'an end tag closes nothing' : (fault.message.split(/ \(line \d+, |\n/)[0] ?? '');
      return refuse(fault.pos - BEGIN.length, 1, 'xml/syntax', `This is no XML: ${said}.`);
    }
    // The parser goes down with the elements, as far as there is room.
    if (fault instanceof RangeError) return refuse(0, 1, 'xml/syntax', `More than ${DEEPEST} elements are nested.`);
    throw fault;
  }
}

/** The text without what may only stand at its very beginning, and with each end of a line one character, in the same places. */
const sameLength = (text: string): string =>
  text
    .replace(/^\uFEFF?\s*<\?xml\b[^?]{0,200}\?>/, (declaration) => declaration.replace(/[^\r\n]/g, ' '))
    .replace(/^\uFEFF/, ' ')
    .replace(/\r\n/g, ' \n');

interface TooMuch {
  readonly message: string;
  /** Offset in the text. */
  readonly place: number;
}

class TreeMaker {
  #count = 0;

  below(parent: Element | null, depth: number): { readonly elements: readonly XmlElement[] } | TooMuch {
    const elements: XmlElement[] = [];
    for (const child of parent?.children ?? []) {
      if (!(child instanceof Element)) continue;
      const start = child.start - BEGIN.length;
      this.#count += 1;
      if (depth >= DEEPEST) return { message: `More than ${DEEPEST} elements are nested.`, place: start };
      if (this.#count > MOST_ELEMENTS) {
        return { message: `There are more than ${MOST_ELEMENTS} elements.`, place: start };
      }
      const made = this.below(child, depth + 1);
      if ('place' in made) return made;
      elements.push({
        name: child.name,
        attributes: new Map(Object.entries(child.attributes)),
        children: made.elements,
        text: child.children
          .map((each) => (each instanceof XmlText ? each.text : ''))
          .join('')
          .trim(),
        start,
        end: child.end - BEGIN.length,
      });
    }
    return { elements };
  }
}

/** Text as it stands between tags or in double quotes. */
export const escaped = (text: string): string =>
  text
    .replace(/[&<>"]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character] ?? '')
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
