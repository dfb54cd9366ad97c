/** Reads the text of a QEMU configuration file, as `-readconfig` does (qemu_config_foreach). */
import { err, ok, type Result } from '../base/result';
import { pair } from './option-text';
import type { FormatError, Importer } from './format';
import { imported } from './qemu-options/outcome';
import type { TypedOption } from './qemu-options/typed-option';
import { errorAt, LONGEST_TEXT, tooLong } from './text-place';

const HEADER = /^\[([^\]\s"]{1,63})(?:\s+"([^"]{1,63})")?\]/;
const PAIR = /^\s*(\S{1,63})\s*=\s*"([^"]*)"/;
const BARE_KEY = /^\s*(\S{1,63})/;
/** Groups whose option has another name. */
const OPTIONS: Readonly<Record<string, string>> = { memory: 'm', 'smp-opts': 'smp', 'boot-opts': 'boot' };
const KNOWN = /^\[(?:machine|memory|smp-opts|numa|global|accel|(?:object|device)(?:\s+"[^"]*")?)\]/m;

interface Value {
  readonly key: string;
  readonly text: string;
  /** Offset of the value in the source. */
  readonly offset: number;
}

interface Group {
  readonly name: string;
  readonly start: number;
  readonly length: number;
  readonly values: Value[];
}

export const qemuConfig: Importer = {
  id: 'qemu-config',
  title: 'QEMU configuration file',
  does: 'Takes the place of the layout.',
  example: '[memory]\n  size = "4G"',

  sniff(text) {
    if (text.length > LONGEST_TEXT || !KNOWN.test(text)) return 0;
    // Surer than a command line, which the comments at its head may well be.
    if (/^(?:[ \t\r]*(?:#[^\n]*)?\n)*[ \t]*\[/.test(text)) return 0.98;
    return /^\s*#/.test(text) ? 0.92 : 0.5;
  },

  read(text) {
    if (text.length > LONGEST_TEXT) return err(tooLong(text));
    const groups = groupsOf(text);
    return groups.ok ? imported(text, groups.value.map(asOption), []) : groups;
  },
};

function groupsOf(text: string): Result<readonly Group[], FormatError> {
  const groups: Group[] = [];
  for (const line of text.matchAll(/[^\r\n]+/g)) {
    const [content] = line;
    if (content.startsWith('#')) continue;
    const header = content.startsWith('[') ? HEADER.exec(content) : null;
    if (header !== null) {
      const [all, name = '', id] = header;
      const start = line.index;
      const values = id === undefined ? [] : [{ key: 'id', text: id, offset: start + all.indexOf('"') + 1 }];
      groups.push({ name, start, length: all.length, values });
      continue;
    }
    const value = PAIR.exec(content);
    const key = value?.[1] ?? BARE_KEY.exec(content)?.[1];
    const group = groups.at(-1);
    if (key === undefined || group === undefined) {
      const message = `QEMU refuses this: ${key === undefined ? 'parse error' : 'no group defined'}`;
      const works = 'A group such as [memory], and under it lines such as size = "4G".';
      return err(errorAt(text, line.index, content.length, { code: 'qemu-config/line', message, works }));
    }
    const quote = value === null ? content.indexOf(key) : content.indexOf('"') + 1;
    group.values.push({ key, text: value?.[2] ?? '', offset: line.index + quote });
  }
  return ok(groups);
}

/** A group as the option that it acts like, with the way back from its text to the file. */
function asOption({ name, start, length, values }: Group): TypedOption {
  const spans: { readonly from: number; readonly offset: number }[] = [];
  let text = '';
  for (const value of values) {
    const piece = pair(value.key, value.text);
    text += text === '' ? '' : ',';
    spans.push(
      { from: text.length, offset: value.offset },
      { from: text.length + value.key.length + 1, offset: value.offset },
    );
    text += piece;
  }
  return {
    name: OPTIONS[name] ?? name,
    typed: `[${name}]`,
    text,
    hasArgument: true,
    start,
    length,
    offsetOf(index) {
      const span = spans.findLast(({ from }) => from <= index);
      return span === undefined ? start : span.offset + Math.max(0, index - span.from);
    },
  };
}
