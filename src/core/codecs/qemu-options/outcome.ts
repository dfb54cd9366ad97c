/** From options that somebody typed to what an importer gives back. */
import { err, ok, type Result } from '../../base/result';
import type { FormatError, Imported, ImportNote } from '../format';
import { errorAt, placeOf } from '../text-place';
import { readOptions, type OptionNote } from './read-options';
import type { OptionFault, TypedOption } from './typed-option';

const MOST_NOTES = 200;

export function imported(
  text: string,
  options: readonly TypedOption[],
  notes: readonly ImportNote[],
): Result<Imported, FormatError> {
  const read = readOptions(options);
  if (read.ok) {
    const all = [...notes, ...read.value.notes.map((note) => placed(text, note))];
    return ok({ document: read.value.document, notes: all.slice(0, MOST_NOTES) });
  }
  if ('fault' in read.error) return err(placedFault(text, read.error.fault));
  const [first] = read.error.fields;
  return err({
    code: 'command-line/layout',
    message: `The options make no layout: ${first?.path ?? ''}: ${first?.message ?? ''}`,
    works: 'Fewer or shorter options.',
  });
}

const placed = (text: string, { message, option }: OptionNote): ImportNote =>
  option === undefined ? { message } : { message, ...placeOf(text, option.start) };

function placedFault(text: string, { option, part, text: words, works }: OptionFault): FormatError {
  const complaint = {
    code: 'command-line/value',
    message: `QEMU refuses this: ${option.typed} ${option.text.slice(0, 200)}: ${words}`,
    works,
  };
  if (part === undefined) return errorAt(text, option.start, option.length, complaint);
  const start = option.offsetOf(part.index);
  return errorAt(text, start, option.offsetOf(part.index + part.length - 1) + 1 - start, complaint);
}
