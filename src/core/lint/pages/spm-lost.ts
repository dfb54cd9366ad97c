import type { OwnPage } from '../rule-page';

export const spmLost: OwnPage = {
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
};
