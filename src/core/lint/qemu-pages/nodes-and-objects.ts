/** Titles, sources and QEMU's own texts for the codes of nodes, backends and CXL windows. */
import type { QemuPage } from './qemu-page';

export const nodeAndObjectPages: Readonly<Record<string, QemuPage>> = {
  'numa/sizes-differ-from-ram': {
    title: 'Node sizes and RAM size differ',
    place: 'hw/core/numa.c, numa_complete_configuration',
    messages: ['total memory for NUMA nodes (0x…) should equal RAM size (0x…)'],
  },
  'numa/node-missing': {
    title: 'Gap in the node numbers',
    place: 'hw/core/numa.c, numa_complete_configuration',
    messages: ['numa: Node ID missing: …'],
  },
  'numa/backend-used-twice': {
    title: 'One backend for two nodes',
    place: 'hw/core/machine.c, machine_consume_memdev',
    messages: ["memory backend … can't be used multiple times."],
  },
  'numa/memory-backend-and-memdev': {
    title: 'Boot RAM given twice',
    place: 'hw/core/numa.c, numa_complete_configuration',
    messages: ["'-machine memory-backend' and '-numa memdev' properties are mutually exclusive"],
  },
  'numa/distances': {
    title: 'Distances incomplete',
    place: 'hw/core/numa.c, validate_numa_distance',
    messages: [
      'The distance between node … and … is missing, at least one distance value between each nodes should be provided.',
      'At least one asymmetrical pair of distances is given, please provide distances for both directions of all node pairs.',
    ],
  },
  'numa/initiator': {
    title: 'Initiator that is not possible',
    place: 'hw/core/machine.c, machine_set_cpu_numa_node and numa_validate_initiator',
    messages: [
      'The initiator of CPU NUMA node … should be itself (got …)',
      'The initiator of NUMA node … is invalid',
      "NUMA node … is missing, use '-numa node' option to declare it first",
    ],
  },
  'numa/option': {
    title: '-numa that cannot be carried out',
    place:
      'hw/core/numa.c, set_numa_options, parse_numa_node, parse_numa_distance and parse_numa_hmat_lb; hw/core/machine.c, machine_set_cpu_numa_node; qapi/opts-visitor.c; qapi/qapi-visit-core.c, input_type_enum',
    messages: [
      'Duplicate NUMA nodeid: …',
      'Max number of NUMA nodes reached: 128',
      'memdev=… is ambiguous',
      'numa configuration should use either mem= or memdev=,mixing both is not allowed',
      'Parameter -numa node,mem is not supported by this machine type\nUse -numa node,memdev instead',
      'CPU index (…) should be smaller than maxcpus (…)',
      'CPU is already assigned to node-id: …',
      "NUMA distance (…) is invalid, it shouldn't be less than 10.",
      'Local distance of node … should be 10.',
      "Parameter '…' expects …",
      "Parameter '…' does not accept value '…'",
      "Parameter 'type' is missing",
      "Invalid parameter '…'",
      'no match found',
      "Invalid node-id=…, NUMA node must be defined with -numa node,nodeid=ID before it's used with -numa cpu,node-id=ID",
      'ACPI Heterogeneous Memory Attribute Table (HMAT) is disabled, enable it with -machine hmat=on before using any of hmat specific options',
      "Invalid initiator=…, it isn't an initiator proximity domain",
      "Source/Destination NUMA node is missing. Please use '-numa node' option to declare it first.",
    ],
  },
  'affinity/no-such-node': {
    title: 'Generic initiator on no node',
    place: 'hw/acpi/pci.c, build_acpi_generic_initiator and acpi_generic_initiator_set_node',
    messages: [
      'acpi-generic-initiator: Specified node … is invalid.',
      'acpi-generic-initiator: Invalid NUMA node specified',
    ],
  },
  'affinity/no-pci-device': {
    title: 'Generic initiator that is no PCI device',
    place: 'hw/acpi/pci.c, build_acpi_generic_initiator',
    messages: ['acpi-generic-initiator: Specified device must be a PCI device.'],
  },
  'affinity/no-host-bridge': {
    title: 'Generic port that is no host bridge',
    place: 'hw/acpi/pci.c, build_acpi_generic_port',
    messages: ['acpi-generic-port: device must be a CXL host bridge.'],
  },
  'object/absent-type': {
    title: 'Object that this QEMU does not have',
    place: 'qom/object_interfaces.c, user_creatable_add_type',
    messages: ['invalid object type: …'],
  },
  'object/alignment': {
    title: 'Backend alignment that is not possible',
    place: 'system/physmem.c, file_ram_alloc',
    messages: ['alignment 0x… must be a power of two', 'alignment 0x… must be multiples of page size 0x…'],
  },
  'object/bad-key': {
    title: 'Object property that is not possible',
    place: 'qapi/opts-visitor.c; qapi/qobject-input-visitor.c',
    messages: [
      "Parameter '…' expects uint64",
      "Parameter '…' is missing",
      "Invalid parameter '…'",
      "Parameter '…' expects a size value",
      "Parameter '…' expects 'on' or 'off'",
      "Parameter '…' is unexpected",
    ],
  },
  'object/duplicate-id': {
    title: 'Object name used twice',
    place: 'qom/object.c, object_property_try_add',
    messages: ["attempt to add duplicate property '…' to object (type 'container')"],
  },
  'object/host-nodes': {
    title: 'Host nodes without a policy',
    place: 'backends/hostmem.c, host_memory_backend_memory_complete',
    messages: [
      'host-nodes must be empty for policy default, or you should explicitly specify a policy other than default',
      'host-nodes must be set for policy …',
    ],
  },
  'object/huge-page-size': {
    title: 'Huge page size that is not possible',
    place: 'util/memfd.c, qemu_memfd_create',
    messages: ['Hugepage size must be a power of 2'],
  },
  'object/malformed': {
    title: 'Malformed -object',
    place: 'util/qemu-option.c, qemu_opts_create',
    messages: [
      "Duplicate ID '…' for object",
      "Parameter 'id' expects an identifier\nIdentifiers consist of letters, digits, '-', '.', '_', starting with a letter.",
    ],
  },
  'object/malformed-id': {
    title: 'Object id that is not possible',
    place: 'qom/object_interfaces.c, user_creatable_add_type',
    messages: [
      "Parameter 'id' expects an identifier\nIdentifiers consist of letters, digits, '-', '.', '_', starting with a letter.",
    ],
  },
  'object/no-id': {
    title: 'Object without an id',
    place: 'qapi/opts-visitor.c, lookup_distinct; qapi/qobject-input-visitor.c, qobject_input_get_object',
    messages: ["Parameter 'id' is missing"],
  },
  'object/no-type': {
    title: 'Object without a type',
    place: 'system/vl.c, object_option_parse; qapi/qobject-input-visitor.c, qobject_input_get_object',
    messages: ["Parameter 'qom-type' is missing"],
  },
  'object/unknown-type': {
    title: 'No such object type',
    place: 'qapi/qapi-visit-core.c, input_type_enum',
    messages: ["Parameter 'qom-type' does not accept value '…'"],
  },
  'object/offset': {
    title: 'File offset between pages',
    place: 'system/physmem.c, file_ram_alloc',
    messages: ['offset 0x… must be multiples of page size 0x…'],
  },
  'object/prealloc-unreserved': {
    title: 'Allocated and not reserved',
    place: 'backends/hostmem.c, host_memory_backend_set_prealloc and host_memory_backend_set_reserve',
    messages: ["'prealloc=on' and 'reserve=off' are incompatible"],
  },
  'object/rom-writable': {
    title: 'Writable ROM',
    place: 'backends/hostmem-file.c, file_backend_memory_alloc',
    messages: ["property 'rom' = 'on' is not supported with 'readonly' = 'off'"],
  },
  'object/shm-private': {
    title: 'Private shared memory',
    place: 'backends/hostmem-shm.c, shm_backend_memory_alloc',
    messages: ["can't create shm backend with `share=off`"],
  },
  'object/size-not-pages': {
    title: 'Backend size between pages',
    place:
      'backends/hostmem.c, host_memory_backend_memory_complete; system/physmem.c, qemu_ram_alloc_from_fd; util/memfd.c, qemu_memfd_create',
    messages: [
      "backend '…' memory size must be multiple of …",
      "… backing store size 0x… is too small for 'size' option 0x… plus 'offset' option 0x…",
      'failed to resize memfd to …: Invalid argument',
    ],
  },
  'object/size-range': {
    title: 'Backend size out of range',
    place: 'util/memfd.c, qemu_memfd_create',
    messages: ['failed to resize memfd to …: Invalid argument'],
  },
  'object/zero': {
    title: 'Backend of 0 bytes',
    place: 'backends/hostmem.c, host_memory_backend_set_size',
    messages: ["property 'size' of … doesn't take value '0'"],
  },
  'cxl/window-size': {
    title: 'CXL window of an odd size',
    place: 'hw/cxl/cxl-host.c, cxl_fixed_memory_window_config',
    messages: ['Size of a CXL fixed memory window must be a multiple of 256MiB'],
  },
  'cxl/no-such-target': {
    title: 'CXL window without its bridge',
    place: 'hw/cxl/cxl-host.c, cxl_fmws_link',
    messages: ['Could not resolve CXLFM target …'],
  },
  'cxl/bridges-without-cxl': {
    title: 'CXL bridges on a machine without CXL',
    place: 'hw/cxl/cxl-host.c, cxl_hook_up_pxb_registers',
    messages: ['CXL host bridges present, but cxl=off'],
  },
  'cxl/granularity': {
    title: 'Interleave granularity that is not possible',
    place: 'hw/cxl/cxl-component-utils.c, cxl_interleave_granularity_enc',
    messages: ['Interleave granularity: … invalid'],
  },
  'cxl/syntax': {
    title: 'CXL window not fully given',
    place: 'qapi/qobject-input-visitor.c',
    messages: [
      "Parameter 'cxl-fmw.….size' is missing",
      "Parameter 'cxl-fmw.….targets' is missing",
      "Parameter 'cxl-fmw.….…' is unexpected",
      "Parameter 'cxl-fmw.….…' expects …",
    ],
  },
};
