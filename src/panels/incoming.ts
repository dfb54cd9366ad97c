/** What comes from outside, pasted, dropped or chosen: text, bytes, or a link somewhere in a text. */
import { err, ok, type Result } from '../core/base/result';
import { approximateSize } from '../core/base/size-text';
import type { FormatError, Source } from '../core/codecs/format';
import type { Offered } from '../app/dialogs.svelte';
import { sourceOf } from '../app/importing';

export interface Given {
  /** The file's; empty for what was pasted. */
  readonly name: string;
  readonly source: Source;
}

/** More than this is no layout and no log that anybody reads in a browser. */
export const LARGEST_FILE = 48 * 2 ** 20;

/** Looks into what was offered. Never throws. */
export async function given(offered: Offered): Promise<Result<Given, FormatError>> {
  if ('text' in offered) return ok({ name: '', source: { text: offered.text } });
  const { file } = offered;
  if (file.size > LARGEST_FILE) return err(tooLarge(file));
  try {
    return ok({ name: file.name, source: sourceOf(new Uint8Array(await file.arrayBuffer())) });
  } catch {
    return err({
      code: 'file/unreadable',
      message: `${file.name === '' ? 'The file' : file.name} could not be read: it is a folder, or it is gone.`,
      works: 'One file that can be read, or the text itself.',
    });
  }
}

const tooLarge = ({ name, size }: File): FormatError => ({
  code: 'file/too-large',
  message: `${name === '' ? 'The file' : name} has ${approximateSize(size).text}; at most 48 MiB are read here.`,
  works: 'The lines about memory alone: grep -iE "e820|mem|srat|numa" FILE',
});

/** Whether text is a shared link or the part behind its `#`, and nothing else. */
export function isLink(text: string): boolean {
  const trimmed = text.trim();
  // White space first: a log is long, and has some early on.
  return !/\s/.test(trimmed) && /^(https?:\/\/\S*#|#)?\S*\bd=\S+$/.test(trimmed);
}

/** The position in a text of a line and column, both counted from 1; undefined without a line. */
export function offsetOf(
  text: string,
  { line, column = 1 }: { readonly line?: number; readonly column?: number },
): number | undefined {
  if (line === undefined) return undefined;
  let from = 0;
  for (let passed = 1; passed < line; passed += 1) {
    const end = text.indexOf('\n', from);
    if (end < 0) return text.length;
    from = end + 1;
  }
  return Math.min(text.length, from + column - 1);
}
