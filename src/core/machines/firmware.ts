/** The fw_cfg files of each machine type (spec: qemu-11.1 §8), and what else its firmware gets to know. */
import type { FirmwareFile, FirmwareInterface } from './machine';

const BASE: readonly FirmwareFile[] = [
  { name: 'bios-geometry', size: 0 },
  { name: 'bootorder', size: 0 },
  { name: 'etc/boot-fail-wait', size: 4 },
  { name: 'etc/e820' },
];

const PC: readonly FirmwareFile[] = [
  ...BASE,
  { name: 'etc/smbios/smbios-anchor' },
  { name: 'etc/smbios/smbios-tables' },
];

/** Sleep states of the power-management device: pc has that device with ACPI only. */
const SLEEP: FirmwareFile = { name: 'etc/system-states', size: 6 };

const SMI: readonly FirmwareFile[] = [
  { name: 'etc/smi/features-ok', size: 1 },
  { name: 'etc/smi/requested-features', size: 8 },
  { name: 'etc/smi/supported-features', size: 8 },
];

const ACPI: readonly FirmwareFile[] = [
  { name: 'etc/acpi/rsdp', size: 20 },
  { name: 'etc/acpi/tables' },
  { name: 'etc/table-loader' },
  { name: 'etc/tpm/log', size: 0 },
];

/** An option ROM that patches guest code that programs the APIC. */
const APIC: readonly FirmwareFile[] = [{ name: 'genroms/kvmvapic.bin', size: 9216 }];

export const pcFirmware: FirmwareInterface = {
  files: PC,
  acpiFiles: [...ACPI, SLEEP],
  apicFiles: APIC,
  recordsBootCpus: true,
  listsNodes: true,
};

export const q35Firmware: FirmwareInterface = {
  ...pcFirmware,
  files: [...PC, ...SMI, SLEEP],
  acpiFiles: ACPI,
};

export const isapcFirmware: FirmwareInterface = {
  files: BASE,
  acpiFiles: [],
  apicFiles: APIC,
  recordsBootCpus: true,
  listsNodes: true,
};

export const microvmFirmware: FirmwareInterface = {
  files: [...BASE, { name: 'etc/fdt', size: 1_048_576 }],
  acpiFiles: [{ name: 'etc/acpi/rsdp', size: 36 }, { name: 'etc/acpi/tables' }, { name: 'etc/table-loader' }],
  apicFiles: [],
  recordsBootCpus: false,
  listsNodes: false,
};
