/**
 * The layout as a file for `-readconfig` (QEMU util/qemu-config.c, qemu_config_foreach): groups of `key = "value"`. What a file cannot
 * hold stands beside it on the command line. Spelling of the values is that of the command line.
 */
import { strToU8 } from 'fflate';
import { ok } from '../../base/result';
import type { LayoutDocument } from '../../document/schema';
import { parseQemuOpts, type KeyValue, type QemuOpts } from '../../options/qemu-opts';
import type { CommandWord } from '../../plan/plan';
import { commandLine } from '../command-line-writer';
import type { Exporter } from '../format';
import { PROGRAM, shellWord } from '../shell-text';
import { leftOut } from './left-out';

interface Group {
  readonly name: string;
  /** The key of a value that stands without one. */
  readonly implied: string;
}

/** By option. All others have no group, or none that QEMU reads from a file: `There is no option group 'cpu'`. */
const GROUPS: Readonly<Record<string, Group>> = {
  machine: { name: 'machine', implied: 'type' },
  smp: { name: 'smp-opts', implied: 'cpus' },
  m: { name: 'memory', implied: 'size' },
  object: { name: 'object', implied: 'qom-type' },
  numa: { name: 'numa', implied: 'type' },
  device: { name: 'device', implied: 'driver' },
  global: { name: 'global', implied: 'driver' },
};

/** QEMU reads lines of 1,023 bytes (`char line[1024]`), keys of 63. */
const LONGEST_LINE = 1023;
const LONGEST_KEY = 63;
/** Keys whose value is a list: a file gives text, `Invalid parameter type for 'host-nodes', expected: array`. */
const LISTS: ReadonlySet<string> = new Set(['host-nodes']);

export interface QemuConfig {
  readonly text: string;
  /** Options that the file cannot hold, to stand behind `-readconfig`, in order. */
  readonly beside: readonly CommandWord[];
}

/** In the order of the command line, since the order of devices decides over addresses: behind what a file cannot hold all of its kind stand beside it. */
export function qemuConfigOf(document: LayoutDocument): QemuConfig {
  const groups: string[] = [];
  const beside: CommandWord[] = [];
  const closed = new Set<string>();
  for (const words of optionsIn(commandLine(document))) {
    const [{ text: typed = '' } = {}, value] = words;
    const name = typed.replace(/^--?/, '');
    const text = closed.has(name) ? undefined : groupText(name, value?.text);
    if (text === undefined) {
      closed.add(name);
      beside.push(...words);
    } else groups.push(text);
  }
  return { text: groups.join('\n'), beside };
}

/** The words of each option. */
function optionsIn(words: readonly CommandWord[]): readonly (readonly CommandWord[])[] {
  const options = new Map<number, CommandWord[]>();
  for (const word of words) options.set(word.option, [...(options.get(word.option) ?? []), word]);
  return [...options.values()];
}

function groupText(name: string, value: string | undefined): string | undefined {
  const group = GROUPS[name];
  if (group === undefined || value === undefined) return undefined;
  const { id, pairs } = (name === 'global' ? globalOpts(value) : undefined) ?? parseQemuOpts(value, group.implied);
  if (id !== undefined && !/^[^"\n\r]{1,63}$/.test(id)) return undefined;
  const lines = pairs.map(pairLine);
  if (lines.some((line) => line === undefined)) return undefined;
  return [`[${group.name}${id === undefined ? '' : ` "${id}"`}]`, ...lines, ''].join('\n');
}

function pairLine({ key, value }: KeyValue): string | undefined {
  if (LISTS.has(key) || key.length > LONGEST_KEY || /[\s=]/.test(key) || /["\n\r\0]/.test(value)) return undefined;
  const line = `  ${key} = "${value}"`;
  return strToU8(line).length < LONGEST_LINE ? line : undefined;
}

/** `driver.property=value` takes the value as it is (QEMU system/vl.c, global_init_func and qemu_global_option). */
function globalOpts(text: string): QemuOpts | undefined {
  const short = /^([^.=,]{1,63})\.([^=]{1,63})=([^]*)$/.exec(text);
  if (short === null) return undefined;
  const [, driver = '', property = '', value = ''] = short;
  const pairs = Object.entries({ driver, property, value });
  return { pairs: pairs.map(([key, each]) => ({ key, value: each, flag: false })) };
}

const FILE_NAME = 'qemu.cfg';

/** The command that reads the file, as the file's first lines say it: a line of more bytes than QEMU reads would not be a comment. */
function commandLines(beside: QemuConfig['beside']): readonly string[] | undefined {
  const options = optionsIn(beside).map((words) => words.map(({ text }) => shellWord(text)).join(' '));
  const lines = [`${PROGRAM} -readconfig ${FILE_NAME}`, ...options].map((line, index, all) => {
    return `#   ${index === 0 ? '' : '  '}${line}${index + 1 === all.length ? '' : ' \\'}`;
  });
  const fits = lines.every((line) => strToU8(line).length < LONGEST_LINE && !/[\n\r\0]/.test(line));
  return fits ? lines : undefined;
}

export const qemuConfigFile: Exporter = {
  id: 'qemu-config',
  title: 'QEMU configuration file',
  write(_plan, document) {
    const { text, beside } = qemuConfigOf(document);
    const command = commandLines(beside) ?? [
      `#   ${PROGRAM} -readconfig ${FILE_NAME}, and behind it the options of the command line that are not here`,
    ];
    const names = [...new Set(optionsIn(beside).map(([first]) => first?.text ?? ''))];
    const notes = [
      ...(names.length === 0
        ? []
        : [`On the command line behind -readconfig must stand what a file cannot hold: ${names.join(', ')}.`]),
      ...leftOut(document),
    ];
    const content = `# Read by:\n${command.join('\n')}\n\n${text}`;
    return ok({ fileName: FILE_NAME, mediaType: 'text/plain', content, notes });
  },
};
