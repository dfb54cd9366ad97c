/** Boot memory that is marked, by a node or a backend, and what a patched QEMU makes of it in pc_memory_init. */
import { RESERVED, SOFT_RESERVED } from '../../base/e820';
import type { AddressMap, Backend, Mark, MarkedRange, Numa, Window } from '../machine';
import { baseRecords, type E820Record } from '../tables/e820';
import { ramBlocks } from './ram-blocks';
import { retype } from './retype';
import type { MarkingRules } from './rules';

const FOUR_GIB = 0x1_0000_0000n;

/** What there is to mark. */
export interface Marked {
  readonly map: AddressMap;
  readonly numa: Numa;
  /** In the order of their creation. */
  readonly backends: readonly Backend[];
  /** What all boot memory is made of, where no node has its own. */
  readonly ramBackend?: string | undefined;
  readonly ram: bigint;
}

/** What the step made of the table, and what QEMU says of it, in order. */
export interface Marking {
  /** The table without memory devices. */
  readonly records: readonly E820Record[];
  /** In the order in which the step went. */
  readonly marks: readonly MarkedRange[];
  readonly messages: readonly { readonly severity: 'warning' | 'error'; readonly text: string }[];
}

/** Guest addresses of a stretch of boot RAM: below the hole from 0, the rest from where RAM above 4 GiB begins. */
function guestRanges({ below, start }: AddressMap, from: bigint, to: bigint): readonly Window[] {
  const ranges: Window[] = [];
  if (from < below) ranges.push({ base: from, size: (to < below ? to : below) - from });
  if (to > below) {
    const first = from > below ? from : below;
    ranges.push({ base: start + first - below, size: to - first });
  }
  return ranges;
}

interface Stretch {
  readonly from: bigint;
  readonly to: bigint;
}

/** Nodes lie end to end, by id. */
function stretches(numa: Numa): ReadonlyMap<number, Stretch> {
  let at = 0n;
  return new Map(
    numa.nodes.map(({ id, size }) => {
      const stretch = { from: at, to: at + size };
      at = stretch.to;
      return [id, stretch] as const;
    }),
  );
}

/** A mark with the place that the step computes for it. */
interface Request {
  readonly mark: Mark;
  readonly meant: readonly Window[];
  readonly start: bigint;
  readonly length: bigint;
  readonly spans: boolean;
}

/** Versions 0 to 2: as if the offset within QEMU's RAM were one within the guest's. */
function byBlocks({ map, numa, backends, ramBackend, ram }: Marked): readonly Request[] {
  const places = stretches(numa);
  const owners = new Map(
    numa.nodes.flatMap((node) => (node.memdev === undefined ? [] : [[node.memdev, node] as const])),
  );
  return ramBlocks(backends).flatMap(({ backend, offset, length }): Request[] => {
    const owner = owners.get(backend.id);
    if (backend.hmem !== true && owner?.mark === undefined) return [];
    const whole = backend.id === ramBackend ? { from: 0n, to: ram } : undefined;
    const place = owner === undefined ? whole : places.get(owner.id);
    return [
      {
        mark: { ...(owner === undefined ? {} : { node: owner.id }), memdev: backend.id, type: SOFT_RESERVED },
        meant: place === undefined ? [] : guestRanges(map, place.from, place.to),
        start: BigInt.asUintN(64, offset + FOUR_GIB - map.below),
        length,
        spans: false,
      },
    ];
  });
}

/** Versions 3 to 7: by the node's place in the row of nodes, with RAM above 4 GiB always taken to begin there. */
function byNodes({ map, numa }: Marked): readonly Request[] {
  const places = stretches(numa);
  return numa.nodes.flatMap(({ id, memdev, mark }): Request[] => {
    const place = places.get(id);
    if (mark === undefined || memdev === undefined || place === undefined) return [];
    const { from, to } = place;
    const spans = from < map.below && to > map.below;
    const start = to <= map.below ? from : FOUR_GIB + (spans ? to : from) - map.below;
    return [
      {
        mark: { node: id, memdev, type: mark === 'reserved' ? RESERVED : SOFT_RESERVED },
        meant: guestRanges(map, from, to),
        start,
        length: to - from,
        spans,
      },
    ];
  });
}

/** Carries the step out. It ends at the first error, as QEMU does. */
export function markMemory(rules: MarkingRules, marked: Marked): Marking {
  const marks: MarkedRange[] = [];
  const messages: { severity: 'warning' | 'error'; text: string }[] = [];
  let records = baseRecords(marked.map);
  for (const { mark, meant, start, length, spans } of rules.walks === 'blocks' ? byBlocks(marked) : byNodes(marked)) {
    const range = { ...mark, meant, start, length, spans };
    if (spans && rules.spanning !== undefined) {
      const { severity, text } = rules.spanning;
      messages.push({ severity, text: text(mark.node ?? 0) });
      if (severity === 'error') {
        marks.push({ ...range, outcome: 'refused' });
        break;
      }
    }
    const made: E820Record = { base: start, length, type: mark.type, part: 'marked', mark };
    const next = rules.step === 'append' ? [...records, made] : retype(records, made);
    if (next === undefined)
      messages.push({ severity: 'warning', text: rules.failed({ node: mark.node ?? 0, start, length }) });
    marks.push({ ...range, outcome: next === undefined ? 'failed' : rules.step === 'append' ? 'appended' : 'carved' });
    records = next ?? records;
  }
  return { records, marks, messages };
}
