/** The memory table of each stage, as the page shows them, with sums and with what each stage changes. */
import { size } from '../../../base/range';
import { approximateSize, formatAddress } from '../../../base/size-text';
import type { LayoutDocument } from '../../../document/schema';
import type { E820Entry, Plan, StageDifference } from '../../../plan/plan';
import { explainSureness, stageTable, type StageTable, type TableId } from '../../../rows/stage-table';
import { exactSum, shortCause, shortSize, sumsByType } from '../../../rows/type-sums';
import { code, left, NONE, right, text, type Block, type Cell, type Column, type Section, type Table } from '../report';
import { wordsOf } from '../words';

const COLUMNS: readonly Column[] = [
  right('Start'),
  right('End, inclusive'),
  right('Size'),
  left('Type'),
  left('PXM'),
  left('Cause'),
];

/** What the entry says, also where no address is. */
const extent = ({ range, claims }: E820Entry) => claims ?? range;

function placeCells(entry: E820Entry): readonly Cell[] {
  if (entry.sure === 'unknown') return [NONE, NONE, NONE];
  const { start, end } = extent(entry);
  return [
    code(formatAddress(start)),
    start === end ? NONE : code(formatAddress(end - 1)),
    text(shortSize(end - start)),
  ];
}

/** In file order where that is what the bytes have, with the number of each. */
export function entryTable(caption: string, { entries = [], order }: StageTable): Table {
  const isNumbered = order === 'file order';
  return {
    caption,
    columns: isNumbered ? [left('#'), ...COLUMNS] : COLUMNS,
    rows: entries.map((entry, index) => [
      ...(isNumbered ? [text(index)] : []),
      ...placeCells(entry),
      text(wordsOf(entry)),
      entry.node === undefined ? NONE : text(entry.node),
      text(shortCause(entry.cause)),
    ]),
  };
}

function changeText({ kind, before, after, range, why }: StageDifference): string {
  const words = {
    came: `${after} new`,
    went: `${before} gone`,
    retyped: 'changed',
    joined: `${before} become ${after}`,
    split: `${before} become ${after}`,
  };
  return `${formatAddress(range.start)} to ${formatAddress(range.end - 1)}, ${approximateSize(size(range)).text}: ${words[kind]}. ${why}`;
}

const sumsText = (entries: readonly E820Entry[]): string =>
  sumsByType(entries)
    .map(({ words, bytes }) => `${words} ${exactSum(bytes)}`)
    .join(', ');

function blocksOf(caption: string, table: StageTable): readonly Block[] {
  const { entries, sure, caveats, author, before, differences } = table;
  if (entries === undefined) return [];
  const sureness = explainSureness(sure, author);
  const grave = differences.filter(({ hasConsequences }) => hasConsequences === true);
  return [
    { kind: 'table', table: entryTable(caption, table) },
    { kind: 'text', text: `Sums: ${sumsText(entries)}.` },
    ...(grave.length === 0
      ? []
      : [
          { kind: 'text', text: `Not as ${before ?? 'the stage before'} has it:` } as const,
          { kind: 'list', items: grave.map(changeText) } as const,
        ]),
    ...(sureness === undefined ? [] : [{ kind: 'text', text: sureness, quiet: true } as const]),
    ...caveats.map((caveat) => ({ kind: 'text', text: caveat, quiet: true }) as const),
  ];
}

const STAGES: readonly { readonly id: TableId; readonly caption: (table: StageTable) => string }[] = [
  { id: 'qemu', caption: () => 'etc/e820 as QEMU writes it' },
  { id: 'firmware', caption: ({ author }) => `What ${author} hands on` },
  { id: 'linux-bios', caption: ({ author }) => `BIOS-e820 as ${author} prints it` },
  { id: 'linux-user', caption: ({ author }) => `User-defined table of ${author}, after its parameters` },
  { id: 'linux', caption: ({ author }) => `The table that ${author} ends with` },
];

export function memoryTables(document: LayoutDocument, plan: Plan): Section {
  const blocks = STAGES.flatMap(({ id, caption }) => {
    const table = stageTable(plan, id, document.dialect);
    return blocksOf(caption(table), table);
  });
  const none: Block = { kind: 'text', text: 'QEMU refuses to start, so it writes no table.' };
  return { id: 'e820', title: 'E820 at each stage', blocks: blocks.length === 0 ? [none] : blocks };
}
