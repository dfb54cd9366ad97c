/**
 * Why QEMU refuses, and what would work, for each code of a refusal or warning. QEMU's own sentence has the numbers and stands beside;
 * this adds what it leaves unsaid. Texts follow the rules of QEMU 11.1 (hw/core/machine.c, hw/i386/pc.c, hw/mem, hw/core/numa.c).
 */
export interface Explanation {
  /** What is wrong, one sentence. */
  readonly what: string;
  readonly why: string;
  readonly works: string;
  /** The ways out one by one, where each changes something else. */
  readonly alternatives?: readonly string[];
}

const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  'machine/phys-bits-too-low': {
    what: 'The layout needs more address bits than the CPU has.',
    why: 'QEMU reserves all room for later growth at start: the window up to maxmem, 1 GiB per slot for alignment, and the 64-bit PCI hole behind it. Memory never plugged counts too.',
    works: 'More phys-bits, a smaller maxmem, fewer slots, or a smaller pci-hole64-size.',
  },
  'machine/unknown-type': {
    what: 'QEMU 11.1 does not offer this machine type.',
    why: 'It offers q35 and pc in versions 5.2 to 11.1, microvm and isapc.',
    works: 'q35, pc, microvm, isapc, or a versioned name such as pc-q35-11.1.',
  },
  'machine/unknown-property': {
    what: 'The machine type has no such property.',
    why: 'Properties differ between machine types; microvm and isapc lack most of those about memory.',
    works: 'Remove the property, or choose a machine type that has it.',
  },
  'memory/slots-without-maxmem': {
    what: 'Slots are given without a maximum size.',
    why: 'A slot is a place in the device-memory window, and only maxmem opens that window.',
    works: 'Set maxmem above the RAM size, or leave the slots out.',
  },
  'memory/maxmem-below-size': {
    what: 'maxmem is smaller than the boot RAM.',
    why: 'maxmem is the most that the guest may ever have, boot RAM included; the RAM size is rounded up to 8 KiB first and maxmem is not.',
    works: 'Raise maxmem to the RAM size or more.',
  },
  'memory/slots-without-room': {
    what: 'Slots are given, but maxmem leaves no room for them.',
    why: 'maxmem equals the boot RAM, so there is no device-memory window.',
    works: 'Raise maxmem above the RAM size, or set slots to 0.',
  },
  'memory/too-many-slots': {
    what: 'There are more slots than QEMU supports.',
    why: 'ACPI memory hotplug has 256 slots at most.',
    works: '256 slots or fewer. SPM and virtio devices need none.',
  },
  'memory/maxmem-unaligned': {
    what: 'maxmem is no multiple of 4 KiB.',
    why: 'The window ends on a page.',
    works: 'Round maxmem to a multiple of 4 KiB.',
  },
  'memory/backend-size-differs': {
    what: 'The machine’s memory backend and the RAM size differ.',
    why: 'memory-backend= gives all boot RAM, so both sizes must be the same; the RAM size is rounded up to 8 KiB first.',
    works: 'Give both the same size, a multiple of 8 KiB, or leave the RAM size out.',
  },
  'numa/sizes-differ-from-ram': {
    what: 'The nodes’ memory does not add up to the RAM size.',
    why: 'Boot RAM is the sum of the node backends, and QEMU compares it with -m after rounding that up to 8 KiB.',
    works: 'Change the RAM size to the sum, or the backends of the nodes.',
  },
  'device/no-window': {
    what: 'There is no device-memory window.',
    why: 'Memory devices lie behind boot RAM, in the window that maxmem opens; SPM needs it too.',
    works: 'Raise maxmem by at least the sizes of all memory devices.',
  },
  'device/not-enough-space': {
    what: 'The memory devices together are larger than maxmem allows.',
    why: 'Their sizes may add up to maxmem minus boot RAM. The 1 GiB per slot is room for alignment and does not count.',
    works: 'Raise maxmem, or make a device smaller.',
  },
  'device/fragmented': {
    what: 'No free gap of the window is large enough.',
    why: 'Enough bytes are free in total, but fixed addresses and alignment leave them in pieces, and a device needs one piece.',
    works: 'Move the device with the fixed address to the start of the window, leave its address out, or raise maxmem.',
  },
  'device/address-unaligned': {
    what: 'The address is no multiple of the alignment.',
    why: 'The backend’s page size and, for virtio-mem, the block size decide the step: 2 MiB for memory-backend-ram.',
    works: 'An address that is a multiple of the number in QEMU’s message, or none, so that QEMU chooses.',
  },
  'device/outside-window': {
    what: 'The device does not lie inside the device-memory window.',
    why: 'The window starts behind boot RAM, rounded up to 1 GiB, and ends after maxmem and the slots’ alignment room.',
    works: 'An address inside the range that QEMU names, or none, so that QEMU chooses.',
  },
  'device/address-conflict': {
    what: 'Another memory device lies at this address.',
    why: 'Devices are placed in command-line order; one that comes first keeps its place, whether it asked for it or not.',
    works: 'Another address, or none, so that QEMU takes the lowest gap that fits.',
  },
  'device/size-unaligned': {
    what: 'The backend’s size is no multiple of its alignment.',
    why: 'A memory device is mapped in whole pages of its backend: 2 MiB for memory-backend-ram, the huge page size for hugetlb.',
    works: 'Round the backend’s size up to a multiple of the number in QEMU’s message.',
  },
  'device/no-such-node': {
    what: 'The device is on a NUMA node that does not exist.',
    why: 'Nodes are numbered from 0 without gaps; without any -numa node there is only node 0, made by QEMU itself.',
    works: 'Add the node (it may be without memory and CPUs), or use a number that exists.',
  },
  'device/busy-backend': {
    what: 'The backend is in use by another device or node.',
    why: 'One memory backend backs one thing.',
    works: 'Give the device a backend of its own.',
  },
  'device/no-memdev': {
    what: 'The device has no memory backend.',
    why: 'A memory device takes its size and its memory from a backend object.',
    works: 'Choose a backend for it.',
  },
  'device/no-slots': {
    what: 'A DIMM is given, but the machine has no slots.',
    why: 'DIMMs and NVDIMMs take an ACPI slot each; SPM and virtio devices do not.',
    works: 'Set slots to the number of DIMMs or more.',
  },
  'device/no-free-slot': {
    what: 'All slots are taken.',
    why: 'Each DIMM and NVDIMM takes one ACPI slot.',
    works: 'Raise slots (256 at most).',
  },
  'device/busy-slot': {
    what: 'Another DIMM is in this slot.',
    why: 'A DIMM without a slot number takes the lowest free one, so an earlier device may have it.',
    works: 'Another slot number, or none.',
  },
  'device/invalid-slot': {
    what: 'The slot number does not exist.',
    why: 'Slots are numbered from 0 to slots - 1.',
    works: 'A number in the range that QEMU names, or none.',
  },
  'device/nvdimm-off': {
    what: 'NVDIMMs are not enabled on this machine.',
    why: 'The ACPI tables for NVDIMMs exist only with nvdimm=on.',
    works: 'Switch nvdimm on for the machine.',
  },
  'device/no-acpi': {
    what: 'Memory hotplug is not available on this machine.',
    why: 'DIMMs are announced through ACPI, which this machine lacks or has switched off.',
    works: 'Switch ACPI on, or use SPM or a virtio device.',
  },
  'device/cold-plug-only': {
    what: 'This device cannot arrive after the guest has started.',
    why: 'The guest learns of specific-purpose memory from E820 at boot, and that table never changes.',
    works:
      'Have it present at boot; plug a DIMM instead, which the OS will own; or use CXL memory, which a driver discovers.',
    alternatives: [
      'Present at boot: the device joins the layout’s devices, E820 gains its entry, and maxmem must have room for it from the start.',
      'A DIMM: it can arrive later and takes a slot, but it is ordinary memory that the OS will own, and E820 never lists it.',
      'CXL memory: a fixed window is reserved at boot, and what lies behind it is discovered by a driver, not announced by E820.',
    ],
  },
  'device/no-hotplug-support': {
    what: 'Memory hotplug is switched off on this machine.',
    why: 'A global clears PIIX4_PM.memory-hotplug-support, and DIMMs need it.',
    works: 'Remove that global, or use SPM or a virtio device.',
  },
  'device/duplicate-id': {
    what: 'Two devices have the same name.',
    why: 'Device names are unique; backends have a name space of their own.',
    works: 'Another name for one of them.',
  },
  'device/bad-property': {
    what: 'QEMU does not accept a property of this device.',
    why: 'The property is unknown to this kind of device, cannot be set, has a value of the wrong form, or names a backend that does not exist.',
    works: 'Remove the property that QEMU names, or correct its value.',
  },
  'device/unknown-driver': {
    what: 'QEMU 11.1 has no such device.',
    why: 'sp-mem came with QEMU 11.1; spm-memory and memmap-type were never merged.',
    works: 'A device name that QEMU 11.1 knows: sp-mem, pc-dimm, nvdimm, virtio-mem-pci, virtio-pmem-pci.',
  },
  'device/label-too-large': {
    what: 'The NVDIMM’s backend is too small.',
    why: 'Label area and a whole number of pages of persistent memory must fit into the backend.',
    works: 'A larger backend, or a smaller label area.',
  },
  'device/block-below-page': {
    what: 'The virtio-mem block size is below the backend’s page size.',
    why: 'A block is plugged and unplugged in whole pages of the backend.',
    works: 'A block size of at least the page size that QEMU names.',
  },
  'device/backend-unaligned-to-block': {
    what: 'The virtio-mem backend is no multiple of the block size.',
    why: 'The device is divided into blocks of equal size.',
    works: 'Round the backend’s size, or choose a smaller block size.',
  },
  'device/requested-size-unaligned': {
    what: 'The requested size is no multiple of the block size.',
    why: 'virtio-mem plugs whole blocks.',
    works: 'Round the requested size to the block size that QEMU names.',
  },
  'device/alignment-exceeds-window': {
    what: 'The backend’s alignment is larger than what the window is aligned to.',
    why: 'The window starts at a multiple of 1 GiB; a larger alignment leaves a gap in front of the device.',
    works: 'The layout works; the gap is lost. A smaller huge-page size or align= avoids it.',
  },
  'device/no-such-bus': {
    what: 'The device names a bus that does not exist.',
    why: 'Buses are made by bridges that come earlier on the command line.',
    works: 'Add the bridge before the device, or leave the bus out.',
  },
  'device/bus-not-hotpluggable': {
    what: 'Nothing can be plugged into this bus at run time.',
    why: 'On q35 a virtio device arrives behind a pcie-root-port; the root bus does not take it.',
    works: 'Add a pcie-root-port to the layout and plug into it, or have the device present at boot.',
  },
  'machine/max-ram-below-4g': {
    what: 'max-ram-below-4g is above 4 GiB.',
    why: 'It limits how much RAM lies below 4 GiB, so no larger value makes sense.',
    works: '4 GiB or less, or none.',
  },
  'machine/little-low-ram': {
    what: 'Very little RAM is left below 4 GiB.',
    why: 'Firmware needs at least 1 MiB there.',
    works: 'A max-ram-below-4g of 1 MiB or more.',
  },
  'memory/syntax': {
    what: 'A memory size cannot be read.',
    why: 'QEMU takes digits with an optional fraction and one letter K, M, G, T, P or E.',
    works: 'A size such as 64G or 2815M.',
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
  'cxl/bridges-without-cxl': {
    what: 'There are CXL host bridges on a machine without CXL.',
    why: 'pxb-cxl needs the register block that cxl=on reserves.',
    works: 'Switch cxl on for the machine, or remove the bridges.',
  },
  'object/zero': {
    what: 'A backend has no size.',
    why: 'A memory backend of 0 bytes backs nothing.',
    works: 'A size above 0.',
  },
  'object/duplicate-id': {
    what: 'Two objects have the same name.',
    why: 'Object names are unique.',
    works: 'Another name for one of them.',
  },
  'smp/topology': {
    what: 'The CPU topology does not multiply to the number of CPUs.',
    why: 'sockets × dies × modules × cores × threads must equal maxcpus.',
    works: 'Leave one of the counts out, so that QEMU computes it.',
  },
  'cxl/window-size': {
    what: 'A CXL window has an odd size.',
    why: 'CXL fixed memory windows come in multiples of 256 MiB (CXL 2.0, CFMWS).',
    works: 'Round the size to a multiple of 256 MiB.',
  },
  'cxl/no-such-target': {
    what: 'A CXL window names a host bridge that does not exist.',
    why: 'Targets are ids of pxb-cxl devices; pc cannot have them.',
    works: 'Add a pxb-cxl with this id on a q35 machine, or name one that exists.',
  },
};

const FALLBACK: Explanation = {
  what: 'QEMU will not start with this setting.',
  why: 'QEMU’s own sentence says what it found.',
  works: 'Change or remove the setting that QEMU names.',
};

const FALLBACK_WARNING: Explanation = {
  what: 'QEMU starts, and warns.',
  why: 'QEMU’s own sentence says what it found.',
  works: 'The layout works as it is; change the setting that QEMU names to be rid of the warning.',
};

/** The explanation of a refusal's or a warning's code; a general one where the code has none. */
export function explanationOf(code: string, severity: 'error' | 'warning'): Explanation {
  if (Object.hasOwn(EXPLANATIONS, code)) return EXPLANATIONS[code] ?? FALLBACK;
  return severity === 'error' ? FALLBACK : FALLBACK_WARNING;
}
