/** The memory tables of a layout as plain lists of entries: the host's as it was given, the guest's as QEMU and firmware write it. */
import { addr, ADDR_LIMIT } from '../../base/addr';
import { typeWords } from '../../base/e820';
import type { Range } from '../../base/range';
import { formatSize, SIZE_LIMIT } from '../../base/size-text';
import { firmwares } from '../../boot/firmwares';
import type { DocPath } from '../../space/region';
import type { Diagnostic } from '../diagnostic';
import type { LintContext } from '../rule';
import { MOST_FINDINGS } from './naming';

/** One entry. Nothing is promised of it: it can be empty, and end where no address is. */
export interface ListedEntry {
  readonly start: number;
  readonly size: number;
  /** Raw type number. */
  readonly type: number;
  /** In the table, from 1. */
  readonly place: number;
  /** What the layout calls it; entries of the host are called by their place. */
  readonly path?: DocPath;
}

export interface ListedTable {
  /** `Host E820`, `etc/e820`. */
  readonly name: string;
  /** In the order of the table. */
  readonly entries: readonly ListedEntry[];
  /** Entries are those of the layout, `host.ranges.N`, and can be changed. */
  readonly isHost: boolean;
  /** What the CPUs address, where that is known. */
  readonly bits?: number;
}

/** A finding, and what tells it from others of its rule, so that a later stage does not repeat what an earlier one said. */
export interface TableFinding {
  readonly key: string;
  readonly diagnostic: Omit<Diagnostic, 'code' | 'severity'>;
}

/** Later stages are sorted and without overlaps, whatever they were made from. */
const GUEST_STAGES = 2;

const withBits = (table: Omit<ListedTable, 'bits'>, bits: number | undefined): ListedTable =>
  bits === undefined ? table : { ...table, bits };

/** These run at every key press: entries are plain objects, and nothing is made of them before something is found. */
function hostTable({ document: { host } }: LintContext): ListedTable {
  const entries = host.ranges.map(({ start, size, type }, index): ListedEntry => ({
    start,
    size,
    type,
    place: index + 1,
  }));
  return withBits({ name: 'Host E820', isHost: true, entries }, host.physBits);
}

function guestTables({ plan, boot }: LintContext): readonly ListedTable[] {
  return plan.snapshots.slice(0, GUEST_STAGES).map(({ tables, e820 }, stage) => {
    const entries = (e820 ?? tables?.e820 ?? []).map(({ range, type, owner }, index): ListedEntry => {
      const entry = { start: range.start, size: range.end - range.start, type, place: index + 1 };
      return owner === undefined ? entry : { ...entry, path: owner };
    });
    const name = stage === 0 ? 'etc/e820' : `E820 of ${firmwares.find(boot.firmware)?.short ?? 'the firmware'}`;
    return withBits({ name, isHost: false, entries }, plan.verdict.bitsAvailable);
  });
}

const TABLES = new WeakMap<LintContext, readonly ListedTable[]>();

/** The host's table and the guest's: made once for all rules that look at a plan. */
function tablesOf(context: LintContext): readonly ListedTable[] {
  const known = TABLES.get(context);
  if (known !== undefined) return known;
  const tables = [hostTable(context), ...guestTables(context)];
  TABLES.set(context, tables);
  return tables;
}

/** Looks at each table for itself. */
export function findingsIn(
  context: LintContext,
  { code, severity }: Pick<Diagnostic, 'code' | 'severity'>,
  look: (table: ListedTable) => readonly TableFinding[],
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const tell = (findings: readonly TableFinding[]): void => {
    for (const { diagnostic } of findings.slice(0, MOST_FINDINGS)) found.push({ code, severity, ...diagnostic });
  };
  const told = new Set<string>();
  for (const table of tablesOf(context)) {
    const findings = look(table);
    tell(table.isHost ? findings : findings.filter(({ key }) => !told.has(key) && told.add(key)));
  }
  return found;
}

export const endOf = ({ start, size }: Pick<ListedEntry, 'start' | 'size'>): number => start + size;
export const isEmpty = ({ size }: ListedEntry): boolean => size === 0;

/** In the order of their addresses; the table's order where they begin together. */
export const byAddress = (entries: readonly ListedEntry[]): ListedEntry[] =>
  entries.toSorted((a, b) => a.start - b.start);

/** What two entries have in common with one another and no other entry: their numbers. */
export const sameNumbers = ({ start, size, type }: ListedEntry): string => `${start} ${size} ${type}`;

/** Beyond 2^53, where no address is and the usual writer throws, digits are still digits. */
export const hexText = (address: number): string => `0x${address.toString(16)}`;
/** `0x280000000-0x47fffffff`, the last address included. */
export const spanText = (start: number, end: number): string => `${hexText(start)}-${hexText(end - 1)}`;
export const bytesText = (bytes: number): string => (bytes <= SIZE_LIMIT ? formatSize(bytes) : 'more than 8 PiB');
/** `0x280000000-0x47fffffff soft reserved` */
export const entryText = (entry: ListedEntry): string =>
  `${spanText(entry.start, endOf(entry))} ${typeWords(entry.type)}`;

/** The entry of the layout that a fix can change. */
export const hostPath = ({ place }: ListedEntry): DocPath => `host.ranges.${place - 1}`;

/** Where the finding is in the picture and in the layout; addresses that nothing can have are not drawn. */
export function placeOf(
  { isHost }: ListedTable,
  entry: ListedEntry,
  start: number,
  end: number,
): { readonly path?: DocPath; readonly range?: Range } {
  const path = isHost ? hostPath(entry) : entry.path;
  const last = Math.min(end, ADDR_LIMIT);
  return {
    ...(path === undefined ? {} : { path }),
    ...(start < last ? { range: { start: addr(start), end: addr(last) } } : {}),
  };
}
