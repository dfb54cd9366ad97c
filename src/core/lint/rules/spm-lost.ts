import { firmwares } from '../../boot/firmwares';
import { formatRange } from '../../base/size-text';
import type { Diagnostic } from '../diagnostic';
import type { LintContext, LintRule } from '../rule';
import { listed } from './naming';
import { firmwareOf, namesOf, softReserved } from './specific-purpose';

const KEEPS = firmwares.all.find(({ softReserved: becomes }) => becomes === 'kept');

function finding(context: LintContext, becomes: 'dropped' | 'usable', title: string): Diagnostic[] {
  const entries = softReserved(context);
  const [first] = entries;
  if (first === undefined) return [];
  const names = namesOf(context, entries);
  const isDropped = becomes === 'dropped';
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
  pages: [
    {
      code: 'firmware/spm-lost',
      severity: 'warning',
      title: 'Firmware that loses specific-purpose memory',
      what: 'The firmware does not hand soft-reserved entries of etc/e820 on as what they are.',
      why: 'SeaBIOS and older OVMF do not know E820 type 0xEFFFFFFF and leave such entries out; some builds hand them on as ordinary memory.',
      works: 'OVMF with soft-reserved support, from edk2-stable202608 on.',
      sources: [
        { project: 'edk2', version: 'stable202608', place: 'OvmfPkg/Library/PlatformInitLib/MemDetect.c' },
        { project: 'seabios', version: '1.17.0', place: 'src/fw/paravirt.c, qemu_early_e820' },
      ],
    },
  ],
  check(context) {
    const firmware = firmwareOf(context);
    return firmware === undefined || firmware.softReserved === 'kept'
      ? []
      : finding(context, firmware.softReserved, firmware.title);
  },
};
