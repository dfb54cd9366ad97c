/** Of nodes. */
import type { Explanation } from './explanation';

export const numaExplanations: Readonly<Record<string, Explanation>> = {
  'numa/sizes-differ-from-ram': {
    what: 'The nodes’ memory does not add up to the RAM size.',
    why: 'Boot RAM is the sum of the node backends, and QEMU compares it with -m after rounding that up to 8 KiB.',
    works: 'Change the RAM size to the sum, or the backends of the nodes.',
  },
  'numa/node-missing': {
    what: 'A node number is missing.',
    why: 'Node numbers run from 0 without gaps.',
    works: 'Add the missing node, or renumber.',
  },
  'numa/backend-used-twice': {
    what: 'Two nodes use the same backend.',
    why: 'One memory backend backs one node.',
    works: 'Give each node a backend of its own.',
  },
  'numa/memory-backend-and-memdev': {
    what: 'Boot RAM is given twice: for the machine and for its nodes.',
    why: 'Either memory-backend= gives all RAM, or each node has its own backend.',
    works: 'Remove one of the two.',
  },
  'numa/distances': {
    what: 'Distances between nodes are incomplete.',
    why: 'Once one distance is given, each pair needs one; once one pair is asymmetric, all need both directions.',
    works: 'Give the missing distances, or none.',
  },
  'numa/initiator': {
    what: 'A node’s initiator is not possible.',
    why: 'An initiator is a node with CPUs; a node with CPUs is its own.',
    works: 'A node with CPUs as initiator, for nodes without CPUs alone.',
  },
  'numa/option': {
    what: 'A -numa option cannot be carried out.',
    why: 'Options are read from left to right, so what one refers to must come before it. A node has memdev and not mem, at most 128 nodes exist, each CPU is on one node, distances are 10 to a node itself and more to others, and HMAT options need hmat=on.',
    works: 'Correct the option that QEMU quotes.',
  },
  'affinity/no-such-node': {
    what: 'A generic initiator or port is on a NUMA node that does not exist.',
    why: 'Such an object gives a device a proximity domain of its own, and that must be a node of the layout.',
    works: 'Add the node (it may be without memory and CPUs), or use a number that exists.',
  },
  'affinity/no-pci-device': {
    what: 'A generic initiator names something that is no PCI device.',
    why: 'The SRAT names the initiator by its PCI address.',
    works: 'The id of a PCI device of the layout.',
  },
  'affinity/no-host-bridge': {
    what: 'A generic port names something that is no CXL host bridge.',
    why: 'The SRAT names the port by the ACPI handle of a pxb-cxl.',
    works: 'The id of a pxb-cxl of the layout.',
  },
};
