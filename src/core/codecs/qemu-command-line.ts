/** Reads a pasted QEMU command line, shell syntax included. */
import { err, ok, type Result } from '../base/result';
import { chosenAccelerator } from '../qemu/accelerator';
import { optionTakesArgument } from '../qemu/option-names';
import type { FormatError, Importer, ImportNote } from './format';
import { imported } from './qemu-options/outcome';
import type { TypedOption } from './qemu-options/typed-option';
import { sourceOffset, type ShellWord } from './shell-word';
import { splitShellWords, type CommandPlace } from './shell-words';
import { errorAt, LONGEST_TEXT, placeOf, tooLong } from './text-place';

const PROGRAM = /^(?:.*\/)?(?:qemu-system-[\w-]+|qemu-kvm|qemu|kvm)(?:\.exe)?$/;
/** The program where a command may begin, with an option behind it. A bare `kvm` may also be what `-accel` names. */
const STARTS =
  /(?<=^|[\s;&|("'])(?:(?:[^\s'"();&|]*\/)?(?:qemu-system-[\w-]+|qemu-kvm)|[^\s'"();&|]*\/kvm)(?=(?:\s|\\\s)+-)/g;
/** Debian's wrapper adds the option, the QEMU of Red Hat has it built in. */
const RUNS_WITH_KVM = /(?:^|\/)(?:qemu-)?kvm$/;
/** Pages and mails make one of the hyphens before an option. */
const SET_DASH = /^[–—−]{1,2}(?=[A-Za-z])/;
/** A word that is nothing but what a shell replaces: `"$@"`, `$EXTRA`, a comment in backquotes. */
const FROM_SHELL = /^(?:\$[@*]|\$\{?\w+\}?|`[^`]*`|\$\([^)]*\))$/;
/** A line of a unit of systemd is a command of its own. */
const IN_UNIT = /^Exec\w+=/;
const ALIASES: Readonly<Record<string, string>> = { M: 'machine' };

export const qemuCommandLine: Importer = {
  id: 'command-line',
  title: 'QEMU command line',
  does: 'Takes the place of the layout.',
  example: 'qemu-system-x86_64 -machine q35 -m 4G,slots=2,maxmem=8G',

  sniff(text) {
    if (text.length > LONGEST_TEXT) return 0;
    if (/(?:^|[\s/'"])qemu-(?:system-\w+|kvm)(?=[\s'"\\]|$)/.test(text)) return 0.95;
    const options = text.match(/(?:^|\s)--?(?:machine|M|m|cpu|smp|numa|object|device|global|accel)(?=\s)/g) ?? [];
    return Math.min(0.9, options.length * 0.6);
  },

  read(text) {
    if (text.length > LONGEST_TEXT) return err(tooLong(text));
    const place = placeIn(text);
    const split = splitShellWords(text.slice(0, quotedEnd(text, place.from)), place);
    if (!split.ok) {
      const { offset, message, works } = split.error;
      return err(errorAt(text, offset, 1, { code: 'command-line/quote', message, works }));
    }
    const notes: ImportNote[] = split.value.notes.map(({ offset, message }) => ({ message, ...placeOf(text, offset) }));
    const options = optionsOf(text, split.value.words, notes);
    if (!options.ok) return options;
    const args = options.value.flatMap(({ typed, text: value, hasArgument }) =>
      hasArgument ? [typed, value] : [typed],
    );
    return imported(text, options.value, notes, args);
  },
};

/** Logs and scripts tell of other things first, with quotes and brackets of their own. */
function placeIn(text: string): CommandPlace {
  let prompted: CommandPlace | undefined;
  for (const { 0: program, index } of text.matchAll(STARTS)) {
    const before = text.slice(text.lastIndexOf('\n', index - 1) + 1, index).trim();
    const place = { from: index, isLine: IN_UNIT.test(program) };
    if (!before.startsWith('#')) return place;
    if (before === '#') prompted ??= place;
  }
  // Of root the prompt is what else begins a comment; a command in a comment is none.
  const isAlone = prompted !== undefined && text.slice(0, prompted.from).trim() === '#';
  return isAlone && prompted !== undefined ? prompted : { from: 0, isLine: false };
}

/** Where the quotes around a command end, as in `sh -c '…'` and `ssh host "…"`; nothing if there are none. */
function quotedEnd(text: string, from: number): number | undefined {
  const line = text.slice(text.lastIndexOf('\n', from - 1) + 1, from);
  // An apostrophe stands inside of a word.
  const open = /(?:^|[\s=])(["'])(?:(?!\1).)*$/.exec(line)?.[1];
  const end = open === undefined ? -1 : text.indexOf(open, from);
  return end < 0 ? undefined : end;
}

/** Pairs words up as QEMU does. Words in front of the program's name (`sudo`, `A=b`) are left out. */
function optionsOf(
  text: string,
  words: readonly ShellWord[],
  notes: ImportNote[],
): Result<readonly TypedOption[], FormatError> {
  const options: TypedOption[] = [];
  const noteAt = (word: ShellWord, message: string): void => {
    notes.push({ message, ...placeOf(text, word.start) });
  };
  let at = firstArgument(words, noteAt);
  const program = words[at - 1];
  while (at < words.length) {
    const word = words[at];
    if (word === undefined) break;
    const next = words[at + 1];
    at += 1;
    const typed = word.text.replace(SET_DASH, '-');
    if (typed !== word.text)
      noteAt(word, `“${word.text}” is read as ${typed}: a dash of running text stands before it.`);
    if (FROM_SHELL.test(typed)) {
      noteAt(word, `“${typed.slice(0, 80)}” is left out: only the shell knows what it holds.`);
      continue;
    }
    if (!typed.startsWith('-') || typed === '-') {
      noteAt(word, `“${typed.slice(0, 80)}” stands alone: QEMU takes it as a disk image, as -hda would.`);
      options.push(typedOption('hda', '-hda', word, word));
      continue;
    }
    const name = typed.replace(/^--?/, '');
    const takesArgument = optionTakesArgument.get(name);
    if (takesArgument === true && next === undefined) {
      const message = `QEMU refuses this: ${typed}: requires an argument`;
      const works = `A value behind ${typed}.`;
      return err(errorAt(text, word.start, word.end - word.start, { code: 'command-line/argument', message, works }));
    }
    const hasArgument = takesArgument ?? (next !== undefined && !next.text.startsWith('-'));
    options.push(typedOption(ALIASES[name] ?? name, typed, word, hasArgument ? next : undefined));
    if (hasArgument) at += 1;
  }
  if (program !== undefined && RUNS_WITH_KVM.test(program.text) && chosenAccelerator(options) === undefined) {
    noteAt(program, `${program.text.replace(/^.*\//, '')} runs QEMU with KVM: -enable-kvm is put in.`);
    options.unshift(typedOption('enable-kvm', '-enable-kvm', program, undefined));
  }
  return ok(options);
}

const typedOption = (name: string, typed: string, word: ShellWord, argument: ShellWord | undefined): TypedOption => ({
  name,
  typed,
  text: argument?.text ?? '',
  hasArgument: argument !== undefined,
  offsetOf: (index) => (argument === undefined ? word.start : sourceOffset(argument, index)),
  start: word.start,
  length: (argument ?? word).end - word.start,
});

function firstArgument(words: readonly ShellWord[], noteAt: (word: ShellWord, message: string) => void): number {
  const program = words.findIndex(({ text }) => PROGRAM.test(text));
  const firstOption = words.findIndex(({ text }) => text.startsWith('-'));
  const word = words[program];
  if (word !== undefined && (firstOption < 0 || program < firstOption || isWrapper(words, firstOption))) {
    const name = word.text.replace(/^.*\//, '');
    if (/^qemu-system-(?!x86_64$|i386$)/.test(name)) {
      noteAt(word, `${name} emulates another architecture; it is read as if it were qemu-system-x86_64.`);
    }
    return program + 1;
  }
  const first = words[0];
  if (firstOption > 0 && first !== undefined) {
    const left = words.slice(0, firstOption).map(({ text }) => text);
    noteAt(first, `Left out in front of the first option: ${left.join(' ').slice(0, 80)}.`);
  }
  return firstOption < 0 ? words.length : firstOption;
}

/** `numactl -N 0 qemu-system-x86_64 …`: the first option is another program's. */
const isWrapper = (words: readonly ShellWord[], firstOption: number): boolean =>
  firstOption > 0 && !(words[0]?.text.startsWith('-') ?? true);
