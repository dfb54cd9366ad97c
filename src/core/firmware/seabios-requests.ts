/** What SeaBIOS 1.17.0 asks for on behalf of tables and devices; recorded by what stays reserved, page by page. */
import type { BufferRequest } from './seabios-buffers';

const times = (count: number, size: number, align: number): readonly BufferRequest[] =>
  Array.from({ length: count }, () => ({ size, align }));

/** ACPI tables come in one unit of 128 KiB, which QEMU fixes (ACPI_BUILD_TABLE_SIZE). */
export const ACPI_TABLES = times(1, 0x2_0000, 64);
export const NVDIMM_PAGE = times(1, 0x1000, 0x1000);
export const VMGENID = [...times(1, 0x1000, 0x1000), ...times(1, 24, 16)];
/** A picture of 1024 by 768 pixels. */
export const RAMFB = times(1, 0x30_0000, 0x10_0000);
export const smbiosTables = (bytes: number): readonly BufferRequest[] => times(1, bytes, 16);

export const XHCI = [...times(1, 0x58, 16), ...times(1, 0x208, 64), ...times(1, 16, 64), ...times(2, 0x120, 256)];
export const XHCI_DEVICE = [...times(1, 0x148, 256), ...times(1, 0x400, 0x400), ...times(1, 8, 16)];
export const EHCI = [...times(1, 0x1000, 0x1000), ...times(2, 0x60, 128)];
export const UHCI = [...times(1, 16, 16), ...times(1, 0x1000, 0x1000), ...times(2, 0x30, 16)];
export const OHCI = [...times(1, 256, 256), ...times(1, 16, 16)];
export const AHCI_DISK = [...times(1, 0x400, 0x400), ...times(2, 0x100, 0x100)];
export const VIRTIO_BLK = times(1, 0x2a20, 0x1000);
export const VIRTIO_SCSI = [...times(1, 0x70, 16), ...times(1, 0x2a20, 0x1000)];
export const PVSCSI = [...times(1, 16, 16), ...times(3, 0x1000, 0x1000)];
export const NVME = [...times(1, 0x60, 16), ...times(7, 0x1000, 0x1000)];
/** Once, as soon as any controller has a namespace. */
export const NVME_NAMESPACE = times(1, 0x1000, 0x1000);

/** What a `-device` is to SeaBIOS. */
export type Role =
  | 'xhci'
  | 'ehci'
  | 'uhci'
  | 'companion'
  | 'ohci'
  | 'usb'
  | 'usb-idle'
  | 'ahci'
  | 'ide'
  | 'ata-disk'
  | 'virtio-blk'
  | 'virtio-scsi'
  | 'pvscsi'
  | 'scsi-other'
  | 'scsi-disk'
  | 'nvme'
  | 'nvme-namespace'
  | 'vmgenid'
  | 'ramfb'
  | 'nothing';

const ROLES: Readonly<Record<Role, string>> = {
  xhci: 'qemu-xhci nec-usb-xhci',
  ehci: 'usb-ehci ich9-usb-ehci1 ich9-usb-ehci2',
  uhci: 'piix3-usb-uhci piix4-usb-uhci',
  companion: 'ich9-usb-uhci1 ich9-usb-uhci2 ich9-usb-uhci3 ich9-usb-uhci4 ich9-usb-uhci5 ich9-usb-uhci6',
  ohci: 'pci-ohci',
  usb: 'usb-kbd usb-mouse usb-storage',
  // Found by SeaBIOS, which boots from none of them: only xHCI keeps what it asked for on their behalf.
  'usb-idle': 'usb-tablet usb-hub usb-audio usb-net usb-uas usb-bot usb-ccid usb-wacom-tablet usb-mtp',
  ahci: 'ahci ich9-ahci',
  ide: 'piix3-ide piix4-ide isa-ide',
  'ata-disk': 'ide-hd ide-cd',
  'virtio-blk': 'virtio-blk virtio-blk-pci virtio-blk-pci-transitional virtio-blk-pci-non-transitional',
  'virtio-scsi': 'virtio-scsi virtio-scsi-pci virtio-scsi-pci-transitional virtio-scsi-pci-non-transitional',
  pvscsi: 'pvscsi',
  'scsi-other': 'lsi lsi53c895a megasas megasas-gen2 mptsas1068 am53c974',
  'scsi-disk': 'scsi-hd scsi-cd',
  nvme: 'nvme',
  'nvme-namespace': 'nvme-ns',
  vmgenid: 'vmgenid',
  ramfb: 'ramfb',
  nothing:
    'VGA cirrus-vga bochs-display ati-vga vmware-svga virtio-vga virtio-gpu-pci secondary-vga e1000 e1000-82540em e1000e igb ' +
    'rtl8139 vmxnet3 virtio-net virtio-net-pci virtio-net-pci-transitional virtio-net-pci-non-transitional ne2k_pci ' +
    'pcnet tulip i82559a virtio-rng virtio-rng-pci virtio-balloon virtio-balloon-pci virtio-serial virtio-serial-pci ' +
    'virtconsole virtserialport virtio-keyboard virtio-keyboard-pci virtio-mouse virtio-mouse-pci virtio-tablet ' +
    'virtio-tablet-pci intel-hda ich9-intel-hda hda-duplex hda-micro hda-output intel-iommu amd-iommu virtio-iommu ' +
    'virtio-iommu-pci edu ivshmem-plain pvpanic pvpanic-pci vmcoreinfo vmclock isa-serial isa-debugcon acpi-erst ' +
    'ipmi-bmc-sim isa-ipmi-kcs ufs virtio-9p virtio-9p-pci pcie-root-port ioh3420 pcie-pci-bridge pci-bridge ' +
    'x3130-upstream xio3130-downstream pxb pxb-pcie pxb-cxl cxl-rp cxl-upstream cxl-downstream cxl-type3 sdhci-pci ' +
    'sd-card i6300esb floppy isa-fdc',
};

const roleOfDriver = new Map(
  Object.entries(ROLES).flatMap(([role, drivers]) => drivers.split(' ').map((driver) => [driver, role as Role])),
);

/** Undefined: never recorded with SeaBIOS. */
export const roleOf = (driver: string): Role | undefined => roleOfDriver.get(driver);
