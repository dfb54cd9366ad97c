/** The field that ties a backend to memory of the host: by the name of a host range, by address, or as pieces. */
import { RAM, SOFT_RESERVED } from '../../core/base/e820';
import { bindHostEdits } from '../../app/host-edits';
import { range } from '../../core/base/range';
import { err, ok, type Result } from '../../core/base/result';
import { formatAddress, formatSize, parseAddress, parseSize } from '../../core/base/size-text';
import type { Backend, HostRange, LayoutDocument } from '../../core/document/schema';
import type { DocPath } from '../../core/space/region';
import { valueAt } from '../document-path';
import { nameOfHostRange } from '../names';
import type { FormField } from './field';

type Pieces = NonNullable<Backend['host']>;
/** What a text asks for: a whole host range, or pieces, of which the last may leave its length to the backend. */
type Asked = { readonly whole: HostRange } | { readonly pieces: readonly { start: number; size?: number }[] };

/** An address, with a length behind it if it has one of its own. */
const PIECE = /(0x[0-9a-f_]+)(?:\s*\+\s*([\d.,_]+ ?[kmgtp]?i?b?|0x[0-9a-f_]+))?/gi;

function read({ host }: LayoutDocument, text: string): Result<Asked | undefined, string> {
  const typed = text.trim();
  if (typed === '') return ok(undefined);
  const named = host.ranges.find((each, index) => nameOfHostRange(each, index).toLowerCase() === typed.toLowerCase());
  if (named !== undefined) return ok({ whole: named });
  const pieces: { start: number; size?: number }[] = [];
  for (const [, address = '', length] of typed.matchAll(PIECE)) {
    const start = parseAddress(address);
    if (!start.ok) return err(`${start.error.message} What works: ${start.error.works}.`);
    if (length === undefined) pieces.push({ start: start.value });
    else {
      const size = parseSize(length.replace(/,\s*$/, ''));
      if (!size.ok) return err(`${size.error.message} What works: ${size.error.works}.`);
      pieces.push({ start: start.value, size: size.value });
    }
  }
  const first = host.ranges[0];
  return pieces.length > 0
    ? ok({ pieces })
    : err(
        `The host has no range “${typed}”. What works: ${first === undefined ? '' : `${nameOfHostRange(first, 0)}, or `}an address, as in 0x6080000000.`,
      );
}

/** `HBM 1 0x6080000000` where the backend has as much as one piece; else each piece with its length. */
function write(document: LayoutDocument, size: number, value: unknown): string {
  const pieces = (value ?? []) as Pieces;
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1 && only.size === size) {
    const index = document.host.ranges.findIndex(
      (each) => each.start <= only.start && only.start < each.start + each.size,
    );
    const within = document.host.ranges[index];
    return `${within === undefined ? '' : `${nameOfHostRange(within, index)} `}${formatAddress(only.start)}`;
  }
  return pieces.map((piece) => `${formatAddress(piece.start)}+${formatSize(piece.size)}`).join(', ');
}

/** @param path of the backend: `backends.2`, `events.0.backend` */
export function hostMemory(document: LayoutDocument, path: DocPath): FormField {
  const backend = valueAt(document, path) as Backend | undefined;
  const size = backend?.size ?? 0;
  const field = `${path}.host`;
  return {
    path: field,
    label: 'Host',
    input: 'host-memory',
    placeholder: document.host.ranges.length === 0 ? 'any memory' : 'place not pinned',
    hint: 'A host range by name, an address, or pieces as in 0x6080000000+64G, 0x8080000000+64G',
    suggestions: document.host.ranges.flatMap((each, index) =>
      each.type === RAM || each.type === SOFT_RESERVED
        ? [
            {
              value: nameOfHostRange(each, index),
              label: `${formatAddress(each.start)}, ${formatSize(each.size)}`,
            },
          ]
        : [],
    ),
    read: (text) => read(document, text),
    write: (value) => write(document, size, value),
    edits: (value) => {
      const asked = value as Asked | undefined;
      if (asked === undefined) return [{ op: 'set', path: field, value: undefined }];
      if ('whole' in asked) {
        const { start, size: length } = asked.whole;
        return bindHostEdits(document, path, range(start, start + length));
      }
      let left = size;
      const pieces = asked.pieces.map((piece) => {
        const length = piece.size ?? Math.max(0, left);
        left -= length;
        return { start: piece.start, size: length };
      });
      return [{ op: 'set', path: field, value: pieces }];
    },
  };
}
