/** From options that somebody typed to what an importer gives back. */
import { err, ok, type Result } from '../../base/result';
import type { Dialect } from '../../dialects/dialect';
import { dialectOf } from '../../dialects/index';
import type { LayoutDocument } from '../../document/schema';
import { startUp } from '../../qemu/startup';
import { commandLine } from '../command-line-writer';
import type { FormatError, Imported, ImportNote } from '../format';
import { errorAt, placeOf } from '../text-place';
import { readOptions, type OptionNote } from './read-options';
import type { OptionFault, TypedOption } from './typed-option';

const MOST_NOTES = 200;
/** Beyond this, asking the twin what QEMU would say takes longer than anybody waits for a remark. */
const MOST_WORDS_ASKED = 10_000;
/** A shell puts something in its place. */
const EXPANDED = /\$\{?[A-Za-z_]\w{0,40}\}?/;

/** @param args the options as QEMU would get them, where they can be given to it as they are */
export function imported(
  text: string,
  options: readonly TypedOption[],
  notes: readonly ImportNote[],
  args?: readonly string[],
): Result<Imported, FormatError> {
  const read = readOptions(options);
  if (read.ok) {
    const { document, hasStandIn } = read.value;
    const order = args === undefined || hasStandIn ? undefined : changedVerdict(args, document);
    const all = [
      ...(order === undefined ? [] : [order]),
      ...notes,
      ...read.value.notes.map((note) => placed(text, note)),
    ];
    return ok({ document, notes: all.slice(0, MOST_NOTES) });
  }
  if ('fault' in read.error) return err(placedFault(text, read.error.fault, args));
  const [first] = read.error.fields;
  return err({
    code: 'command-line/layout',
    message: `The options make no layout: ${first?.path ?? ''}: ${first?.message ?? ''}`,
    works: 'Fewer or shorter options.',
  });
}

const placed = (text: string, { message, option }: OptionNote): ImportNote =>
  option === undefined ? { message } : { message, ...placeOf(text, option.start) };

/** What QEMU prints for a command line, without the option as typed that stands in front. */
function reasonOf(
  args: readonly string[],
  dialect?: Dialect,
): { readonly text: string; readonly reason: string } | undefined {
  if (args.length > MOST_WORDS_ASKED) return undefined;
  const { options, refusals } = startUp(args, dialect === undefined ? {} : { dialect });
  const [refusal] = refusals;
  if (refusal === undefined) return undefined;
  const prefix = refusal.option === undefined ? '' : (options[refusal.option]?.prefix ?? '');
  const { text } = refusal;
  return { text, reason: text.startsWith(prefix) ? text.slice(prefix.length) : text };
}

/** A layout is written in an order of its own; where QEMU minds the order that was typed, the import says so. */
function changedVerdict(args: readonly string[], document: LayoutDocument): ImportNote | undefined {
  if (args.length > MOST_WORDS_ASKED) return undefined;
  const dialect = dialectOf(document.dialect);
  const typed = reasonOf(args, dialect);
  const written = reasonOf(
    commandLine(document).map((word) => word.text),
    dialect,
  );
  if (typed?.reason === written?.reason) return undefined;
  return typed === undefined
    ? {
        message:
          'QEMU starts with the command line as typed; the layout made from it does not start, and its verdict says why.',
      }
    : {
        message: `QEMU refuses the command line as typed: ${typed.text}. The layout made from it is written in another order.`,
      };
}

function placedFault(text: string, fault: OptionFault, args: readonly string[] | undefined): FormatError {
  const { option, part, text: words, works } = fault;
  const printed = args === undefined ? undefined : reasonOf(args);
  const quoted =
    printed?.text.endsWith(words) === true ? printed.text : `${option.typed} ${option.text.slice(0, 200)}: ${words}`;
  const expanded = args === undefined ? undefined : EXPANDED.exec(option.text)?.[0];
  const complaint = {
    code: 'command-line/value',
    message: `QEMU refuses this: ${quoted}`,
    works: expanded === undefined ? works : `${expanded} is known to the shell alone: type its value. ${works}`,
  };
  if (part === undefined) return errorAt(text, option.start, option.length, complaint);
  const start = option.offsetOf(part.index);
  return errorAt(text, start, option.offsetOf(part.index + part.length - 1) + 1 - start, complaint);
}
