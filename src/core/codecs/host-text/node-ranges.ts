/** Which node each range is on. */
import { RAM, SOFT_RESERVED } from '../../base/e820';
import type { HostRange } from '../../document/schema';
import type { Span } from './address';

import type { Facts } from './facts';

export interface NodePiece extends Span {
  readonly node: number;
}

/** Memory that can be bound; what is reserved is nobody's. */
const HAS_NODE = new Set([RAM, 7, 12, SOFT_RESERVED]);

/** By address, from the best text that tells nodes: SRAT, then what the kernel made of it, then its memory blocks. */
export function nodePieces({ affinity, earlyNodes, blocks }: Facts): readonly NodePiece[] {
  const placed = blocks.flatMap(({ start, end, node }) => (node === undefined ? [] : [{ start, end, node }]));
  const firm = affinity.filter(({ hotplug }) => !hotplug);
  const later = affinity.filter(({ hotplug }) => hotplug);
  const best = firm.length > 0 ? [...firm, ...later] : [...placed, ...earlyNodes, ...later];
  return best.toSorted((a, b) => a.start - b.start);
}

/** The pieces that a range has in common with sorted ones; later ones of overlapping pieces are cut. */
function within(range: Span, pieces: readonly NodePiece[]): readonly NodePiece[] {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((pieces[middle]?.start ?? Infinity) <= range.start) low = middle + 1;
    else high = middle;
  }
  const found: NodePiece[] = [];
  let at = range.start;
  for (let index = Math.max(0, low - 1); index < pieces.length; index += 1) {
    const piece = pieces[index];
    if (piece === undefined || piece.start >= range.end) break;
    const start = Math.max(piece.start, at);
    const end = Math.min(piece.end, range.end);
    if (start >= end) continue;
    found.push({ start, end, node: piece.node });
    at = end;
  }
  return found;
}

/**
 * Ranges with their nodes. Usable memory that lies on several nodes is cut where they meet: touching usable entries are one to Linux
 * (e820__update_table), so that the table can be had back. Other types are never cut; one that spans nodes has none.
 */
export function onNodes(ranges: readonly HostRange[], pieces: readonly NodePiece[]): readonly HostRange[] {
  if (pieces.length === 0) return ranges;
  return ranges.flatMap((range) => {
    if (range.node !== undefined || !HAS_NODE.has(range.type)) return [range];
    const span = { start: range.start, end: range.start + range.size };
    const found = within(span, pieces);
    const nodes = new Set(found.map(({ node }) => node));
    const [only] = nodes;
    if (only === undefined) return [range];
    if (nodes.size === 1 && (covers(found, span) || range.type === RAM)) return [{ ...range, node: only }];
    return range.type === RAM ? cut(range, span, found) : [range];
  });
}

const covers = (pieces: readonly NodePiece[], { start, end }: Span): boolean =>
  pieces.reduce((sum, piece) => sum + piece.end - piece.start, 0) === end - start;

/** One range for each stretch on a node; a stretch that no text speaks of goes with the one before it. */
function cut(range: HostRange, { start, end }: Span, pieces: readonly NodePiece[]): readonly HostRange[] {
  const stretches: { start: number; node: number }[] = [];
  for (const piece of pieces) {
    if (stretches.at(-1)?.node === piece.node) continue;
    stretches.push({ start: stretches.length === 0 ? start : piece.start, node: piece.node });
  }
  return stretches.map(({ start: from, node }, index) => ({
    ...range,
    start: from,
    size: (stretches[index + 1]?.start ?? end) - from,
    node,
  }));
}
