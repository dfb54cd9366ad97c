/** Titles, sources and QEMU's own texts for the codes of devices. */
import type { QemuPage } from './qemu-page';

export const devicePages: Readonly<Record<string, QemuPage>> = {
  'device/no-window': {
    title: 'No device-memory window',
    place: 'hw/mem/memory-device.c, memory_device_pre_plug',
    messages: [
      'the configuration is not prepared for memory devices (e.g., for memory hotplug), consider specifying the maxmem option',
    ],
  },
  'device/not-enough-space': {
    title: 'Memory devices larger than maxmem allows',
    place: 'hw/mem/memory-device.c, memory_device_check_addable',
    messages: ['not enough space, currently 0x… in use of total space for memory devices 0x…'],
  },
  'device/fragmented': {
    title: 'Free bytes in pieces that are too small',
    place: 'hw/mem/memory-device.c, memory_device_get_free_addr',
    messages: [
      'could not find position in guest address space for memory device - memory fragmented due to alignments',
    ],
  },
  'device/address-unaligned': {
    title: 'Address between alignment steps',
    place: 'hw/mem/memory-device.c, memory_device_get_free_addr; hw/virtio/virtio-mem.c, virtio_mem_device_realize',
    messages: ['address must be aligned to 0x… bytes', "'memaddr' property has to be multiples of 'block-size' (0x…)"],
  },
  'device/outside-window': {
    title: 'Device outside the window',
    place: 'hw/mem/memory-device.c, memory_device_get_free_addr',
    messages: ["can't add memory device [0x…:0x…], usable range for memory devices [0x…:0x…]"],
  },
  'device/address-conflict': {
    title: 'Two devices at one address',
    place: 'hw/mem/memory-device.c, memory_device_get_free_addr',
    messages: ["address range conflicts with memory device id='…'"],
  },
  'device/size-unaligned': {
    title: 'Size between alignment steps',
    place: 'hw/mem/memory-device.c, memory_device_pre_plug',
    messages: ['backend memory size must be multiple of 0x…'],
  },
  'device/alignment-exceeds-window': {
    title: 'Alignment larger than the window’s',
    place: 'hw/mem/memory-device.c, memory_device_get_free_addr',
    messages: [
      "warning: the alignment (0x…) exceeds the expected maximum alignment, memory will get fragmented and not all 'maxmem' might be usable for memory devices.",
    ],
  },
  'device/no-such-node': {
    title: 'Device on a node that does not exist',
    place: 'hw/mem/pc-dimm.c, pc_dimm_realize; hw/virtio/virtio-mem.c, virtio_mem_device_realize; hw/mem/sp-mem.c',
    messages: [
      "'DIMM property node has value …' which exceeds the number of numa nodes: …",
      "'node' property has value '…', which exceedsthe number of numa nodes: …",
      "'node' property value … exceeds the number of NUMA nodes (…)",
    ],
  },
  'device/busy-backend': {
    title: 'Backend in use',
    place:
      'hw/mem/pc-dimm.c, pc_dimm_realize; hw/virtio/virtio-mem.c, virtio_mem_device_realize; hw/mem/sp-mem.c, sp_mem_realize',
    messages: [
      "can't use already busy memdev: …",
      "'memdev' property specifies a busy memdev: …",
      "memory backend '…' is already in use",
    ],
  },
  'device/no-memdev': {
    title: 'Device without a backend',
    place:
      'hw/mem/pc-dimm.c, pc_dimm_get_memory_region and pc_dimm_realize; hw/virtio/virtio-mem.c, virtio_mem_get_memory_region and virtio_mem_device_realize',
    messages: ["'memdev' property must be set", "'memdev' property is not set"],
  },
  'device/no-slots': {
    title: 'DIMM without slots',
    place: 'hw/mem/pc-dimm.c, pc_dimm_get_free_slot',
    messages: ["no slots where allocated, please specify the 'slots' option"],
  },
  'device/no-free-slot': {
    title: 'All slots taken',
    place: 'hw/mem/pc-dimm.c, pc_dimm_get_free_slot',
    messages: ['no free slots available'],
  },
  'device/busy-slot': {
    title: 'Slot taken',
    place: 'hw/mem/pc-dimm.c, pc_dimm_get_free_slot',
    messages: ['slot … is busy'],
  },
  'device/invalid-slot': {
    title: 'No such slot',
    place: 'hw/mem/pc-dimm.c, pc_dimm_pre_plug',
    messages: ['invalid slot number …, valid range is [0-…]'],
  },
  'device/nvdimm-off': {
    title: 'NVDIMMs are off',
    place: 'hw/i386/pc.c, pc_memory_pre_plug',
    messages: ["nvdimm is not enabled: missing 'nvdimm' in '-M'"],
  },
  'device/no-acpi': {
    title: 'No ACPI for DIMMs',
    place: 'hw/i386/pc.c, pc_memory_pre_plug',
    messages: ['memory hotplug is not enabled: missing acpi device or acpi disabled'],
  },
  'device/no-hotplug-support': {
    title: 'Memory hotplug is off',
    place: 'hw/acpi/piix4.c, piix4_device_pre_plug_cb',
    messages: ['memory hotplug is not enabled: PIIX4_PM.memory-hotplug-support is not set'],
  },
  'device/cold-plug-only': {
    title: 'Device that cannot arrive later',
    place: 'hw/core/qdev-hotplug.c, qdev_hotplug_unplug_allowed_common; hw/mem/sp-mem.c, sp_mem_class_init',
    messages: ["Device '…' does not support hotplugging"],
  },
  'device/no-hotplug': {
    title: 'Machine that takes nothing later',
    place: 'hw/core/qdev-hotplug.c, qdev_hotplug_unplug_allowed_common',
    messages: ["Device '…' can not be hotplugged on this machine"],
  },
  'device/bus-not-hotpluggable': {
    title: 'Bus that takes nothing later',
    place: 'hw/core/qdev-hotplug.c, qdev_hotplug_unplug_allowed_common',
    messages: ["Bus '…' does not support hotplugging"],
  },
  'device/duplicate-id': {
    title: 'Device name used twice',
    place: 'util/qemu-option.c, qemu_opts_create; system/qdev-monitor.c, qdev_set_id',
    messages: ["Duplicate ID '…' for device", "Duplicate device ID '…'"],
  },
  'device/bad-id': {
    title: 'Device name taken by another object',
    place: 'system/qdev-monitor.c, qdev_set_id',
    messages: ["attempt to add duplicate property '…' to object (type 'container')"],
  },
  'device/malformed-id': {
    title: 'Device id that is not possible',
    place: 'util/qemu-option.c, qemu_opts_create',
    messages: [
      "Parameter 'id' expects an identifier\nIdentifiers consist of letters, digits, '-', '.', '_', starting with a letter.",
    ],
  },
  'device/malformed-json': {
    title: 'Malformed -device',
    place: 'qobject/json-parser.c, parse_error',
    messages: ['JSON parse error, …'],
  },
  'device/bad-property': {
    title: 'Device property that is not possible',
    place:
      'qom/object.c; hw/core/qdev-properties.c; qapi/qobject-input-visitor.c; qapi/qapi-visit-core.c, input_type_enum; hw/mem/nvdimm.c, nvdimm_set_label_size; hw/virtio/virtio-mem.c, virtio_mem_set_block_size',
    messages: [
      "Property '…' not found",
      "Property '…' is not writable",
      "Parameter '…' expects …",
      "Parameter '…' does not accept value '…'",
      "Invalid parameter type for 'memdev', expected: memory-backend",
      "Device '…' not found",
      "Property '…' doesn't take value '…'",
      "Property 'nvdimm.label-size' (0x…) is required at least 0x20000",
      "'block-size' property has to be at least 0x100000",
      "'block-size' property has to be a power of two",
    ],
  },
  'device/bad-global': {
    title: 'Global that a device cannot take',
    place: 'hw/core/qdev-properties.c, qdev_prop_set_globals, which calls object_apply_global_props',
    messages: ["can't apply global …: Property '…' not found"],
  },
  'device/unknown-driver': {
    title: 'No such device',
    place: 'system/qdev-monitor.c, qdev_get_device_class',
    messages: ["'…' is not a valid device model name"],
  },
  'device/no-driver': {
    title: 'Device without a name',
    place: 'system/qdev-monitor.c, qdev_device_add_from_qdict',
    messages: ["Parameter 'driver' is missing"],
  },
  'device/single': {
    title: 'Device that exists once',
    place: 'hw/acpi/vmgenid.c, vmgenid_realize; hw/misc/vmcoreinfo.c, vmcoreinfo_realize',
    messages: ['at most one … device is permitted'],
  },
  'device/label-too-large': {
    title: 'Backend too small for its NVDIMM',
    place: 'hw/mem/nvdimm.c, nvdimm_prepare_memory_region',
    messages: ['the size of memdev … (0x…) is too small to contain nvdimm label (0x…) and aligned PMEM (0x…)'],
  },
  'device/block-below-page': {
    title: 'Block below the page size',
    place: 'hw/virtio/virtio-mem.c, virtio_mem_device_realize',
    messages: ["'block-size' property has to be at least the page size (0x…)"],
  },
  'device/backend-unaligned-to-block': {
    title: 'Backend between blocks',
    place: 'hw/virtio/virtio-mem.c, virtio_mem_device_realize',
    messages: ["'memdev' property memdev size has to be multiples of'block-size' (0x…)"],
  },
  'device/requested-size-unaligned': {
    title: 'Requested size between blocks',
    place: 'hw/virtio/virtio-mem.c, virtio_mem_device_realize',
    messages: ["'requested-size' property has to be multiples of 'block-size' (0x…)"],
  },
  'device/no-shared-zeropage': {
    title: 'Unplugged memory that can be read',
    place: 'hw/virtio/virtio-mem.c, virtio_mem_device_realize',
    messages: [
      "warning: 'unplugged-inaccessible' property set to 'off' with a memdev that does not support the shared zeropage.",
    ],
  },
  'device/private-file-mapping': {
    title: 'Discarding pages of a private file',
    place: 'system/physmem.c, ram_block_discard_shared_range',
    messages: [
      'warning: ram_block_discard_shared_range: Discarding RAM in private file mappings is possibly dangerous, because it will modify the underlying file and will affect other users of the file',
    ],
  },
  'device/no-such-bus': {
    title: 'No such bus',
    place: 'system/qdev-monitor.c, qbus_find',
    messages: ["Bus '…' not found"],
  },
  'device/no-bus': {
    title: 'No bus for the device',
    place: 'system/qdev-monitor.c, qdev_find_default_bus',
    messages: ["No '…' bus found for device '…'"],
  },
  'device/wrong-bus': {
    title: 'Device on the wrong bus',
    place: 'system/qdev-monitor.c, qdev_device_add_from_qdict',
    messages: ["Device '…' can't go on … bus"],
  },
  'device/bridge': {
    title: 'Bridge in the wrong place',
    place: 'hw/pci-bridge/pci_expander_bridge.c, pxb_cxl_dev_realize',
    messages: ['pxb-cxl devices cannot reside on a PCI bus'],
  },
  'device/pci-place': {
    title: 'PCI slot that is not free',
    place: 'hw/pci/pci.c, do_pci_register_device',
    messages: [
      'PCI: slot … function … not available for …, in use by …',
      'PCI: Only PCI/PCIe bridges can be plugged into …',
    ],
  },
  'device/no-msi': {
    title: 'No MSI-X',
    place: 'hw/pci/msix.c, msix_init',
    messages: ['MSI-X is not supported by interrupt controller'],
  },
  'device/resize-refused': {
    title: 'Requested size that virtio-mem cannot have',
    place: 'hw/virtio/virtio-mem.c, virtio_mem_set_requested_size',
    messages: [
      "'requested-size' has to be multiples of 'block-size' (0x…)",
      "'requested-size' cannot exceed the memory backend size(0x…)",
    ],
  },
  'device/unplug-refused': {
    title: 'virtio-mem that cannot be unplugged yet',
    place: 'hw/virtio/virtio-mem.c, virtio_mem_unplug_request_check',
    messages: ['virtio-mem device cannot get unplugged while …'],
  },
};
