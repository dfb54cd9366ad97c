/** The table that Linux prints first, and the one that it ends with: the third and fourth boot stage. */
import { kernels } from '../boot/kernels';
import type { LinuxEntry, LinuxView } from '../linux/view';
import { sentenceOfGroup, type Reason } from './differences';
import type { Stage, StageContext } from './stage';
import { tableSnapshot, type TableStage } from './table-snapshot';

/** The kernel gives a reason with each entry; what went left none, and the stage says why that can be. */
const reasonOf =
  (author: string, gone: string): Reason =>
  (_found, group) =>
    sentenceOfGroup(group, author, gone);

/** One of the kernel's tables as a stage. */
function linuxStage(
  id: string,
  title: string,
  gone: string,
  tableOf: (linux: LinuxView) => readonly LinuxEntry[],
): Stage {
  return {
    id,
    title,
    appliesTo: ({ linux }: StageContext) => linux !== undefined,
    run(before, { linux }) {
      if (before === undefined || linux === undefined) throw new Error('a kernel has nothing to start from');
      const author = kernels.find(linux.kernel)?.title ?? linux.kernel;
      const rows = tableOf(linux);
      const stage: TableStage = {
        id,
        title,
        author,
        rows,
        sure: linux.sure,
        caveats: linux.caveats,
        reason: reasonOf(author, gone),
      };
      return tableSnapshot(before, stage);
    },
  };
}

export const linuxBios = linuxStage(
  'linux-bios',
  'BIOS-e820',
  'The kernel sorts the table, drops entries without a byte and leaves out what no entry covers.',
  ({ bios }) => bios,
);
export const linuxFinal = linuxStage(
  'linux',
  'Linux',
  'The kernel takes it out of its own table: large MMIO descriptors of a UEFI map, or what its parameters remove.',
  ({ final }) => final,
);
