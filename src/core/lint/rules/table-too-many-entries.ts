import { LEGACY_PERSISTENT, SOFT_RESERVED } from '../../base/e820';
import type { HostRange, LayoutDocument } from '../../document/schema';
import type { Fix } from '../diagnostic';
import type { LintContext, LintRule } from '../rule';
import { findingsIn, type ListedTable, type TableFinding } from './table-lists';

const CODE = 'table/too-many-entries';
/** E820_MAX_ENTRIES_ZEROPAGE. */
const MOST = 128;

/** Linux keeps entries of these types apart, since each can be a device of its own. */
const isApart = ({ type }: HostRange): boolean => type === SOFT_RESERVED || type === LEGACY_PERSISTENT;

const continues = (last: HostRange, next: HostRange): boolean =>
  last.start + last.size === next.start &&
  last.type === next.type &&
  last.node === next.node &&
  last.title === next.title &&
  !isApart(next);

/** The table with entries joined that touch and differ in nothing else, by address. */
function joined({ host }: LayoutDocument): readonly HostRange[] {
  const out: HostRange[] = [];
  for (const range of host.ranges.toSorted((a, b) => a.start - b.start)) {
    const last = out.at(-1);
    if (last !== undefined && continues(last, range)) out[out.length - 1] = { ...last, size: last.size + range.size };
    else out.push(range);
  }
  return out;
}

function finding({ document }: LintContext, { name, entries, isHost }: ListedTable): TableFinding {
  const count = entries.length.toLocaleString('en-US');
  const ranges = isHost ? joined(document) : [];
  const fix: Fix | undefined =
    isHost && ranges.length < entries.length
      ? {
          title: `Join entries that touch: ${ranges.length} of ${count} are left`,
          edits: [{ op: 'set', path: 'host.ranges', value: ranges }],
        }
      : undefined;
  return {
    key: count,
    diagnostic: {
      what: `The table has ${count} entries, ${entries.length - MOST} more than Linux takes from a BIOS.`,
      where: `${name}, entries ${MOST + 1} to ${entries.length}.`,
      why: `The boot parameters have room for ${MOST}. The EFI stub hands the rest on as setup data; the setup code that asks a BIOS stops there, and what it has not read is no memory.`,
      works: `At most ${MOST} entries, or a start by UEFI.`,
      path: isHost ? 'host' : 'devices',
      ...(fix === undefined ? {} : { fixes: [fix] }),
    },
  };
}

/** More entries than Linux's boot parameters have room for. */
export const tableTooManyEntries: LintRule = {
  id: CODE,
  check: (context) =>
    findingsIn(context, { code: CODE, severity: 'warning' }, (table) =>
      table.entries.length > MOST ? [finding(context, table)] : [],
    ),
};
