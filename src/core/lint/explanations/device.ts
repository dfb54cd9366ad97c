/** Of devices. */
import type { Explanation } from './explanation';

export const deviceExplanations: Readonly<Record<string, Explanation>> = {
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
  'device/bad-global': {
    what: 'A -global setting cannot be applied to a device of the command line.',
    why: 'The device is of the class that the global names, and has no such property.',
    works: 'Remove the global, or name the class that has the property.',
  },
  'device/bad-id': {
    what: 'A device cannot have this id.',
    why: 'Another object of QEMU has it already.',
    works: 'Another id.',
  },
  'device/malformed-id': {
    what: 'The id of a device is not possible.',
    why: 'Ids begin with a letter and have letters, digits, “-”, “.” and “_”.',
    works: 'An id such as sp1.',
  },
  'device/malformed-json': {
    what: 'A -device option in JSON cannot be read.',
    why: 'The text is no valid JSON object.',
    works: 'A JSON object with driver and the properties, numbers as numbers.',
  },
  'device/bridge': {
    what: 'A PCI bridge cannot be where it is put.',
    why: 'Expander bridges hang on the root bus of their own kind: pxb-cxl and pxb-pcie on the PCI Express bus of q35, pxb on the PCI bus of pc.',
    works: 'q35 for pxb-cxl; the root bus as bus=.',
  },
  'device/no-bus': {
    what: 'The machine has no bus that the device could be on.',
    why: 'virtio devices in their PCI form need a PCI bus, which microvm has with pcie=on alone and isapc never has; hv-balloon needs a VMBus.',
    works: 'A machine type that has the bus, or pcie=on for microvm.',
  },
  'device/no-driver': {
    what: 'A -device option does not say what device.',
    why: 'The first word of -device, or driver=, names it.',
    works: 'Begin with the device’s name: pc-dimm.',
  },
  'device/no-hotplug': {
    what: 'This machine cannot take the device at run time.',
    why: 'Hotplug goes through ACPI’s controllers of q35 and pc.',
    works: 'Have the device present at boot, or choose q35 or pc.',
  },
  'device/no-msi': {
    what: 'The device needs MSI-X, and the machine has none.',
    why: 'MSI is a write to the local APIC, which a CPU without an APIC does not have.',
    works: 'A CPU with an APIC, or vectors=0 for the device.',
  },
  'device/no-shared-zeropage': {
    what: 'The guest may read memory that virtio-mem has not plugged, and each such read costs the host a page.',
    why: 'With unplugged-inaccessible=off the guest expects zeros there; only private anonymous memory and its like have one shared page of zeros.',
    works: 'The layout works; unplugged-inaccessible=on or a machine version from 8.1 on is rid of the warning.',
  },
  'device/pci-place': {
    what: 'The device cannot have its PCI place.',
    why: 'The slot is taken by a chipset device or an earlier one, or the bus takes bridges alone: behind pxb-cxl and pxb-pcie there must be a root port.',
    works: 'Another addr= or bus=, or neither, so that QEMU takes the first free slot.',
  },
  'device/private-file-mapping': {
    what: 'virtio-mem on a private mapping of a file discards what the file keeps.',
    why: 'Unplugging punches holes into the file itself, which other users of the file see too.',
    works: 'The layout works; share=on for the backend is rid of the warning.',
  },
  'device/single': {
    what: 'Only one such device can exist.',
    why: 'The machine has a single place for it.',
    works: 'Remove one of them.',
  },
  'device/wrong-bus': {
    what: 'The device cannot be on the bus that it names.',
    why: 'A bus takes devices of its own kind.',
    works: 'The name of a bus of the right kind, or none.',
  },
  'device/resize-refused': {
    what: 'virtio-mem cannot be asked for this size.',
    why: 'A requested size is a whole number of blocks and at most the size of the backend.',
    works: 'A multiple of the block size, up to the size of the backend.',
  },
  'device/unplug-refused': {
    what: 'virtio-mem cannot be unplugged now.',
    why: 'The guest could still use its memory: the device goes only once it has been asked for nothing and the guest cannot read what is not plugged.',
    works:
      'Set requested-size to 0, wait until the guest has given all blocks back, and start with unplugged-inaccessible=on.',
  },
};
