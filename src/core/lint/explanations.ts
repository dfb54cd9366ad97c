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
  'memory/maxmem-below-ram': {
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
  'memory/backend-size-mismatch': {
    what: 'The machine’s memory backend and the RAM size differ.',
    why: 'memory-backend= gives all boot RAM, so both sizes must be the same; the RAM size is rounded up to 8 KiB first.',
    works: 'Give both the same size, a multiple of 8 KiB, or leave the RAM size out.',
  },
  'numa/memory-sum': {
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
  'device/unknown-backend': {
    what: 'There is no backend with this name.',
    why: 'A memory device takes its size and its memory from a backend object.',
    works: 'Choose a backend that exists, or add one with this name.',
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
  'device/acpi-off': {
    what: 'Memory hotplug is not available on this machine.',
    why: 'DIMMs are announced through ACPI, which this machine lacks or has switched off.',
    works: 'Switch ACPI on, or use SPM or a virtio device.',
  },
  'device/not-hotpluggable': {
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
  'cxl/window-size': {
    what: 'A CXL window has an odd size.',
    why: 'CXL fixed memory windows come in multiples of 256 MiB (CXL 2.0, CFMWS).',
    works: 'Round the size to a multiple of 256 MiB.',
  },
  'cxl/unresolved-target': {
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
