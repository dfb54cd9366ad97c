/** argv → options, in the order in which QEMU acts on them (lookup_opt in system/vl.c). */
import { readConfigText } from './config-file';
import type { Option, Refusal } from './machine';
import { foreignOptions, optionTakesArgument } from './option-names';

export interface CommandLine {
  readonly options: readonly Option[];
  /** QEMU looks at all names before it acts on any, so this comes before every other refusal. */
  readonly refusal?: Refusal;
}

const ALIASES: ReadonlyMap<string, string> = new Map([['M', 'machine']]);

const refuse = (text: string): Refusal => ({ code: 'option/syntax', text, inputs: ['options'] });

function problemOf(word: string, name: string, hasNext: boolean): string | undefined {
  const takesArgument = optionTakesArgument.get(name);
  if (takesArgument === undefined) return `${word}: invalid option`;
  if (takesArgument && !hasNext) return `${word}: requires an argument`;
  return undefined;
}

/**
 * Splits a command line, without the program's name, into options. A word without a dash in front is a disk image and left out.
 *
 * @param files contents of the files that `-readconfig` names; one that is absent here leaves the option as it is
 */
export function readCommandLine(args: readonly string[], files?: ReadonlyMap<string, string>): CommandLine {
  const options: Option[] = [];
  let refusal: Refusal | undefined;
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    if (!word.startsWith('-')) continue;
    const typed = word.startsWith('--') ? word.slice(2) : word.slice(1);
    const problem = problemOf(word, typed, at + 1 < args.length);
    if (problem !== undefined) {
      refusal ??= refuse(problem);
      continue;
    }
    const name = ALIASES.get(typed) ?? typed;
    const takesArgument = optionTakesArgument.get(typed) === true;
    const text = takesArgument ? (args[at + 1] ?? '') : '';
    const prefix = takesArgument ? `${word} ${text}: ` : `${word}: `;
    if (foreignOptions.has(name)) refusal ??= refuse(`${prefix}Option not supported for this target`);
    const file = name === 'readconfig' ? files?.get(text) : undefined;
    if (file === undefined) options.push({ name, text, word: at, prefix });
    else {
      const config = readConfigText(file, text, { word: at, prefix });
      options.push(...config.options);
    }
    if (takesArgument) at += 1;
  }
  return refusal === undefined ? { options } : { options, refusal };
}
