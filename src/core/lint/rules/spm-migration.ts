import { size } from '../../base/range';
import { formatSize } from '../../base/size-text';
import type { E820Entry } from '../../plan/plan';
import type { Diagnostic } from '../diagnostic';
import type { LintContext, LintRule } from '../rule';
import { listed } from './naming';
import { namesOf, spmDevices } from './specific-purpose';

/** Versions 8 to 12 of the patches marked the device as one that cannot be migrated. */
const blocked = (context: LintContext, entries: readonly E820Entry[], first: E820Entry): Diagnostic => ({
  code: 'qemu/spm-not-migrated',
  severity: 'info',
  what: `Migration is blocked by ${namesOf(context, entries)}.`,
  where: `${listed(entries.map(({ cause }) => cause))}.`,
  why: 'This version of the patch marks its devices as such that cannot be migrated; the merged sp-mem has no such mark.',
  works: 'Keep the guest where it is.',
  path: first.owner ?? 'devices',
  range: first.range,
});

/** What happens to SPM when the guest is migrated: told once a layout, since nothing in the layout can change it. */
export const spmMigration: LintRule = {
  id: 'qemu/spm-not-migrated',
  check(context) {
    const entries = spmDevices(context);
    const [first] = entries;
    if (first === undefined) return [];
    if (context.startup.dialect?.spm === 'spm-memory') return [blocked(context, entries, first)];
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
