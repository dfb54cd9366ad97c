/** Boot memory that a patch marked, as it is drawn and explained. */
import { formatAddress, formatSize } from '../../base/size-text';
import { dialectOf } from '../../dialects/index';
import { markingRules } from '../../qemu/marking/rules';
import type { MarkedRange } from '../../qemu/machine';
import type { Citation, DocPath, Provenance, ReasonStep } from '../../space/region';
import { narrow } from '../narrow';
import type { StageContext } from '../stage';

const versionOf = ({ document }: StageContext): number => dialectOf(document.dialect).patch?.version ?? 0;

export const patchCitation = (context: StageContext): Citation => ({
  project: 'qemu',
  version: `patch v${versionOf(context)}`,
  place: 'hw/i386/pc.c, pc_memory_init, as posted on qemu-devel and not merged',
});

/** The node, or for the first version the backend, that carries the mark. */
export function ownerOfMark(
  { document }: StageContext,
  { node, memdev }: Pick<MarkedRange, 'node' | 'memdev'>,
): DocPath {
  const backend = document.backends.findIndex(({ id }) => id === memdev);
  const index = document.nodes.findIndex(({ id }) => id === node);
  return index < 0 || document.backends[backend]?.hmem === true ? `backends.${backend}` : `nodes.${index}`;
}

const at = (address: bigint): string => formatAddress(narrow(address));
const bytes = (size: bigint): string => formatSize(narrow(size));

/** How the place came about, right or wrong. */
function placeStep(context: StageContext, mark: MarkedRange): ReasonStep {
  const { map, numa } = context.startup;
  const version = versionOf(context);
  const path = ownerOfMark(context, mark);
  const below = map?.below ?? 0n;
  if (markingRules(dialectOf(context.document.dialect))?.walks === 'blocks') {
    const offset = BigInt.asUintN(64, mark.start + below - 0x1_0000_0000n);
    return {
      text: `Version ${version} of the patch takes the place of ${mark.memdev} among all backends, ${at(offset)}, for one in guest memory: that, and 4 GiB less the ${bytes(below)} below it, is ${at(mark.start)}.`,
      path,
    };
  }
  const before = (numa?.nodes ?? []).reduce((sum, { id, size }) => (id < (mark.node ?? 0) ? sum + size : sum), 0n);
  const first = `${bytes(before)} of boot memory come before node ${mark.node ?? 0}`;
  const rule = `version ${version} of the patch`;
  if (before + mark.length <= below)
    return { text: `${first}, and all of it lies below 4 GiB: ${rule} takes ${at(mark.start)}.`, path };
  const reason = mark.spans
    ? 'the node lies on both sides of the hole, and what is taken is behind it'
    : 'as if RAM above 4 GiB always began at 4 GiB';
  return { text: `${first}; ${rule} computes ${at(mark.start)} from that: ${reason}.`, path };
}

const STEPS: Readonly<Record<MarkedRange['outcome'], string>> = {
  appended: 'It appends an entry and leaves the RAM entry as it is, so that both say something of the same addresses.',
  carved:
    'It takes the entry that holds the range out of the table and appends its pieces at the end, the range with its new type.',
  failed: 'No RAM entry holds that range, so QEMU prints a warning and leaves the table as it is.',
  refused: 'QEMU refuses that.',
};

export const markOf = (
  { startup }: StageContext,
  mark: Pick<MarkedRange, 'memdev' | 'type'> | undefined,
): MarkedRange | undefined => startup.marking?.marks.find(({ memdev }) => memdev === mark?.memdev);

/** Why an entry, or a piece of memory, is what it is. */
export const whyMarked = (context: StageContext, mark: MarkedRange): Provenance => ({
  rule: `marking/${mark.outcome}`,
  steps: [placeStep(context, mark), { text: STEPS[mark.outcome] }],
  cite: patchCitation(context),
});
