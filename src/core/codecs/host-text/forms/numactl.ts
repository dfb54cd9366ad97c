/** `numactl -H`. */
import { MiB } from '../../../base/addr';
import type { Facts } from '../facts';
import type { LineForm } from '../line-form';

const AVAILABLE = /^available: (\d{1,5}) nodes? \(([\d,-]*)\)$/;
const CPUS = /^node (\d{1,5}) cpus:([\d ,-]*)$/;
const SIZE = /^node (\d{1,5}) size: (\d{1,10}) MB$/;
const FREE = /^node \d{1,5} free: \d{1,10} MB$/;
const DISTANCES = /^node distances/;
const DISTANCE_HEAD = /^node(?: +\d{1,5})+$/;
const DISTANCE_ROW = /^ *\d{1,5}:(?: +\d{1,5})+$/;
const MOST_LISTED = 1024;
const LONGEST_LIST = 4096;

/** `0-8`, `0,2-3`. */
function idsOf(list: string): readonly number[] {
  const ids: number[] = [];
  for (const part of list.split(',')) {
    const [, first = '', last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part) ?? [];
    if (first === '') continue;
    for (let id = Number(first); id <= Number(last) && ids.length < MOST_LISTED; id += 1) ids.push(id);
  }
  return ids;
}

/** `0 1 2 3 8` as `0-3,8`; lists that are short already stay as they are. */
function shortList(text: string): string {
  const words = text.split(/[ ,]+/).filter((word) => word !== '');
  const runs: { first: number; last: number }[] = [];
  for (const word of words) {
    const [, first = '', last = first] = /^(\d{1,7})(?:-(\d{1,7}))?$/.exec(word) ?? [];
    if (first === '') continue;
    const run = runs.at(-1);
    if (run !== undefined && run.last + 1 === Number(first)) run.last = Number(last);
    else runs.push({ first: Number(first), last: Number(last) });
  }
  const list = runs.map(({ first, last }) => (first === last ? String(first) : `${first}-${last}`)).join(',');
  return list.length <= LONGEST_LIST ? list : list.slice(0, list.lastIndexOf(',', LONGEST_LIST));
}

function takeDistances(text: string, facts: Facts): boolean {
  if (DISTANCES.test(text)) {
    facts.inDistances = true;
    return true;
  }
  return facts.inDistances && (DISTANCE_HEAD.test(text) || DISTANCE_ROW.test(text));
}

export const numactl: LineForm = {
  id: 'numactl',
  hint: /node|available:|^ *\d{1,5}: /,
  title: 'lines of numactl -H',
  source: 'numactl -H',
  read({ text }, facts) {
    const cpus = CPUS.exec(text);
    if (cpus !== null) {
      const node = facts.node(Number(cpus[1]));
      if (node !== undefined) node.cpus = shortList(cpus[2] ?? '');
      return true;
    }
    const size = SIZE.exec(text);
    if (size !== null) {
      const node = facts.node(Number(size[1]));
      if (node !== undefined) node.size = Number(size[2]) * MiB;
      return true;
    }
    const available = AVAILABLE.exec(text);
    if (available !== null) {
      for (const id of idsOf(available[2] ?? '')) facts.node(id);
      facts.hasAllNodes = true;
      return true;
    }
    return FREE.test(text) || takeDistances(text, facts);
  },
};
