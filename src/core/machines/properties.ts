/** What `-machine KEY=VALUE` takes on each machine type (qom-list of QEMU 11.1.3; the same in all versions it offers). */
import type { PropertyType } from './machine';

type Properties = Readonly<Record<string, PropertyType>>;

const everywhere: Properties = {
  acpi: 'on-off-auto',
  accel: 'any',
  append: 'any',
  'aux-ram-share': 'boolean',
  boot: 'any',
  'bus-lock-ratelimit': 'integer',
  'confidential-guest-support': 'any',
  'dt-compatible': 'any',
  dtb: 'any',
  'dump-guest-core': 'boolean',
  dumpdtb: 'any',
  firmware: 'any',
  graphics: 'boolean',
  hmat: 'boolean',
  'igd-passthru': 'any',
  initrd: 'any',
  kernel: 'any',
  'kernel-irqchip': 'any',
  'kvm-shadow-mem': 'any',
  'mem-merge': 'boolean',
  memory: 'any',
  'memory-backend': 'any',
  'memory-encryption': 'any',
  pflash0: 'any',
  pflash1: 'any',
  'phandle-start': 'integer',
  pic: 'on-off-auto',
  pit: 'on-off-auto',
  'sgx-epc': 'any',
  shim: 'any',
  smm: 'on-off-auto',
  smp: 'any',
  'smp-cache': 'any',
  spcr: 'boolean',
  'suppress-vmdesc': 'boolean',
  usb: 'boolean',
  'x-change-vmfd-on-reset': 'boolean',
  'x-oem-id': 'any',
  'x-oem-table-id': 'any',
};

const classic: Properties = {
  ...everywhere,
  'default-bus-bypass-iommu': 'boolean',
  'fd-bootchk': 'boolean',
  hpet: 'boolean',
  i8042: 'boolean',
  'max-fw-size': 'size',
  'max-ram-below-4g': 'size',
  nvdimm: 'boolean',
  'nvdimm-persistence': 'any',
  'pcspk-audiodev': 'any',
  sata: 'boolean',
  'smbios-entry-point-type': 'any',
  smbus: 'boolean',
  vmport: 'on-off-auto',
};

const pci: Properties = { ...classic, cxl: 'boolean', 'cxl-fmw': 'any' };

export const isapcProperties: Properties = classic;

export const pcProperties: Properties = { ...pci, 'x-south-bridge': 'any' };

export const q35Properties: Properties = { ...pci, wdat: 'boolean' };

export const microvmProperties: Properties = {
  ...everywhere,
  'auto-kernel-cmdline': 'boolean',
  ioapic2: 'on-off-auto',
  'isa-serial': 'boolean',
  pcie: 'on-off-auto',
  rtc: 'on-off-auto',
  'x-option-roms': 'boolean',
};
