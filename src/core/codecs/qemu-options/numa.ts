/** `-numa`, in its five forms. */
import { lastValue, parseQemuOpts, type KeyValue } from '../../options/qemu-opts';
import { expectsText } from '../../options/texts';
import { keepOption, type LayoutDraft, type OptionReader } from './draft';
import { partOf, type OptionFault, type TypedOption } from './typed-option';
import { noteSpelling } from './never-merged';
import { countValue, flagValue, sizeValue, type Value } from './values';

const LAST_NODE = 127;
const HIERARCHIES = ['memory', 'first-level', 'second-level', 'third-level'] as const;
const DATA_TYPES = [
  'access-latency',
  'read-latency',
  'write-latency',
  'access-bandwidth',
  'read-bandwidth',
  'write-bandwidth',
] as const;
const MEMMAP_TYPES = ['normal', 'spm', 'reserved'] as const;
const ASSOCIATIVITIES = ['none', 'direct', 'complex'] as const;
const POLICIES = ['none', 'write-back', 'write-through'] as const;

/** One `-numa`, its values read on demand; remembers the first that is malformed, and whether any had no field. */
class NumaValues {
  readonly #option: TypedOption;
  readonly #pairs: readonly KeyValue[];
  readonly #read = new Set<string>(['type']);
  fault: OptionFault | undefined;
  isWhole = true;

  constructor(option: TypedOption, pairs: readonly KeyValue[]) {
    this.#option = option;
    this.#pairs = pairs;
  }

  text(key: string): string | undefined {
    this.#read.add(key);
    return lastValue(this.#pairs, key);
  }

  all(key: string): readonly string[] {
    this.#read.add(key);
    return this.#pairs.filter((pair) => pair.key === key).map((pair) => pair.value);
  }

  count(key: string, most?: number): number | undefined {
    const text = this.text(key);
    return text === undefined ? undefined : this.take(key, countValue(text, most), 'a uint64 value');
  }

  size(key: string): number | undefined {
    const text = this.text(key);
    return text === undefined ? undefined : this.take(key, sizeValue(text), 'a size value');
  }

  choice<T extends string>(key: string, choices: readonly T[]): T | undefined {
    const text = this.text(key);
    const choice = choices.find((each) => each === text);
    if (text !== choice) this.isWhole = false;
    return choice;
  }

  take<T>(key: string, value: Value<T>, expected: string): T | undefined {
    if (value.is === 'value') return value.value;
    if (value.is === 'malformed') this.malformed(key, expected);
    this.isWhole = false;
    return undefined;
  }

  malformed(key: string, expected: string): void {
    const part = partOf(this.#option.text, key, 'type');
    this.fault ??= {
      option: this.#option,
      ...(part === undefined ? {} : { part }),
      text: expectsText(key, expected),
      works: expected.includes('size')
        ? 'A size such as 10M or 20G.'
        : 'A whole number: decimal, 0x… or octal with a leading 0.',
    };
  }

  /** Every key that was given has been read. */
  get isExhausted(): boolean {
    return this.#pairs.every((pair) => this.#read.has(pair.key));
  }
}

/** Absent fields left out, as documents have them. */
const given = <T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

type Taken = (draft: LayoutDraft) => void;
type FormReader = (values: NumaValues, draft: LayoutDraft, option: TypedOption) => Taken | undefined;

const cpuRanges = (values: NumaValues): { first: number; last: number }[] =>
  values.all('cpus').flatMap((text) => {
    const [from = '', to] = /^([^-]+)-(.*)$/.exec(text)?.slice(1) ?? [text];
    const first = values.take('cpus', countValue(from), 'a uint64 value or range');
    const last = to === undefined ? first : values.take('cpus', countValue(to), 'a uint64 value or range');
    if (first === undefined || last === undefined) return [];
    if (last < first) values.malformed('cpus', 'a uint64 value or range');
    return [{ first, last }];
  });

/** What the node's memory was to be, in either spelling; both together, or another value, have no field. */
function markOf(values: NumaValues, draft: LayoutDraft, option: TypedOption): 'spm' | 'reserved' | undefined {
  const flag = values.text('spm');
  const type = values.text('memmap-type');
  if (flag !== undefined) noteSpelling(draft, 'spm', option);
  if (type !== undefined) noteSpelling(draft, 'memmap-type', option);
  if (flag === undefined) {
    const known = values.choice('memmap-type', MEMMAP_TYPES);
    return known === 'normal' ? undefined : known;
  }
  const isMarked = flagValue(flag);
  if (type !== undefined || isMarked.is !== 'value') values.isWhole = false;
  return isMarked.is === 'value' && isMarked.value ? 'spm' : undefined;
}

const FORMS: Readonly<Record<string, FormReader>> = {
  node: (values, draft, option) => {
    const id = values.count('nodeid', LAST_NODE) ?? draft.nodes.length;
    const cpus = cpuRanges(values);
    const memdev = values.text('memdev');
    const initiator = values.count('initiator', LAST_NODE);
    const mark = markOf(values, draft, option);
    return ({ nodes }) =>
      nodes.push({ id, ...given({ memdev, initiator, mark }), ...(cpus.length > 0 ? { cpus } : {}) });
  },
  cpu: (values) => {
    const node = values.count('node-id', LAST_NODE);
    const place = given({
      socket: values.count('socket-id'),
      die: values.count('die-id'),
      module: values.count('module-id'),
      core: values.count('core-id'),
      thread: values.count('thread-id'),
    });
    return node === undefined ? undefined : ({ cpuAssignments }) => cpuAssignments.push({ node, ...place });
  },
  dist: (values) => {
    const from = values.count('src', LAST_NODE);
    const to = values.count('dst', LAST_NODE);
    const value = values.count('val', 255);
    if (from === undefined || to === undefined || value === undefined) return undefined;
    return ({ distances }) => distances.push({ from, to, value });
  },
  'hmat-lb': (values) => {
    const initiator = values.count('initiator', LAST_NODE);
    const target = values.count('target', LAST_NODE);
    const hierarchy = values.choice('hierarchy', HIERARCHIES);
    const dataType = values.choice('data-type', DATA_TYPES);
    const isLatency = dataType?.endsWith('latency') === true;
    const value = isLatency ? values.count('latency', Number.MAX_SAFE_INTEGER) : values.size('bandwidth');
    if (initiator === undefined || target === undefined || hierarchy === undefined) return undefined;
    if (dataType === undefined || value === undefined) return undefined;
    return ({ hmat }) => hmat.push({ initiator, target, hierarchy, dataType, value });
  },
  'hmat-cache': (values) => {
    const node = values.count('node-id', LAST_NODE);
    const size = values.size('size');
    const level = values.count('level', 255);
    const shape = given({
      associativity: values.choice('associativity', ASSOCIATIVITIES),
      policy: values.choice('policy', POLICIES),
      line: values.count('line', 65_535),
    });
    if (node === undefined || size === undefined || level === undefined) return undefined;
    return ({ hmatCaches }) => hmatCaches.push({ node, size, level, ...shape });
  },
};

export const readNuma: OptionReader = (draft, option) => {
  const { id, pairs } = parseQemuOpts(option.text, 'type');
  const type = lastValue(pairs, 'type') ?? '';
  const values = new NumaValues(option, pairs);
  const take = Object.hasOwn(FORMS, type) ? FORMS[type]?.(values, draft, option) : undefined;
  if (values.fault !== undefined) return values.fault;
  if (take !== undefined && values.isWhole && values.isExhausted && id === undefined) take(draft);
  else keepOption(draft, option, `-numa ${option.text} is kept as typed: a layout has no field for what it says.`);
  return undefined;
};
