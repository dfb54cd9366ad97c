import { overlaps, range as rangeOf, size as sizeOf, type Range } from '../core/base/range';
import { formatAddress, formatSize } from '../core/base/size-text';
import { valueAt, type Edit } from '../core/document/edit';
import {
  backendPathOf,
  bindHostEdits,
  hostClaims,
  hostDeviceEdits,
  unbindHostEdits,
  type HostDeviceKind,
} from '../core/document/host-edits';
import type { LayoutDocument } from '../core/document/schema';
import type { DocPath, Region, RegionKind } from '../core/space/region';
import type { DocumentHistory } from './history.svelte';
import { regionsOf } from './plan-regions';
import type { PlanState } from './plans.svelte';
import type { Placing } from './placing.svelte';
import type { Selection } from './selection.svelte';

export type { HostDeviceKind } from '../core/document/host-edits';

/** Host memory that is being given to the guest: a whole range, or a part of one. */
export interface HostPiece {
  readonly range: Range;
  readonly kind: RegionKind;
  readonly name: string;
}

/** Guest memory that host memory can stand behind. */
export interface GuestMemory {
  readonly owner: DocPath;
  readonly name: string;
  /** Of all of it, in bytes. */
  readonly size: number;
  readonly isBacked: boolean;
}

/** What would come of giving a piece to guest memory. */
export interface Outcome {
  readonly edits: readonly Edit[];
  /** The part of the piece that it would take. */
  readonly host: Range;
  /** It works, or it is an error of the layout, which may be what one wants to see. */
  readonly works: boolean;
  readonly lines: readonly string[];
}

export interface HostPlacingParts {
  readonly history: DocumentHistory;
  readonly plans: PlanState;
  readonly selection: Selection;
  readonly placing: Placing;
}

/** What guest memory can be made of host memory, as it is called and drawn. */
const HOST_DEVICES: readonly { readonly id: HostDeviceKind; readonly title: string }[] = [
  { id: 'sp-mem', title: 'an SPM device' },
  { id: 'pc-dimm', title: 'a DIMM' },
  { id: 'ram', title: 'RAM' },
];

const REGION_KINDS: Readonly<Record<HostDeviceKind, RegionKind>> = {
  'sp-mem': 'soft-reserved',
  'pc-dimm': 'dimm',
  ram: 'ram',
};

const BACKED: ReadonlySet<RegionKind> = new Set(['ram', 'dimm', 'virtio-mem', 'soft-reserved', 'persistent']);

const isGuestMemory = ({ kind, owner }: Region): boolean => BACKED.has(kind) && owner !== undefined;

/** Giving host memory to the guest: behind what is there, or as something new. Each deed is one undo step. */
export class HostPlacing {
  readonly devices = HOST_DEVICES;
  readonly #parts: HostPlacingParts;

  constructor(parts: HostPlacingParts) {
    this.#parts = parts;
  }

  /** Whether host memory can stand behind what lies there. */
  canBack(region: Region): boolean {
    return isGuestMemory(region);
  }

  /** All guest memory that has a backend, what nothing stands behind yet first, and of that what is as large as the piece. */
  candidates(piece: HostPiece): readonly GuestMemory[] {
    const { history, plans } = this.#parts;
    const { current } = history;
    const owners = new Map<DocPath, GuestMemory>();
    for (const region of regionsOf(plans.current)) {
      const { owner, name, range } = region;
      if (owner === undefined || !isGuestMemory(region)) continue;
      const backend = backendPathOf(current, owner);
      if (backend === undefined) continue;
      const before = owners.get(owner);
      const isBacked = valueAt(current, `${backend}.host`) !== undefined;
      owners.set(owner, { owner, name: before?.name ?? name, size: (before?.size ?? 0) + sizeOf(range), isBacked });
    }
    const rank = ({ isBacked, size }: GuestMemory): number =>
      (isBacked ? 2 : 0) + (size === sizeOf(piece.range) ? 0 : 1);
    return [...owners.values()].sort((a, b) => rank(a) - rank(b));
  }

  /** What would come of putting a piece behind the guest memory of an owner; undefined where it has no backend of its own. */
  outcome(
    piece: HostPiece,
    guest: Pick<GuestMemory, 'owner' | 'name'> & { readonly range: Range },
  ): Outcome | undefined {
    const { current } = this.#parts.history;
    const path = backendPathOf(current, guest.owner);
    if (path === undefined) return undefined;
    const edits = bindHostEdits(current, path, piece.range);
    const host = boundRange(edits) ?? piece.range;
    const wanted = backendSize(current, path);
    const short = wanted - sizeOf(host);
    const other = hostClaims(current).find(({ backend, range }) => backend !== path && overlaps(range, host));
    const offset = Math.abs(host.start - guest.range.start);
    const problem =
      short > 0
        ? `${formatSize(short)} too short for ${guest.name}`
        : other === undefined
          ? undefined
          : `shared: ${nameOfBackend(current, other.backend)} has some of it already`;
    return {
      ...{ edits, host, works: problem === undefined },
      lines: [
        `Back ${guest.name} with ${piece.name}`,
        problem ?? `guest ${host.start < guest.range.start ? '−' : '+'} ${formatSize(offset)}`,
        ...(problem === undefined && offset > 0 ? [formatAddress(offset)] : []),
      ],
    };
  }

  /** Puts a piece behind guest memory. */
  back(piece: HostPiece, guest: Pick<GuestMemory, 'owner' | 'name'>): void {
    const { history, selection, placing } = this.#parts;
    const path = backendPathOf(history.current, guest.owner);
    if (path === undefined) return;
    if (!history.commit(bindHostEdits(history.current, path, piece.range)).ok) return;
    history.endMerge();
    selection.select({ path: guest.owner });
    placing.announce(`${piece.name} backs ${guest.name}.`);
  }

  /** Leaves it to the host again what stands behind a backend. */
  unbind(backend: DocPath, name: string): void {
    const { history, placing } = this.#parts;
    if (!history.commit(unbindHostEdits(history.current, backend)).ok) return;
    history.endMerge();
    placing.announce(`${name} is no longer pinned to host memory.`);
  }

  /** Makes guest memory of a piece, where QEMU puts it. */
  make(piece: HostPiece, kind: HostDeviceKind): void {
    const { history, selection, placing } = this.#parts;
    const { current } = history;
    if (!history.commit(this.#edits(piece, kind)).ok) return;
    history.endMerge();
    const path = lastOf(kind, history.current);
    selection.select({ path });
    const device = history.current.devices.at(-1);
    const name = kind === 'ram' ? 'RAM' : (device?.id ?? path);
    if (history.current !== current) placing.announce(`${name} was made of ${piece.name}.`);
  }

  /**
   * Makes a device of a piece and holds it, to be placed by hand.
   *
   * @param at the guest's address under the pointer; without it the device is where QEMU puts it until a key moves it
   */
  hold(piece: HostPiece, kind: Exclude<HostDeviceKind, 'ram'>, at?: number): void {
    const edits = this.#edits(piece, kind);
    const path = `devices.${this.#parts.history.current.devices.length}`;
    this.#parts.placing.beginMade({ edits, path, kind: REGION_KINDS[kind] }, at);
  }

  #edits(piece: HostPiece, kind: HostDeviceKind): readonly Edit[] {
    const { history, plans } = this.#parts;
    const window = plans.current?.window?.range;
    return hostDeviceEdits(history.current, kind, piece.range, window === undefined ? {} : { window });
  }
}

const backendSize = (document: LayoutDocument, path: DocPath): number => {
  const size = valueAt(document, `${path}.size`);
  return typeof size === 'number' ? size : 0;
};

function nameOfBackend(document: LayoutDocument, path: DocPath): string {
  const id = valueAt(document, `${path}.id`);
  return typeof id === 'string' ? id : path;
}

/** The host memory that edits put behind a backend, where it is one piece. */
function boundRange(edits: readonly Edit[]): Range | undefined {
  const [edit] = edits;
  const value = edit?.op === 'set' ? edit.value : undefined;
  const pieces = Array.isArray(value) ? (value as readonly { readonly start: number; readonly size: number }[]) : [];
  const [first] = pieces;
  return first === undefined ? undefined : rangeOf(first.start, first.start + first.size);
}

const lastOf = (kind: HostDeviceKind, { devices, nodes }: LayoutDocument): DocPath =>
  kind === 'ram' ? `nodes.${nodes.length - 1}` : `devices.${devices.length - 1}`;
