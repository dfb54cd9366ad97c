/** What the rules about host memory have in common: the backends with a problem, and the ways out. */
import { RAM, SOFT_RESERVED } from '../../base/e820';
import { size as sizeOf, type Range } from '../../base/range';
import { formatAddress } from '../../base/size-text';
import { unbindHostEdits } from '../../document/host-edits';
import type { Backend, LayoutDocument } from '../../document/schema';

import type { BackingProblem, HostView, Ribbon } from '../../host/view';
import type { DocPath } from '../../space/region';
import type { Fix } from '../diagnostic';
import type { LintContext } from '../rule';
import { MOST_FINDINGS, nameOf } from './naming';
import { plugStepAt } from '../../document/plugs';

/** A backend of the layout with the ribbons that end in its memory. */
export interface Backing {
  readonly path: DocPath;
  readonly backend: Backend;
  /** The guest entity: `devices.0`, `nodes.0`, `memory.size`. */
  readonly owner: DocPath;
  /** As `nameOf` has it. */
  readonly name: string;
  readonly ribbons: readonly Ribbon[];
}

export const backendAt = (document: LayoutDocument, path: DocPath): Backend | undefined =>
  path.startsWith('events.') ? plugStepAt(document, path)?.backend : document.backends[Number(path.split('.')[1])];

/** Backends that have a problem on any of their ribbons, each once, as many as findings are told. */
export function backingsWith({ document, plan }: LintContext, problem: BackingProblem): readonly Backing[] {
  const ribbons = plan.host?.ribbons ?? [];
  const troubled = new Set(ribbons.filter(({ problems }) => problems.includes(problem)).map(({ backend }) => backend));
  return [...troubled].slice(0, MOST_FINDINGS).flatMap((path): Backing[] => {
    const own = ribbons.filter((ribbon) => ribbon.backend === path);
    const backend = backendAt(document, path);
    const owner = own[0]?.owner;
    return backend === undefined || owner === undefined
      ? []
      : [{ path, backend, owner, name: nameOf(document, owner), ribbons: own }];
  });
}

/** From the first to the last byte of guest memory that the ribbons tell of. */
export function guestSpan(ribbons: readonly Ribbon[]): Range | undefined {
  const [first] = ribbons;
  if (first === undefined) return undefined;
  return ribbons.reduce(
    (span, { guest }) => ({
      start: guest.start < span.start ? guest.start : span.start,
      end: guest.end > span.end ? guest.end : span.end,
    }),
    first.guest,
  );
}

/** What a piece of the host is called: `HBM 2`. */
export const hostName = (host: HostView | undefined, path: DocPath | undefined): string =>
  host?.space.regions.find(({ owner }) => owner !== undefined && owner === path)?.name ?? 'nothing';

type FreePiece = HostView['free'][number];

/** Free host memory that is long enough for a backend, of its own kind if there is any. */
function roomFor({ plan }: LintContext, { backend, owner }: Backing, isGood: (piece: FreePiece) => boolean) {
  const isSpecial = plan.snapshots[0]?.spaces.cpu.regions.some(
    (region) => region.owner === owner && region.kind === 'soft-reserved',
  );
  const fits = (plan.host?.free ?? []).filter((piece) => sizeOf(piece.range) >= backend.size && isGood(piece));
  const wanted = isSpecial === true ? SOFT_RESERVED : RAM;
  return fits.find(({ type }) => type === wanted) ?? fits[0];
}

/** Gives the backend free host memory in one piece instead, if there is any that will do. */
export function moveFixes(
  context: LintContext,
  backing: Backing,
  isGood: (piece: FreePiece) => boolean = () => true,
): readonly Fix[] {
  const room = roomFor(context, backing, isGood);
  if (room === undefined) return [];
  const { start } = room.range;
  return [
    {
      title: `Take ${hostName(context.plan.host, room.path)} at ${formatAddress(start)} for ${backing.backend.id}`,
      edits: [{ op: 'set', path: `${backing.path}.host`, value: [{ start, size: backing.backend.size }] }],
    },
  ];
}

/** Leaves it to the host where the backend's memory comes from. */
export const unpinFix = ({ document }: LintContext, path: DocPath, id: string): Fix => ({
  title: `Leave the place of ${id} to the host`,
  edits: unbindHostEdits(document, path),
});
