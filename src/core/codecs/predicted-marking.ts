/** What a patch that marked boot memory made of the table, in the form in which such cases are recorded. */
import { RAM } from '../base/e820';
import type { Startup, Window } from '../qemu/machine';
import { accepted, hasNumaTables, type AcceptedStartup } from '../qemu/tables/accepted';
import { e820Records, type E820Record } from '../qemu/tables/e820';
import { nodesWithoutMemory, omitsReservedNodes } from '../qemu/tables/srat';
import type { Json } from './json-text';

export interface PredictedMarking {
  /** What the patched QEMU says of its step: severity and words. */
  readonly messages: readonly (readonly [severity: 'warning' | 'error', text: string])[];
  /** Entries that the step made: base, length, type. */
  readonly marked?: readonly Json[];
  /** They cover exactly the memory of the marked nodes. */
  readonly marked_as_asked?: boolean;
  /** Pairs of entries with addresses in common: base, length, type of the earlier and of the later one. */
  readonly overlaps?: readonly Json[];
  /** Nodes whose memory the SRAT leaves out; only where a version does that at all. */
  readonly srat_nodes_absent?: readonly number[];
}

/** Bases and lengths as numbers, which every recorded one is; exact beyond 2^53 all the same. */
const exact = (value: bigint): Json => (Number.isSafeInteger(Number(value)) ? Number(value) : value);

/** Ranges by address with touching ones made one, so that two lists of the same bytes are the same text. */
function covered(ranges: readonly Window[]): string {
  const sorted = ranges.filter(({ size }) => size > 0n).toSorted((a, b) => (a.base < b.base ? -1 : 1));
  const joined: { base: bigint; end: bigint }[] = [];
  for (const { base, size } of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && last.end >= base) last.end = last.end > base + size ? last.end : base + size;
    else joined.push({ base, end: base + size });
  }
  return joined.map(({ base, end }) => `${base}-${end}`).join(' ');
}

/** Whether, type by type, what was marked is what was meant. */
function isAsAsked(startup: AcceptedStartup, made: readonly E820Record[]): boolean {
  const marks = startup.marking?.marks ?? [];
  return [...new Set(marks.map(({ type }) => type))].every(
    (type) =>
      covered(marks.filter((mark) => mark.type === type).flatMap(({ meant }) => meant)) ===
      covered(made.filter((record) => record.type === type).map(({ base, length: size }) => ({ base, size }))),
  );
}

function overlaps(records: readonly E820Record[]): readonly Json[] {
  return records.flatMap((first, index) =>
    records.slice(index + 1).flatMap((second): Json[] => {
      const base = first.base > second.base ? first.base : second.base;
      const [one, other] = [first.base + first.length, second.base + second.length];
      const end = one < other ? one : other;
      return end > base ? [[exact(base), exact(end - base), first.type, second.type]] : [];
    }),
  );
}

/** Nothing for a QEMU in which no boot memory can be marked. */
export function predictedMarking(startup: Startup): PredictedMarking | undefined {
  const { marking } = startup;
  if (marking === undefined) return undefined;
  const messages = marking.messages.map(({ severity, text }) => [severity, text] as const);
  const started = accepted(startup);
  if (started === undefined) return { messages };
  const records = e820Records(started);
  const made = records.filter(({ part, type }) => part === 'marked' && type !== RAM);
  return {
    messages,
    marked: made.map(({ base, length, type }) => [exact(base), exact(length), type]),
    marked_as_asked: isAsAsked(started, made),
    overlaps: overlaps(records),
    ...(omitsReservedNodes(started) ? { srat_nodes_absent: absentNodes(started) } : {}),
  };
}

const absentNodes = (started: AcceptedStartup): readonly number[] =>
  hasNumaTables(started) ? [...nodesWithoutMemory(started)] : [];
