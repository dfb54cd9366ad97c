/** Whether a range has got another node, another backend, or other memory of the host. */
import type { Backend } from '../document/schema';
import type { ThingPair } from './match-ranges';
import type { Thing } from './things';
import { pieces } from './words';

export interface Rebinding {
  readonly before: string;
  readonly after: string;
  /** Short enough for a ribbon: `now on node 2`. */
  readonly words: string;
}

/** Which backends either layout has. */
interface BackendsOf {
  had(id: string): boolean;
  has(id: string): boolean;
}

/** Undefined: its bytes come from where they came from. A backend that has got another name and nothing else is the same one. */
export function rebinding({ before, after }: ThingPair, backends: BackendsOf): Rebinding | undefined {
  const [was, is] = [before.region.node ?? 0, after.region.node ?? 0];
  const node = was !== is;
  const backend = isOtherBackend(before, after, backends);
  const host = isOtherMemory(before.backend, after.backend);
  if (!node && !backend && !host) return undefined;
  const words = node ? `now on node ${is}` : backend ? `now of ${nameOf(after)}` : 'other host memory';
  const told = (thing: Thing, on: number): string =>
    [
      ...(node ? [`node ${on}`] : []),
      ...(backend ? [nameOf(thing)] : []),
      ...(host ? [pieces(thing.backend?.host ?? [])] : []),
    ].join(', ');
  return { before: told(before, was), after: told(after, is), words };
}

/** Of the same name, a backend of another type or file. */
const nameOf = ({ memdev = 'QEMU’s own backend', backend }: Thing): string =>
  backend === undefined || backend.type === 'ram' ? memdev : `${memdev} (${backend.path ?? backend.type})`;

/** RAM without a backend of its own is of a plain one that QEMU makes. */
const PLAIN: Pick<Backend, 'type'> & { readonly path?: string } = { type: 'ram' };

function isOtherBackend(before: Thing, after: Thing, { had, has }: BackendsOf): boolean {
  const [was, is] = [before.backend ?? PLAIN, after.backend ?? PLAIN];
  if (was.type !== is.type || was.path !== is.path) return true;
  const [old, fresh] = [before.memdev, after.memdev];
  if (old === fresh) return false;
  const isRenamed = (old === undefined || !has(old)) && (fresh === undefined || !had(fresh));
  return !isRenamed;
}

/** The bytes that both have lie elsewhere in the host; more or fewer at the end is another size. */
function isOtherMemory(before: Backend | undefined, after: Backend | undefined): boolean {
  const [was, is] = [joined(before?.host ?? []), joined(after?.host ?? [])];
  if (was.length === 0 || is.length === 0) return was.length !== is.length;
  for (let index = 0; index < Math.min(was.length, is.length); index += 1) {
    const [old, fresh] = [was[index], is[index]];
    if (old?.start !== fresh?.start) return true;
    const isLast = index === was.length - 1 || index === is.length - 1;
    if (!isLast && old?.size !== fresh?.size) return true;
  }
  return endsEarly(was, is) || endsEarly(is, was);
}

type Pieces = readonly { readonly start: number; readonly size: number }[];

/** Where one goes on in another piece, the other has to have the bytes before it. */
function endsEarly(pieces: Pieces, other: Pieces): boolean {
  const last = pieces.length - 1;
  return other.length > pieces.length && (pieces[last]?.size ?? 0) > (other[last]?.size ?? 0);
}

/** Pieces that go on where the one before ends are one. */
function joined(pieces: Pieces): Pieces {
  const out: { start: number; size: number }[] = [];
  for (const { start, size } of pieces) {
    const last = out.at(-1);
    if (last !== undefined && last.start + last.size === start) last.size += size;
    else out.push({ start, size });
  }
  return out;
}
