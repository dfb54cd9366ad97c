import { size } from '../../base/range';
import { formatSize } from '../../base/size-text';
import type { LintRule } from '../rule';
import { listed } from './naming';
import { namesOf, softReserved } from './specific-purpose';

/** What happens to SPM when the guest is migrated: told once a layout, since nothing in the layout can change it. */
export const spmMigration: LintRule = {
  id: 'qemu/spm-not-migrated',
  pages: [
    {
      code: 'qemu/spm-not-migrated',
      severity: 'info',
      title: 'Migration leaves SPM behind',
      what: 'QEMU migrates the guest to the end, and the contents of its sp-mem devices are not in the stream.',
      why: 'Measured with QEMU 11.1.3: 4 GiB are sent for a guest with 4 GiB of RAM and 1 GiB of SPM, and 5 GiB with a DIMM in its place. Neither side says a word, and the guest goes on with empty memory. With a passed-through GPU the device itself decides whether migration is allowed at all.',
      works: 'Drain the memory before migrating, or do not migrate such guests.',
      sources: [{ project: 'qemu', version: '11.1.3', place: 'hw/mem/sp-mem.c, recorded migration' }],
    },
  ],
  check(context) {
    const entries = softReserved(context);
    const [first] = entries;
    if (first === undefined) return [];
    const bytes = entries.reduce((sum, { range }) => sum + size(range), 0);
    return [
      {
        code: 'qemu/spm-not-migrated',
        severity: 'info',
        what: `Migration is allowed, and the contents of ${namesOf(context, entries)} are not sent: ${formatSize(bytes)} arrive empty.`,
        where: `${listed(entries.map(({ cause }) => cause))}.`,
        why: 'The sp-mem device of QEMU 11.1 has no rule against migration and its memory is not in the stream; neither side complains.',
        works: 'Drain the memory first, or keep the guest where it is.',
        path: first.owner ?? 'devices',
        range: first.range,
      },
    ];
  },
};
