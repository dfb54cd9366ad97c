/** `-readconfig`: groups of `key = "value"` lines, each of which acts as one option (qemu_config_foreach). */
import type { Option } from './machine';

/** The `-readconfig` option that named the file. */
export interface ConfigOrigin {
  readonly word: number;
  /** `-readconfig FILE: `, which stands before the errors of some groups. */
  readonly prefix: string;
}

export interface ConfigFile {
  /** As the command line would have them; `config-error` carries QEMU's words for a file that it cannot read. */
  readonly options: readonly Option[];
}

interface Group {
  readonly name: string;
  readonly pairs: Map<string, string>;
  line: number;
}

/** Groups that act as an option of another name. */
const OPTION_OF: ReadonlyMap<string, string> = new Map([
  ['memory', 'm'],
  ['smp-opts', 'smp'],
  ['machine', 'machine'],
  ['numa', 'numa'],
  ['object', 'object'],
  ['device', 'device'],
  ['global', 'global'],
]);

/** Other groups that QEMU knows; they do not concern memory. */
const KNOWN = new Set(
  'accel action add-fd audiodev boot-opts chardev compat drive fsdev fw_cfg icount iscsi mon msg name net netdev nic numa option-rom overcommit plugin qtest rtc run-with sandbox semihosting-config set smbios spice tpmdev trace virtfs vnc watchdog'.split(
    ' ',
  ),
);

/** QEMU knows file and line of these when it complains; of the others only the option that named the file. */
const LOCATED = new Set(['device', 'object', 'numa']);

const HEADER_WITH_ID = /^\[([^\s"\]]{1,63})\s+"([^"]{1,63})"\]/;
const HEADER = /^\[([^\]]{1,63})\]/;
const PAIR = /^\s*(\S{1,63})\s*=\s*"([^"]*)"/;
const BARE_KEY = /^\s*(\S{1,63})/;

function headerOf(line: string): { readonly name: string; readonly id?: string } | undefined {
  const withId = HEADER_WITH_ID.exec(line);
  if (withId?.[1] !== undefined && withId[2] !== undefined) return { name: withId[1], id: withId[2] };
  const plain = HEADER.exec(line);
  return plain?.[1] === undefined ? undefined : { name: plain[1] };
}

const escapeCommas = (value: string): string => value.replaceAll(',', ',,');

function optionOf(group: Group, fileName: string, origin: ConfigOrigin): Option {
  const name = OPTION_OF.get(group.name);
  if (name === undefined) {
    if (KNOWN.has(group.name))
      return { name: 'config-group', text: group.name, word: origin.word, prefix: origin.prefix };
    return configError(origin, `There is no option group '${group.name}'`);
  }
  const text = [...group.pairs].map(([key, value]) => `${key}=${escapeCommas(value)}`).join(',');
  const prefix = LOCATED.has(name) ? `${fileName}:${group.line}: ` : origin.prefix;
  return { name, text, word: origin.word, prefix };
}

const configError = (origin: ConfigOrigin, text: string): Option => ({
  name: 'config-error',
  text,
  word: origin.word,
  prefix: origin.prefix,
});

/** What the groups of a configuration file do, as options in the file's order. Reading ends at the first line that is none. */
export function readConfigText(text: string, fileName: string, origin: ConfigOrigin): ConfigFile {
  const options: Option[] = [];
  let group: Group | undefined;
  let number = 0;
  const close = (): void => {
    if (group !== undefined) options.push(optionOf(group, fileName, origin));
  };
  for (const line of text.split('\n')) {
    number += 1;
    if (line === '' || line.startsWith('#')) continue;
    const header = line.startsWith('[') ? headerOf(line) : undefined;
    if (header !== undefined) {
      close();
      group = { name: header.name, pairs: new Map(), line: number };
      if (header.id !== undefined) group.pairs.set('id', header.id);
      continue;
    }
    const pair = PAIR.exec(line);
    const key = pair?.[1] ?? BARE_KEY.exec(line)?.[1];
    if (key === undefined) return { options: [...options, configError(origin, 'parse error')] };
    if (group === undefined) return { options: [configError(origin, 'no group defined')] };
    group.pairs.set(key, pair?.[2] ?? '');
    group.line = number;
  }
  close();
  return { options };
}
