/** Commands that print what can be read here, one for each thing that one wants to know, and nothing else. */
import type { CollectCommand } from '../../app/guest-commands';

export const collectCommands: readonly CollectCommand[] = [
  {
    id: 'e820',
    goal: 'The E820 table, and which node memory is on',
    command: `{ sudo dmesg | grep -q BIOS-e820 && sudo dmesg || sudo journalctl -k -b; } |
  grep -E 'e820|user: \\[mem|last_pfn|SRAT: Node|available for PCI'`,
    note: 'The journal stands in where the kernel’s own buffer has been overwritten.',
  },
  {
    id: 'memmap',
    goal: 'The same table, without a log',
    command: 'sudo grep -r . /sys/firmware/memmap',
  },
  {
    id: 'iomem',
    goal: 'What drivers made of it',
    command: 'sudo cat /proc/iomem',
    note: 'Without root all addresses are 0.',
  },
  {
    id: 'lsmem',
    goal: 'Memory blocks and their nodes',
    command: 'lsmem -o RANGE,SIZE,STATE,REMOVABLE,BLOCK,NODE',
  },
  { id: 'nodes', goal: 'Nodes, their sizes and CPUs', command: 'numactl -H' },
  {
    id: 'dax',
    goal: 'Device memory and CXL regions',
    command: 'sudo daxctl list -M; sudo cxl list -M -D -R',
  },
  { id: 'bits', goal: 'Width of physical addresses', command: "grep -m1 'address sizes' /proc/cpuinfo" },
];
