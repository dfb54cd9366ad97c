/** Titles, sources and QEMU's own texts for the codes of machine, CPU and RAM. */
import type { QemuPage } from './qemu-page';

export const settingPages: Readonly<Record<string, QemuPage>> = {
  'machine/phys-bits-too-low': {
    title: 'Too few address bits',
    place: 'hw/i386/pc.c, pc_memory_init',
    messages: ['Address space limit 0x… < 0x… phys-bits too low (…)'],
  },
  'machine/unknown-type': {
    title: 'No such machine type',
    place: 'system/vl.c, select_machine',
    messages: ['unsupported machine type: "…"\nUse -machine help to list supported machines'],
  },
  'machine/unknown-property': {
    title: 'No such machine property',
    place: 'qom/object.c, object_property_find_err',
    messages: ["Property '…-machine.…' not found"],
  },
  'machine/max-ram-below-4g': {
    title: 'max-ram-below-4g above 4 GiB',
    place: 'hw/i386/pc.c, pc_machine_set_max_ram_below_4g',
    messages: ["Machine option 'max-ram-below-4g=…' expects size less than or equal to 4G"],
  },
  'machine/little-low-ram': {
    title: 'Very little RAM below 4 GiB',
    place: 'hw/i386/pc.c, pc_machine_set_max_ram_below_4g',
    messages: ['warning: Only … bytes of RAM below the 4GiB boundary,BIOS may not work with less than 1MiB'],
  },
  'machine/slow-split': {
    title: 'RAM split at no multiple of 1 GiB',
    place: 'hw/i386/pc_q35.c, pc_q35_init; hw/i386/pc_piix.c, pc_init1',
    messages: [
      'warning: There is possibly poor performance as the ram size  (0x…) is more then twice the size of max-ram-below-4g (…) and max-ram-below-4g is not a multiple of 1G.',
      'warning: Large machine and max_ram_below_4g (…) not a multiple of 1G; possible bad performance.',
    ],
  },
  'machine/syntax': {
    title: 'Malformed -machine',
    place: 'util/keyval.c, keyval_parse_one and keyval_listify',
    messages: ["Expected '=' after parameter '…'", "Parameter '…' missing"],
  },
  'machine/value': {
    title: 'Machine property of the wrong form',
    place: 'qapi/qobject-input-visitor.c',
    messages: ["Parameter '…' expects 'on' or 'off'", "Parameter '…' expects size", "Parameter '…' expects integer"],
  },
  'machine/not-predicted': {
    title: 'Machine type that is not predicted',
    place: 'physmap’s own limit',
    messages: ['The memory of machine type "…" is not predicted'],
  },
  'machine/oem-id-too-long': {
    title: 'OEM id too long',
    place: 'hw/i386/x86.c, x86_machine_set_oem_id and x86_machine_set_oem_table_id',
    messages: [
      'User specified x-oem-id value is bigger than 6 bytes in size',
      'User specified x-oem-table-id value is bigger than 8 bytes in size',
    ],
  },
  'global/syntax': {
    title: 'Malformed -global',
    place: 'util/qemu-option.c, opt_validate; system/qdev-monitor.c, qemu_global_option',
    messages: ["Invalid parameter '…'", "options 'driver', 'property', and 'value' are required"],
  },
  'global/not-applicable': {
    title: 'Global that cannot be applied',
    place: 'hw/core/qdev-properties.c, qdev_prop_set_globals, which calls object_apply_global_props',
    messages: [
      "can't apply global …: Parameter '…' expects a non-negative number below 2^64\nOptional suffix k, M, G, T, P or E means kilo-, mega-, giga-, tera-, peta-\nand exabytes, respectively.",
      "can't apply global …: Value '…' is out of range for parameter '…'",
      "can't apply global …: Property '…' not found",
    ],
  },
  'global/unused': {
    title: 'Global without effect',
    place: 'hw/core/qdev-properties.c, qdev_prop_check_globals',
    messages: ['warning: global … not used'],
  },
  'option/syntax': {
    title: 'Malformed option',
    place: 'util/qemu-option.c, opt_validate and parse_option_size; util/keyval.c',
    messages: [
      "Invalid parameter '…'",
      "Parameter '…' expects a non-negative number below 2^64\nOptional suffix k, M, G, T, P or E means kilo-, mega-, giga-, tera-, peta-\nand exabytes, respectively.",
      "Value '…' is out of range for parameter '…'",
    ],
  },
  'm/syntax': {
    title: 'Malformed -m',
    place: 'util/qemu-option.c, opt_validate, parse_option_size and parse_option_number',
    messages: [
      "Parameter 'size' expects a non-negative number below 2^64\nOptional suffix k, M, G, T, P or E means kilo-, mega-, giga-, tera-, peta-\nand exabytes, respectively.",
      "Value '…' is out of range for parameter '…'",
      "Parameter 'slots' expects a number",
      "Value '…' is too large for parameter 'slots'",
      "Invalid parameter '…'",
    ],
  },
  'memory/syntax': {
    title: 'Malformed memory size',
    place: 'qapi/qobject-input-visitor.c',
    messages: [
      "Parameter 'memory.size' expects size",
      "Parameter 'memory.max-size' expects size",
      "Parameter 'memory.slots' expects integer",
    ],
  },
  'memory/slots-without-maxmem': {
    title: 'Slots without maxmem',
    place: 'hw/core/machine.c, machine_set_mem',
    messages: ['slots specified but no max-size'],
  },
  'memory/maxmem-below-size': {
    title: 'maxmem below the RAM size',
    place: 'hw/core/machine.c, machine_set_mem',
    messages: ['invalid value of maxmem: maximum memory size (0x…) must be at least the initial memory size (0x…)'],
  },
  'memory/slots-without-room': {
    title: 'Slots without room',
    place: 'hw/core/machine.c, machine_set_mem',
    messages: [
      'invalid value of maxmem: memory slots were specified but maximum memory size (0x…) is equal to the initial memory size (0x…)',
    ],
  },
  'memory/too-many-slots': {
    title: 'More than 256 slots',
    place: 'hw/i386/pc.c, pc_memory_init',
    messages: ['unsupported amount of memory slots: …'],
  },
  'memory/maxmem-unaligned': {
    title: 'maxmem between pages',
    place: 'hw/i386/pc.c, pc_memory_init',
    messages: ['maximum memory size must by aligned to multiple of 4096 bytes'],
  },
  'memory/backend-size-differs': {
    title: 'Machine backend and RAM size differ',
    place: 'hw/core/machine.c, machine_run_board_init',
    messages: ['Machine memory size does not match the size of the memory backend'],
  },
  'memory/backend-not-found': {
    title: 'No such machine backend',
    place: 'system/vl.c, qemu_resolve_machine_memdev',
    messages: ["Memory backend '…' not found"],
  },
  'memory/not-supported': {
    title: 'No hotplug memory on isapc',
    place: 'hw/i386/pc.c, pc_memory_init',
    messages: [`"-memory 'slots|maxmem'" is not supported by: …`],
  },
  'memory/reserved-id': {
    title: 'Backend with the name of boot RAM',
    place: 'hw/core/machine.c, machine_run_board_init',
    messages: ["object's id '…' is reserved for the default RAM backend, it can't be used for any other purposes\n…"],
  },
  'machine/enclave-memory': {
    title: 'Enclave memory without a backend',
    place: 'hw/i386/sgx.c, pc_machine_init_sgx_epc',
    messages: [
      "Device '…' not found",
      "Invalid parameter type for 'memdev', expected: memory-backend-epc",
      "Parameter 'sgx-epc.…' is missing",
    ],
  },
  'memory/too-much': {
    title: 'Too much RAM for isapc',
    place: 'hw/i386/isapc.c, pc_init_isa',
    messages: ['Too much memory for this machine: … MiB, maximum … MiB'],
  },
  'memory/window-overflows': {
    title: 'Window past 64 bits',
    place: 'hw/i386/pc.c, pc_memory_init',
    messages: ['unsupported amount of maximum memory: 0x…'],
  },
  'cpu/property': {
    title: 'CPU property that cannot be',
    place:
      'target/i386/cpu.c, x86_cpu_realizefn and x86_cpuid_set_vendor; hw/core/qdev-properties.c, qdev_prop_set_globals, which calls object_apply_global_props',
    messages: [
      'phys-bits should be at least 32 (but is …)',
      'phys-bits is not user-configurable in 32 bit',
      "can't apply global …: Property '…' not found",
      "can't apply global …: Parameter '…' expects uint64",
      "can't apply global …: value of property 'vendor' must consist of exactly 12 characters",
      "CPU model 'host' requires KVM or HVF",
    ],
  },
  'cpu/unknown-model': {
    title: 'No such CPU model',
    place: 'hw/core/cpu-common.c, parse_cpu_option',
    messages: ["unable to find CPU model '…'"],
  },
  'cpu/ambiguous': {
    title: 'CPU feature given twice',
    place: 'target/i386/cpu.c, x86_cpu_parse_featurestr',
    messages: ['warning: Ambiguous CPU model string. …'],
  },
  'cpu/x2apic-needed': {
    title: 'APIC id beyond 254',
    place: 'hw/intc/apic_common.c, apic_common_set_id',
    messages: ['APIC ID … requires x2APIC feature in CPU\nTry x2apic=on in -cpu.'],
  },
  'smp/syntax': {
    title: 'Malformed -smp',
    place: 'qapi/qobject-input-visitor.c',
    messages: ["Invalid parameter type for 'smp', expected: object"],
  },
  'smp/topology': {
    title: 'CPU topology that does not work out',
    place: 'hw/core/machine-smp.c, machine_parse_smp_config; qapi/qobject-input-visitor.c',
    messages: [
      'Invalid CPU topology: product of the hierarchy must match maxcpus: … != maxcpus (…)',
      'Invalid CPU topology: maxcpus must be equal to or greater than smp: … == maxcpus (…) < smp_cpus (…)',
      'Invalid CPU topology: CPU topology parameters must be greater than zero',
      "Invalid SMP CPUs …. The max CPUs supported by machine '…' is …",
      "… > 1 not supported by this machine's CPU topology",
      "Parameter 'smp.…' is unexpected",
      "Parameter 'smp.…' expects integer",
    ],
  },
  'smp/smbios-2': {
    title: 'Too many cores for SMBIOS 2',
    place: 'hw/smbios/smbios.c, smbios_build_type_4_table',
    messages: [
      "SMBIOS 2.0 doesn't support number of processor cores/threads more than 255, use -machine smbios-entry-point-type=64 option to enable SMBIOS 3.0 support",
    ],
  },
  'memory/no-host-memory': {
    title: 'Host out of memory',
    place: 'system/physmem.c, ram_block_add',
    messages: ["cannot set up guest memory '…': Cannot allocate memory"],
  },
};
