/** What stands at stake where QEMU refuses a layout, as columns: the sum against the CPU's bits, the window by address, or its budget. */
import type { RefusedDevice } from '../../app/refused-device';
import { deviceKinds } from '../../core/devices/index';
import { formatAddress } from '../../core/base/size-text';
import type { FixOutcome, WindowOutcome } from '../../core/fix/found-fix';
import type { Plan } from '../../core/plan/plan';
import { piecesWithin } from '../../core/space/pieces-within';
import type { DocPath } from '../../core/space/region';
import { shortSize } from '../../draw/boxes';
import { budgetStack, endOf, sumStack, windowStack, type Stack } from '../../draw/sum';

/** The device that finds no place, at the place where it would go. */
export interface Ghost {
  readonly path: DocPath;
  readonly name: string;
  readonly size: number;
  readonly start: number;
  readonly end: number;
  /** Why not there: `largest free piece 512 MiB`. */
  readonly why: string;
}

export interface RefusedPicture {
  /** Which numbers stand on the axis. */
  readonly kind: 'sum' | 'window' | 'budget';
  readonly main: Stack;
  readonly ghost?: Ghost;
  /** The same column with a fix carried out; undefined where the fix cannot show it. */
  columnOf(after: FixOutcome): Stack | undefined;
}

const windowOf = ({ window, snapshots }: Plan): WindowOutcome | undefined =>
  window === undefined
    ? undefined
    : {
        range: window.range,
        budget: window.budget,
        pieces: piecesWithin(snapshots[0]?.spaces.cpu.regions ?? [], window.range),
      };

/** Where the device would go, and why not there, by the code of the refusal. */
const GHOSTS: Readonly<
  Record<string, (device: RefusedDevice, window: Stack) => Pick<Ghost, 'start' | 'why'> | undefined>
> = {
  'device/fragmented': (_device, { pieces }) => {
    const [largest] = pieces
      .filter(({ kind }) => kind === 'device-memory-window')
      .toSorted((a, b) => b.size - a.size || a.end - b.end);
    return largest === undefined
      ? undefined
      : { start: largest.end - largest.size, why: `the largest free piece has ${shortSize(largest.size)}` };
  },
  'device/address-conflict': ({ asked, size }, { pieces }) => {
    if (asked === undefined) return undefined;
    const other = pieces.find(
      (piece) => piece.path !== undefined && piece.end > asked && piece.end - piece.size < asked + size,
    );
    return { start: asked, why: other === undefined ? 'taken' : `${other.label} is there` };
  },
  'device/address-unaligned': ({ asked }) =>
    asked === undefined ? undefined : { start: asked, why: `${formatAddress(asked)} is not aligned` },
  'device/outside-window': ({ asked }) =>
    asked === undefined ? undefined : { start: asked, why: `${formatAddress(asked)} is outside the window` },
};

/** Undefined where the refusal is about nothing that has a size. */
export function refusedPicture(plan: Plan, device: RefusedDevice | undefined): RefusedPicture | undefined {
  const { verdict, limit } = plan;
  if (verdict.code === 'machine/phys-bits-too-low' && verdict.sum.length > 0) {
    return { kind: 'sum', main: sumStack(verdict.sum, limit), columnOf: (after) => sumStack(after.sum, after.limit) };
  }
  const window = windowOf(plan);
  if (window === undefined || device === undefined) return undefined;
  if (verdict.code === 'device/not-enough-space') {
    return {
      kind: 'budget',
      main: withDevice(budgetStack(window), device),
      columnOf: (after) => (after.window === undefined ? undefined : budgetStack(after.window)),
    };
  }
  const main = windowStack(window);
  const place = GHOSTS[verdict.code ?? '']?.(device, main);
  if (place === undefined) return undefined;
  const { path, name, size } = device;
  return {
    kind: 'window',
    main,
    ghost: { path, name, size, ...place, end: place.start + size },
    columnOf: (after) => (after.window === undefined ? undefined : windowStack(after.window)),
  };
}

/** The device behind those that have a place. */
function withDevice(stack: Stack, { path, name, kind, size }: RefusedDevice): Stack {
  const look = deviceKinds.find(kind)?.region ?? 'unknown';
  const piece = { key: path, label: name, kind: look, size, end: endOf(stack) + size, path };
  return { ...stack, pieces: [...stack.pieces, piece] };
}
