/** `-readconfig`: groups of `key = "value"` lines, each of which acts as one option (qemu_config_foreach). */
import { isWellFormedId, malformedIdText } from '../options/identifier';
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

/** sscanf does not look for what closes a bracket. */
const HEADER_WITH_ID = /^\[([^\s]{1,63})\s+"([^"]{1,63})/;
const HEADER = /^\[([^\]]{1,63})/;
/** A key ends at a blank only: `key="value"` is one long key. */
const KEY = /^\s*(\S{1,63})/;
const VALUE = /^\s*=\s*"([^"]{1,1023})/;

function headerOf(line: string): { readonly name: string; readonly id?: string } | undefined {
  const withId = HEADER_WITH_ID.exec(line);
  if (withId?.[1] !== undefined && withId[2] !== undefined) return { name: withId[1], id: withId[2] };
  const plain = HEADER.exec(line);
  return plain?.[1] === undefined ? undefined : { name: plain[1] };
}

const escapeCommas = (value: string): string => value.replaceAll(',', ',,');

/** QEMU looks at the id of these before it knows their line. */
function idFault(group: Group, earlier: ReadonlySet<string>): string | undefined {
  const id = group.pairs.get('id');
  if (id === undefined || (group.name !== 'device' && group.name !== 'numa')) return undefined;
  if (!isWellFormedId(id)) return malformedIdText;
  return earlier.has(`${group.name} ${id}`) ? `Duplicate ID '${id}' for ${group.name}` : undefined;
}

function optionOf(group: Group, fileName: string, origin: ConfigOrigin, earlier: Set<string>): Option {
  const fault = idFault(group, earlier);
  if (fault !== undefined) return configError(origin, fault);
  earlier.add(`${group.name} ${group.pairs.get('id') ?? ''}`);
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
  const ids = new Set<string>();
  let group: Group | undefined;
  let number = 0;
  const close = (): void => {
    if (group !== undefined) options.push(optionOf(group, fileName, origin, ids));
  };
  for (const line of text.split('\n')) {
    number += 1;
    if (line === '' || line.startsWith('#')) continue;
    const header = line.startsWith('[') ? headerOf(`${line}\n`) : undefined;
    if (header !== undefined) {
      close();
      group = { name: header.name, pairs: new Map(), line: number };
      if (header.id !== undefined) group.pairs.set('id', header.id);
      continue;
    }
    const key = KEY.exec(line);
    if (key?.[1] === undefined) return { options: [...options, configError(origin, 'parse error')] };
    if (group === undefined) return { options: [configError(origin, 'no group defined')] };
    if (/[=,]/.test(key[1])) return { options: [...options, configError(origin, `Invalid parameter '${key[1]}'`)] };
    group.pairs.set(key[1], VALUE.exec(line.slice(key[0].length))?.[1] ?? '');
    group.line = number;
  }
  close();
  return { options };
}
