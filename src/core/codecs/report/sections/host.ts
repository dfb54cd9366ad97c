/** The host's own table, what of it backs the guest, and how much is left. */
import { size } from '../../../base/range';
import { approximateSize, formatAddress } from '../../../base/size-text';
import type { LayoutDocument } from '../../../document/schema';
import type { HostView, SideBySideRow } from '../../../host/view';
import type { Plan } from '../../../plan/plan';
import { HOLDER_WORDS, HOLDERS, memorySums, offsetWords, problemWords } from '../../../rows/host-words';
import { stageTable } from '../../../rows/stage-table';
import { exactSum } from '../../../rows/type-sums';
import { typeWords } from '../../../base/e820';
import { code, left, NONE, right, text, type Block, type Cell, type Section, type Table } from '../report';
import { labelOf } from '../words';
import { entryTable } from './memory-tables';

const amount = (bytes: number): Cell => (bytes === 0 ? NONE : text(exactSum(bytes)));
const nodeWords = (node: number | undefined): Cell => text(node === undefined ? 'unknown' : node);

function sideBySide(document: LayoutDocument, { rows }: HostView): Table {
  const hasProblems = rows.some(({ problems }) => problems.length > 0);
  const start = (side: SideBySideRow['host']): Cell =>
    side === undefined ? text('') : code(formatAddress(side.range.start));
  const cells = (row: SideBySideRow): readonly Cell[] => {
    const { host, guest } = row;
    const side = host ?? guest;
    const owner = labelOf(document, guest?.path);
    return [
      start(host),
      text(labelOf(document, host?.path)),
      text(side === undefined ? '' : approximateSize(size(side.range)).text),
      text(offsetWords(row)),
      guest === undefined ? NONE : start(guest),
      text(`${owner}${guest?.unlisted === true ? ', not in E820' : ''}`),
      ...(hasProblems ? [text(problemWords(row))] : []),
    ];
  };
  return {
    caption: 'Host and guest side by side',
    columns: [
      ...[left('Host'), left('Name'), right('Size'), right('Guest +'), left('Guest'), left('Owner')],
      ...(hasProblems ? [left('Problem')] : []),
    ],
    rows: rows.map(cells),
  };
}

function hostSums(host: HostView): Table {
  const sums = memorySums(host);
  const total = (key: 'size' | 'given' | 'free'): Cell =>
    text(exactSum(sums.reduce((all, each) => all + each[key], 0)));
  return {
    caption: 'Host memory, by node and kind',
    columns: [left('Node'), left('Kind'), right('There'), right('Given to guests'), right('Free')],
    rows: sums.map((sum) => [
      nodeWords(sum.node),
      text(typeWords(sum.type)),
      text(exactSum(sum.size)),
      amount(sum.given),
      amount(sum.free),
    ]),
    foot: [[text('all'), text(''), total('size'), total('given'), total('free')]],
  };
}

function guestSums({ guestSums: sums }: HostView): Table | undefined {
  const held = HOLDERS.filter((holder) => sums.some((sum) => sum.holder === holder));
  const nodes = [...new Set(sums.map(({ node }) => node))];
  if (nodes.length === 0) return undefined;
  const sum = (isIn: (each: HostView['guestSums'][number]) => boolean): number =>
    sums.reduce((all, each) => all + (isIn(each) ? each.size : 0), 0);
  return {
    caption: 'Guest memory, by who holds it',
    columns: [left('Node'), ...held.map((holder) => right(HOLDER_WORDS[holder]))],
    rows: nodes.map((node) => [
      nodeWords(node),
      ...held.map((holder) => amount(sum((each) => each.node === node && each.holder === holder))),
    ]),
    foot: [[text('all'), ...held.map((holder) => text(exactSum(sum((each) => each.holder === holder))))]],
  };
}

function unpinned(document: LayoutDocument, { unpinned: loose }: HostView): readonly Block[] {
  if (loose.length === 0) return [];
  const items = loose.map(({ owner, guest }) => `${labelOf(document, owner)} ${approximateSize(size(guest)).text}`);
  return [{ kind: 'text', text: `Not pinned to a place on the host: ${items.join(', ')}.` }];
}

export function host(document: LayoutDocument, plan: Plan): Section | undefined {
  const view = plan.host;
  if (view === undefined) return undefined;
  const tables = [
    sideBySide(document, view),
    ...(memorySums(view).length === 0 ? [] : [hostSums(view)]),
    ...[guestSums(view)].flatMap((table) => (table === undefined ? [] : [table])),
    entryTable('The host’s E820', stageTable(plan, 'host', document.dialect)),
  ];
  const [first, ...rest] = tables.map((table): Block => ({ kind: 'table', table }));
  return {
    id: 'host',
    title: 'Host',
    blocks: [...(first === undefined ? [] : [first]), ...unpinned(document, view), ...rest],
  };
}
