/** Text that comes from outside: pasted or dropped. */
import type { Result } from '../core/base/result';

export interface Dropped {
  readonly name: string;
  readonly text: string;
}

/** More than this is no layout and no log that anybody reads in a browser. */
const LARGEST_FILE = 16 * 2 ** 20;

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

/** The first file or text of a drop; an error in words if it is too large to be one. */
export async function textOf(transfer: DataTransfer): Promise<Result<Dropped, string> | undefined> {
  const file = transfer.files[0];
  if (file !== undefined) return textOfFile(file);
  const text = transfer.getData('text/plain');
  return text.trim() === '' ? undefined : { ok: true, value: { name: '', text } };
}

/** A file's text; an error in words if it is too large to be one. */
export async function textOfFile(file: File): Promise<Result<Dropped, string>> {
  if (file.size > LARGEST_FILE)
    return { ok: false, error: `${file.name} is larger than 16 MiB, the most that is read here` };
  return { ok: true, value: { name: file.name, text: await file.text() } };
}
