/** fw_cfg files that single options bring (recorded with QEMU 11.1.3). */
import type { FirmwareFile } from '../../machines/machine';
import type { Option } from '../machine';

const FILES_OF_DRIVER: Readonly<Record<string, readonly FirmwareFile[]>> = {
  pxb: [{ name: 'etc/extra-pci-roots', size: 8 }],
  'pxb-pcie': [{ name: 'etc/extra-pci-roots', size: 8 }],
  'pxb-cxl': [{ name: 'etc/extra-pci-roots', size: 8 }],
  vmcoreinfo: [{ name: 'etc/vmcoreinfo', size: 16 }],
  pvpanic: [{ name: 'etc/pvpanic-port', size: 2 }],
  ramfb: [
    { name: 'etc/ramfb', size: 28 },
    { name: 'vgaroms/vgabios-ramfb.bin', size: 28_672 },
  ],
};

/** Files that QEMU adds while it builds ACPI tables. */
const ACPI_FILES_OF_DRIVER: Readonly<Record<string, readonly FirmwareFile[]>> = {
  vmgenid: [
    { name: 'etc/vmgenid_addr', size: 8 },
    { name: 'etc/vmgenid_guid', size: 4096 },
  ],
};

export function filesOfOption({ name, text }: Option, acpi: boolean): readonly FirmwareFile[] {
  if (name === 'device') {
    const driver = driverOf(text);
    return [...(FILES_OF_DRIVER[driver] ?? []), ...(acpi ? (ACPI_FILES_OF_DRIVER[driver] ?? []) : [])];
  }
  if (name !== 'fw_cfg') return [];
  const file = /(?:^|,)name=([^,]+)/.exec(text)?.[1] ?? /^([^,=]+)(?:,|$)/.exec(text)?.[1];
  const content = /(?:^|,)string=([^,]*)/.exec(text)?.[1];
  if (file === undefined) return [];
  return [{ name: file, ...(content === undefined ? {} : { size: content.length }) }];
}

/** The driver of a `-device`, in either form of the option. */
function driverOf(text: string): string {
  const json = /^\s*\{.*"driver"\s*:\s*"([^"]*)"/s.exec(text);
  return json?.[1] ?? /(?:^|,)driver=([^,]*)/.exec(text)?.[1] ?? /^[^,]*/.exec(text)?.[0] ?? '';
}
