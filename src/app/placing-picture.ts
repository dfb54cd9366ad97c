/** What there is to see and to hear of a placement under way. */
import type { Range } from '../core/base/range';
import type { Result } from '../core/base/result';
import { formatSize } from '../core/base/size-text';
import { canHaveAddress } from '../core/document/extent';
import type { Diagnostic } from '../core/lint/diagnostic';
import type { Plan } from '../core/plan/plan';
import type { DocPath, RegionKind } from '../core/space/region';
import { regionOf, type Handle } from './handles';
import { placeText, type Session } from './placing-session';
import { movedTo, resizedTo } from './snapping';

/** What the map draws of a placement under way. */
export interface PlacingPicture {
  /** The place in the document of what is held; regions have it as their owner. */
  readonly path: DocPath;
  readonly handle: Handle;
  readonly isNew: boolean;
  /** Where it would lie now. */
  readonly range: Range;
  /** Where it lay: a ghost with a dashed edge. */
  readonly from?: Range;
  readonly kind: RegionKind;
  readonly name: string;
  readonly state: 'works' | 'refused' | 'checking';
  /** QEMU's own sentence. */
  readonly message?: string;
  /** A second ghost: the nearest place that works. */
  readonly nearest?: Range;
  /** What would work, where no place nearby does. */
  readonly works?: string;
  /** Let go at a refused place, which waits for `accept` or `cancel`. */
  readonly dropped: boolean;
  /** The step in force: `1 GiB`. */
  readonly snap: string;
  /** `0x3080000000, 128 GiB, QEMU starts`. */
  readonly readout: string;
}

/** What is known by now. */
export interface Known {
  readonly plan: Plan | undefined;
  /** The plan is that of the layout as it is. */
  readonly isSettled: boolean;
  /** The next plan is long in coming. */
  readonly isLate: boolean;
  /** The planner's answer about a refused place of this session. */
  readonly nearest: Result<number, Diagnostic> | undefined;
  /** The step in force, in bytes. */
  readonly unit: number;
}

const VERDICTS = { works: ', QEMU starts', refused: ', QEMU will not start', checking: '' } as const;

export function pictureOf(session: Session, known: Known): PlacingPicture {
  const { plan, isSettled, isLate, unit } = known;
  const starts = plan?.verdict.starts === true;
  const state = plan === undefined || isLate ? 'checking' : starts ? 'works' : 'refused';
  // A device lies where QEMU puts it; the RAM below 4 GiB is no part of the piece that is held.
  const isPlaced = isSettled && starts && canHaveAddress(session.after, session.path);
  const range = (isPlaced ? regionOf(plan, session.path)?.range : undefined) ?? session.wanted;
  const nearest = state === 'refused' ? nearestOf(session, known) : undefined;
  return {
    path: session.path,
    handle: session.grip.handle,
    isNew: session.from === undefined,
    range,
    kind: session.kind,
    name: session.name,
    state,
    dropped: session.isDropped,
    snap: formatSize(unit),
    readout: `${placeText(session, range)}${VERDICTS[state]}`,
    ...(session.from === undefined ? {} : { from: session.from }),
    ...(state === 'refused' && plan?.verdict.error !== undefined ? { message: plan.verdict.error } : {}),
    ...(nearest === undefined ? {} : { nearest }),
    ...(state === 'refused' && known.nearest?.ok === false ? { works: known.nearest.error.works } : {}),
  };
}

/** Where it would lie at the nearest place that works. */
export function nearestOf({ grip }: Session, { nearest }: Known): Range | undefined {
  if (nearest?.ok !== true) return undefined;
  return grip.handle === 'body' ? movedTo(grip.first, nearest.value) : resizedTo(grip, nearest.value);
}

/** The readout with what QEMU says and what would work, for those who listen. */
export function spoken(session: Session, picture: PlacingPicture): string {
  const { readout, message, nearest, works } = picture;
  const near = nearest === undefined ? undefined : `Nearest that works: ${placeText(session, nearest)}`;
  return [readout, message, near, works?.replace(/\.$/, '')]
    .filter((part) => part !== undefined)
    .map((part) => `${part}.`)
    .join(' ');
}

export const help = (name: string, unit: number): string =>
  `${name} is held: up and down move it by ${formatSize(unit)}, left and right resize it, with Shift by 1 GiB; Enter drops it, Escape takes it back.`;
