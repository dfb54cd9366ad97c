/** Which lines of a domain were understood, and what was found in them. */
import type { ImportFact, ImportReport, UnreadLines } from '../format';
import { bootBytes } from './check-domain';
import type { Domain } from './domain';
import type { Reading } from './reading';
import type { XmlElement } from './xml-tree';

const MOST_LISTED = 100;
const LONGEST_LINE = 120;

export function reportOf(
  text: string,
  elements: readonly XmlElement[],
  reading: Reading,
  domain: Domain,
): ImportReport {
  const lines = text.split(/\r\n|\r|\n/);
  const unreadLines = unreadOf(text, elements, reading);
  const isBlank = (line: string): boolean => /^\s*(?:<!--.*-->\s*)?$/.test(line);
  const empty = lines.filter(isBlank).length;
  const unread = runs(lines, unreadLines, isBlank);
  const count = unread.reduce((sum, run) => sum + run.count, 0);
  const listed = unread.slice(0, MOST_LISTED);
  return {
    facts: factsOf(domain),
    lines: { all: lines.length, understood: lines.length - empty - count, unread: count, empty },
    unread: listed,
    unlisted: unread.slice(MOST_LISTED).reduce((sum, run) => sum + run.count, 0),
  };
}

/** Numbers, from 1, of the lines of elements in which nothing was understood. */
function unreadOf(text: string, elements: readonly XmlElement[], reading: Reading): ReadonlySet<number> {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length);
  const lineOf = (offset: number): number => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
  const unread = new Set<number>();
  const read = new Set<number>();
  /** True if something in the element was understood. */
  const walk = (element: XmlElement): boolean => {
    const inner = element.children.map(walk);
    const isRead = reading.understood.has(element) || inner.includes(true);
    if (isRead) read.add(lineOf(element.start));
    for (const [index, child] of element.children.entries()) {
      if (!isRead || inner[index] === true) continue;
      for (let line = lineOf(child.start); line <= lineOf(Math.max(child.start, child.end - 1)); line += 1)
        unread.add(line);
    }
    return isRead;
  };
  const top = elements.map(walk);
  for (const [index, element] of elements.entries()) {
    if (top[index] === true) continue;
    for (let line = lineOf(element.start); line <= lineOf(Math.max(element.start, element.end - 1)); line += 1)
      unread.add(line);
  }
  for (const line of read) unread.delete(line);
  return unread;
}

function runs(
  lines: readonly string[],
  unread: ReadonlySet<number>,
  isBlank: (line: string) => boolean,
): readonly UnreadLines[] {
  const found: { line: number; last: number; count: number; text: string }[] = [];
  let open: (typeof found)[number] | undefined;
  for (const [index, line] of lines.entries()) {
    if (isBlank(line)) continue;
    if (!unread.has(index + 1)) open = undefined;
    else if (open === undefined) {
      open = { line: index + 1, last: index + 1, count: 1, text: line.trim().slice(0, LONGEST_LINE) };
      found.push(open);
    } else {
      open.last = index + 1;
      open.count += 1;
    }
  }
  return found;
}

const MODEL_TITLES: Readonly<Record<string, string>> = {
  dimm: 'DIMM',
  nvdimm: 'NVDIMM',
  'virtio-mem': 'virtio-mem device',
  'virtio-pmem': 'virtio-pmem device',
  'sgx-epc': 'SGX enclave memory, left out',
};

function factsOf(domain: Domain): readonly ImportFact[] {
  const boot = bootBytes(domain);
  const { cells, modules, largest, others, args } = domain;
  const models = [...new Set(modules.map(({ model }) => model))];
  return [
    { what: 'boot memory', count: 1, bytes: boot },
    ...(cells.length > 0 ? [{ what: 'NUMA cell', count: cells.length, part: true as const }] : []),
    ...models.map((model) => {
      const own = modules.filter((module) => module.model === model);
      return {
        what: MODEL_TITLES[model] ?? model,
        count: own.length,
        bytes: own.reduce((sum, { size }) => sum + size, 0),
      };
    }),
    ...(largest === undefined
      ? []
      : [{ what: 'room for memory devices', count: 1, bytes: Math.max(0, largest.bytes - boot) }]),
    ...(others.length > 0 ? [{ what: 'other device kept', count: others.length }] : []),
    ...(args.length > 0 ? [{ what: 'argument of <qemu:commandline>', count: args.length }] : []),
  ];
}
