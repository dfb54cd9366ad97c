/** Of CPUs and their topology. */
import type { Explanation } from './explanation';

export const cpuExplanations: Readonly<Record<string, Explanation>> = {
  'smp/topology': {
    what: 'The CPU topology does not multiply to the number of CPUs.',
    why: 'sockets × dies × modules × cores × threads must equal maxcpus.',
    works: 'Leave one of the counts out, so that QEMU computes it.',
  },
  'cpu/property': {
    what: 'The CPU cannot have one of its properties.',
    why: 'The model has no such property, its value has the wrong form, or it is fixed: phys-bits is at least 32 and cannot be set without lm, vendor has exactly 12 characters, and the model host needs KVM.',
    works: 'A feature and a value that the model takes, or none.',
  },
  'cpu/unknown-model': {
    what: 'QEMU 11.1 has no such CPU model.',
    why: 'Names are case-sensitive, and versions stand behind: EPYC-v4.',
    works: 'A name that qemu-system-x86_64 -cpu help lists.',
  },
  'cpu/ambiguous': {
    what: 'The CPU model is given in a form that QEMU reads in two ways.',
    why: 'A feature is named both as +feature or -feature and as feature=value, and they contradict each other.',
    works: 'One of the two.',
  },
  'cpu/x2apic-needed': {
    what: 'A CPU’s APIC id is too large for its APIC.',
    why: 'APIC ids are built from the topology, each level rounded up to a power of two, and ids from 255 on need x2APIC, which this model does not have.',
    works: 'x2apic=on for the CPU, or fewer or more evenly divided CPUs.',
  },
  'smp/syntax': {
    what: 'The -smp option cannot be read.',
    why: 'It takes cpus, maxcpus and the counts of the topology, all of them whole numbers.',
    works: 'Counts such as cpus=8,sockets=2,cores=4.',
  },
  'smp/smbios-2': {
    what: 'The SMBIOS tables of this machine version cannot say so many cores or threads.',
    why: 'Machine versions up to 8.0 describe the machine through the 32-bit SMBIOS entry point, whose counts have 8 bits.',
    works: 'smbios-entry-point-type=64 for the machine, a newer version, or 255 cores and threads or fewer per socket.',
  },
};
