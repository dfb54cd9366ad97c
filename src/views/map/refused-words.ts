/** The words around the columns of a refused layout: what made a term, what a fix changes, and how much room it leaves. */
import { formatAddress, formatSize } from '../../core/base/size-text';
import type { LayoutDocument } from '../../core/document/schema';
import type { FoundFix } from '../../core/fix/found-fix';
import { shortSize } from '../../draw/boxes';
import { amountText, endOf, type Stack, type StackAxis, type StackPiece } from '../../draw/sum';
import type { StackChange } from '../../draw/sum-changes';
import type { RefusedPicture } from './refused-picture';

type Unit = StackAxis['unit'];

/** As a command line spells it: `32G`. */
const spelled = (bytes: number): string => formatSize(bytes).replace(/[ ,iB]|bytes?/g, '');

const ram = ({ memory }: LayoutDocument): string =>
  memory.size === undefined ? 'the boot RAM' : `-m ${spelled(memory.size)}`;

/** What a term of the sum is made of, by the setting that makes it. */
const CAUSES: Readonly<Record<string, (document: LayoutDocument) => string>> = {
  'machine.type': ({ machine }) => machine.type,
  'cpu.model': ({ cpu }) => `AMD: ${cpu.model ?? 'default CPU'}`,
  'memory.size': (document) => (document.memory.size === undefined ? '-m, default' : ram(document)),
  'memory.maxmem': (document) =>
    `maxmem ${document.memory.maxmem === undefined ? '' : spelled(document.memory.maxmem)} less ${ram(document)}`,
  'memory.slots': ({ memory }) => `${memory.slots ?? 0} ${memory.slots === 1 ? 'slot' : 'slots'}, 1 GiB each`,
  'machine.cxl': () => 'cxl=on',
  'machine.pciHole64Size': ({ machine }) =>
    machine.pciHole64Size === undefined ? `${machine.type} default` : 'pci-hole64-size',
};

/** The line below a piece's name, which leads to its setting. */
export function causeOf(piece: StackPiece, kind: RefusedPicture['kind'], document: LayoutDocument): string {
  if (kind === 'sum') return CAUSES[piece.path ?? '']?.(document) ?? piece.path ?? '';
  return kind === 'window' ? `from ${formatAddress(piece.end - piece.size)}` : '';
}

/** `phys-bits 37`: what stands above a column. */
export function headOf({ changes, title }: FoundFix): string {
  const [first, ...others] = changes;
  if (first === undefined) return title;
  const head = `${first.label.replace(/^the /, '')} ${first.after ?? 'default'}`;
  return others.length === 0 ? head : `${head}, ${others.length} more`;
}

/** The consequence that the heading does not say: `limit 128 GiB`, `window 18 GiB`, `10 GiB less`. */
export function subOf(
  kind: RefusedPicture['kind'],
  before: Stack,
  after: Stack,
  changes: readonly StackChange[],
  head: string,
): string {
  const isSameLimit = after.limit - after.start === before.limit - before.start;
  if (kind === 'window' && !isSameLimit) return `window ${shortSize(endOf(after) - after.start)}`;
  if (kind !== 'window' && !isSameLimit) return `limit ${shortSize(after.limit)}`;
  const [change] = changes;
  if (change === undefined) return '';
  const was = before.pieces.find(({ key }) => key === change.piece.key)?.size ?? 0;
  const now = change.isGone ? 0 : change.piece.size;
  if (was === now) return `${change.text.startsWith('−') ? 'lower' : 'higher'} than before`;
  return head.endsWith(formatSize(now))
    ? `${shortSize(Math.abs(was - now))} ${now < was ? 'less' : 'more'}`
    : `${change.piece.label} ${shortSize(now)}`;
}

/** `ends at 74, 54 spare`. */
export function endText(stack: Stack, kind: RefusedPicture['kind'], unit: Unit): string {
  const amount = (bytes: number): string => amountText(bytes, unit);
  if (kind === 'window') {
    const free = stack.pieces.reduce((sum, piece) => sum + (piece.kind === 'device-memory-window' ? piece.size : 0), 0);
    return free === 0 ? 'window full' : `${shortSize(free)} free`;
  }
  const end = endOf(stack);
  const spare = stack.limit - end;
  const verb = kind === 'sum' ? 'ends at' : 'uses';
  return `${verb} ${amount(end)}, ${spare <= 0 ? 'full' : `${amount(spare)} spare`}`;
}

/** What the columns show, in one line for those who do not see them. */
export const spokenColumn = (stack: Stack): string =>
  stack.pieces.map(({ label, size }) => `${label} ${formatSize(size)}`).join(', ');
