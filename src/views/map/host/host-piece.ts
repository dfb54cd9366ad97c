/** What of the host can be given to a guest. */
import type { HostPiece } from '../../../app/host-placing.svelte';
import { intersection, size, type Range } from '../../../core/base/range';
import { formatSize } from '../../../core/base/size-text';
import { regionAt } from '../../../core/space/partition';
import type { Region } from '../../../core/space/region';
import type { HostSide } from './host-side.svelte';

const GIVEN = new Set(['ram', 'soft-reserved', 'persistent']);

/** Whether a region of the host is memory that a guest can have. */
const canBeGiven = (region: Region | undefined): region is Region => region !== undefined && GIVEN.has(region.kind);

/** The piece of one region of the host that a range is, or the first one of several. */
export function pieceOf(side: HostSide, range: Range): HostPiece | undefined {
  const region = regionAt(side.view.space, range.start);
  const part = region === undefined ? undefined : intersection(region.range, range);
  if (!canBeGiven(region) || part === undefined) return undefined;
  const isWhole = part.start === region.range.start && part.end === region.range.end;
  const name = isWhole ? region.name : `${formatSize(size(part))} of ${region.name}`;
  return { range: part, kind: region.kind, name };
}
