/** Memory that patches marked, as the rules about marks look at it. */
import { deviceKinds } from '../../devices/index';
import type { Edit } from '../../document/edit';
import type { LayoutDocument } from '../../document/schema';
import { markingRules } from '../../qemu/marking/rules';
import type { MarkedRange, Window } from '../../qemu/machine';
import { narrow } from '../../stages/narrow';
import { formatAddress, formatRange, formatSize } from '../../base/size-text';
import { range, type Range } from '../../base/range';
import { ownerOfMark } from '../../stages/qemu/marks';
import { defaultDialect } from '../../dialects/index';
import { freeName } from '../../document/device-names';
import type { Diagnostic, Fix } from '../diagnostic';
import type { LintContext } from '../rule';
import { listed } from './naming';

const FOUR_GIB = 2n ** 32n;
/** Backends of RAM are aligned to it, and devices on them hold whole ones. */
const DEVICE_STEP = 2 ** 21;

export const marksOf = ({ startup }: LintContext): readonly MarkedRange[] =>
  startup.refusals.length > 0 ? [] : (startup.marking?.marks ?? []);

/** Nobody's boot memory: only a property of a backend can mark that. */
export const isUnused = ({ meant }: MarkedRange): boolean => meant.length === 0;

const rangeOf = (base: bigint, size: bigint): Range => range(narrow(base), narrow(base + size));
export const markedRange = ({ start, length }: MarkedRange): Range => rangeOf(start, length);
const isSame = ({ base, size }: Window, { start, length }: MarkedRange): boolean => base === start && size === length;

/** Something else than what was meant is marked, or nothing is. */
export const isMissed = (mark: MarkedRange): boolean =>
  !isUnused(mark) &&
  (mark.outcome === 'failed' || mark.meant.length !== 1 || !mark.meant.every((each) => isSame(each, mark)));

export const meantText = ({ meant }: MarkedRange): string =>
  listed(meant.map(({ base, size }) => formatRange(rangeOf(base, size))));

/** `m1, the memory of node 1` */
export const nameOfMark = ({ memdev, node }: MarkedRange): string =>
  node === undefined ? memdev : `${memdev}, the memory of node ${node}`;

/** Why the place is another one. */
function reasonOf({ startup, document }: LintContext, mark: MarkedRange): string {
  const { map, dialect } = startup;
  if (map?.moved === true) {
    return `RAM above 4 GiB begins at ${formatAddress(narrow(map.start))} here, since an AMD CPU keeps addresses below 1 TiB free, and the patch computes from 4 GiB.`;
  }
  if (mark.spans)
    return 'The node lies on both sides of the hole below 4 GiB, and the patch goes on with what is behind the node.';
  if (dialect === undefined || markingRules(dialect)?.walks !== 'blocks')
    return 'The place that the patch computes is not that of the memory.';
  if (mark.meant.some(({ base }) => base < FOUR_GIB))
    return 'The rule of this patch fits memory above 4 GiB alone, and some of this lies below.';
  const before = document.backends.findIndex(({ id }) => id === mark.memdev);
  return `The patch takes the place of ${mark.memdev} among all backends, in the order in which they are declared, for its place among the nodes; ${before} come before it there, those of DIMMs included, each rounded up to 256 KiB.`;
}

const WORKS: Readonly<Record<'moved' | 'blocks' | 'nodes', string>> = {
  moved: 'An sp-mem device, which follows the move; or less address space in use, so that RAM stays where it is.',
  blocks:
    'An sp-mem device; or backends in the order of nodes with none in front of them, whole 256 KiB each, and marked nodes wholly above 4 GiB.',
  nodes: 'An sp-mem device; or sizes by which the node begins where RAM below 4 GiB ends.',
};

function worksFor({ startup: { map, dialect } }: LintContext): string {
  if (map?.moved === true) return WORKS.moved;
  return WORKS[dialect === undefined ? 'nodes' : (markingRules(dialect)?.walks ?? 'nodes')];
}

/** What a finding about a missed mark says beside its first sentence. */
export function missedParts(
  context: LintContext,
  mark: MarkedRange,
): Pick<Diagnostic, 'where' | 'why' | 'works' | 'path' | 'range' | 'fixes'> {
  const [first] = mark.meant;
  return {
    where: `Meant: ${meantText(mark)}, ${formatSize(narrow(mark.length))}. Computed: ${formatRange(markedRange(mark))}.`,
    why: reasonOf(context, mark),
    works: worksFor(context),
    path: ownerOfMark(context, mark),
    ...(first === undefined ? {} : { range: rangeOf(first.base, first.size) }),
    fixes: deviceFix(context),
  };
}

/** What a marked node's memory is outside of `-m`, as devices of the release that has them; nothing where that does not start. */
export function deviceFix({ document, startup }: LintContext): readonly Fix[] {
  const marks = startup.marking?.marks ?? [];
  const { size = 0, maxmem = size } = document.memory;
  const bytes = marks.reduce((sum, { length }) => sum + narrow(length), 0);
  const isWhole = marks.every(
    ({ node, type, length }) =>
      node !== undefined && type === deviceKinds.find('sp-mem')?.e820Type && narrow(length) % DEVICE_STEP === 0,
  );
  if (marks.length === 0 || !isWhole || bytes >= size || document.nodes.some(({ mark }) => mark === 'reserved'))
    return [];
  const moved: LayoutDocument = { ...document, memory: { ...document.memory, size: size - bytes, maxmem } };
  return [
    {
      title: `Make ${marks.length === 1 ? 'it an sp-mem device' : 'them sp-mem devices'}`,
      edits: deviceEdits(moved, marks),
    },
  ];
}

function deviceEdits(document: LayoutDocument, marks: readonly MarkedRange[]): readonly Edit[] {
  const marked = new Map(marks.map(({ memdev, node }) => [memdev, node]));
  const nodes = document.nodes.map(({ id, cpus, initiator, memdev }) => ({
    id,
    ...(memdev === undefined || marked.has(memdev) ? {} : { memdev }),
    ...(cpus === undefined ? {} : { cpus }),
    ...(initiator === undefined ? {} : { initiator }),
  }));
  const edits: Edit[] = [
    { op: 'set', path: 'dialect', value: defaultDialect.id },
    { op: 'set', path: 'memory', value: document.memory },
    { op: 'set', path: 'nodes', value: nodes },
    ...document.backends.flatMap(({ hmem }, index): Edit[] =>
      hmem === undefined ? [] : [{ op: 'set', path: `backends.${index}.hmem`, value: undefined }],
    ),
  ];
  const devices = [...document.devices];
  for (const [memdev, node] of marked) {
    devices.push({
      kind: 'sp-mem',
      id: freeName({ ...document, devices }, 'sp'),
      memdev,
      ...(node === undefined ? {} : { node }),
    });
  }
  return [...edits, { op: 'set', path: 'devices', value: devices }];
}
