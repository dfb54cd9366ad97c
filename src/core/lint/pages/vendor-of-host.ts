import type { OwnPage } from '../rule-page';

export const vendorOfHost: OwnPage = {
  code: 'machine/vendor-of-host',
  severity: 'info',
  title: 'The vendor of the host decides the map',
  what: 'The layout asks for KVM, and names no vendor of the CPU.',
  why: 'With KVM QEMU gives every CPU model the vendor of the machine that it runs on. AMD’s has 12 GiB below 1 TiB reserved and RAM moved to 1 TiB where the layout would reach that range; other vendors have neither. So one command line has two maps. This was read in QEMU’s source, since recordings here have no KVM.',
  works: 'vendor=AuthenticAMD or vendor=GenuineIntel, as the host has it.',
  sources: [{ project: 'qemu', version: '11.1', place: 'target/i386/host-cpu.c, host_cpu_instance_init' }],
};
