import { firmwares } from '../../boot/firmwares';
import { formatRange } from '../../base/size-text';
import type { E820Entry } from '../../plan/plan';
import type { Diagnostic } from '../diagnostic';
import type { LintContext, LintRule } from '../rule';
import { listed } from './naming';
import { firmwareOf, isOnRam, namesOf, softReserved } from './specific-purpose';

const KEEPS = firmwares.all.find(({ softReserved: becomes }) => becomes === 'kept');

/** The RAM entry over the same addresses stays, whatever becomes of the other. */
const onRam = (names: string, entries: readonly E820Entry[], first: E820Entry, title: string): Diagnostic => ({
  code: 'firmware/spm-lost',
  severity: 'warning',
  what: `With ${title}, ${names} is ordinary RAM.`,
  where: `${listed(entries.map(({ range }) => formatRange(range)))} of etc/e820.`,
  why: 'The firmware drops the soft-reserved entry, and the RAM entry over the same addresses stays: the patch changes nothing at all.',
  works: 'A table in which the RAM entry ends where the other begins.',
  path: first.owner ?? 'dialect',
  range: first.range,
});

function finding(context: LintContext, becomes: 'dropped' | 'usable', title: string): Diagnostic[] {
  const entries = softReserved(context);
  const [first] = entries;
  if (first === undefined) return [];
  const names = namesOf(context, entries);
  const isDropped = becomes === 'dropped';
  if (isOnRam(context)) return [onRam(names, entries, first, title)];
  return [
    {
      code: 'firmware/spm-lost',
      severity: 'warning',
      what: isDropped
        ? `${title} drops ${names}: the guest finds no dax device.`
        : `The guest may use ${names} as ordinary RAM.`,
      where: `${listed(entries.map(({ range }) => formatRange(range)))} of etc/e820.`,
      why: isDropped
        ? `${title} does not know E820 type 0xEFFFFFFF and leaves such entries out. Only the SRAT still names the memory.`
        : `${title} hands such entries on as plain memory: the mark that keeps the kernel away is lost.`,
      works: `OVMF with soft-reserved support: start QEMU with its images, from edk2-stable202608 on.`,
      path: 'boot.firmware',
      range: first.range,
      fixes:
        KEEPS === undefined
          ? []
          : [{ title: `Plan for ${KEEPS.title}`, edits: [{ op: 'set', path: 'boot.firmware', value: KEEPS.id }] }],
    },
  ];
}

/** SPM that the chosen firmware does not hand on as what it is. */
export const spmLost: LintRule = {
  id: 'firmware/spm-lost',
  check(context) {
    const firmware = firmwareOf(context);
    return firmware === undefined || firmware.softReserved === 'kept'
      ? []
      : finding(context, firmware.softReserved, firmware.title);
  },
};
