/**
 * Device models that QEMU 11.1 for x86 lets users create (`-device help`), beside the memory devices, which have kinds of their own.
 * Only what sits on PCI or needs a bus that no guest has makes a difference here; the rest is accepted as it is.
 */

const PCI =
  'AC97 ac97 acpi-erst ahci am53c974 AMDVI-PCI ati-vga bochs-display cirrus-vga ctucan_pci cxl-downstream cxl-rp ' +
  'cxl-switch-mailbox-cci cxl-type3 cxl-upstream dc390 e1000 e1000-82540em e1000-82544gc e1000-82545em e1000e edu ' +
  'ES1370 es1370 i6300esb i82550 i82551 i82557a i82557b i82557c i82558a i82558b i82559a i82559b i82559c i82559er ' +
  'i82562 i82801 i82801b11-bridge ich9-ahci ich9-intel-hda ich9-usb-ehci1 ich9-usb-ehci2 ich9-usb-uhci1 ' +
  'ich9-usb-uhci2 ich9-usb-uhci3 ich9-usb-uhci4 ich9-usb-uhci5 ich9-usb-uhci6 igb intel-hda ioh3420 iommu-testdev ' +
  'ivshmem-doorbell ivshmem-plain kvaser_pci lsi lsi53c810 lsi53c895a megasas megasas-gen2 mioe3680_pci mptsas1068 ' +
  'ne2k_pci nec-usb-xhci nvme pci-bridge pci-bridge-seat pci-ipmi-bt pci-ipmi-kcs pci-ohci pci-serial pci-serial-2x ' +
  'pci-serial-4x pci-testdev pcie-pci-bridge pcie-root-port pcm3680_pci pcnet piix3-ide piix3-usb-uhci piix4-ide ' +
  'piix4-usb-uhci pvpanic-pci pvscsi pxb pxb-cxl pxb-pcie qemu-xhci qxl qxl-vga rocker rtl8139 sdhci-pci ' +
  'secondary-vga tpci200 tulip ufs usb-ehci vfio-pci vfio-pci-igd-lpc-bridge vfio-pci-nohotplug vfio-user-pci VGA ' +
  'vhost-scsi-pci vhost-scsi-pci-non-transitional vhost-scsi-pci-transitional vhost-user-blk-pci ' +
  'vhost-user-blk-pci-non-transitional vhost-user-blk-pci-transitional vhost-user-fs-pci vhost-user-gpio-pci ' +
  'vhost-user-gpu-pci vhost-user-i2c-pci vhost-user-input-pci vhost-user-rng-pci vhost-user-rtc-pci ' +
  'vhost-user-scsi-pci vhost-user-scsi-pci-non-transitional vhost-user-scsi-pci-transitional vhost-user-snd-pci ' +
  'vhost-user-spi-pci vhost-user-test-device-pci vhost-user-vga vhost-user-vsock-pci ' +
  'vhost-user-vsock-pci-non-transitional vhost-vdpa-device-pci vhost-vdpa-device-pci-non-transitional ' +
  'vhost-vdpa-device-pci-transitional vhost-vsock-pci vhost-vsock-pci-non-transitional virtio-9p virtio-9p-pci ' +
  'virtio-9p-pci-non-transitional virtio-9p-pci-transitional virtio-balloon virtio-balloon-pci ' +
  'virtio-balloon-pci-non-transitional virtio-balloon-pci-transitional virtio-blk virtio-blk-pci ' +
  'virtio-blk-pci-non-transitional virtio-blk-pci-transitional virtio-crypto-pci virtio-gpu virtio-gpu-gl-pci ' +
  'virtio-gpu-pci virtio-gpu-rutabaga-pci virtio-input-host virtio-input-host-pci virtio-iommu virtio-iommu-pci ' +
  'virtio-keyboard virtio-keyboard-pci virtio-mouse virtio-mouse-pci virtio-multitouch-pci virtio-net ' +
  'virtio-net-pci virtio-net-pci-non-transitional virtio-net-pci-transitional virtio-rng virtio-rng-pci ' +
  'virtio-rng-pci-non-transitional virtio-rng-pci-transitional virtio-rtc-pci virtio-scsi virtio-scsi-pci ' +
  'virtio-scsi-pci-non-transitional virtio-scsi-pci-transitional virtio-serial virtio-serial-pci ' +
  'virtio-serial-pci-non-transitional virtio-serial-pci-transitional virtio-sound virtio-sound-pci virtio-tablet ' +
  'virtio-tablet-pci virtio-vga virtio-vga-gl virtio-vga-rutabaga vmware-svga vmxnet3 x-pci-proxy-dev ' +
  'x3130-upstream xen-platform xio3130-downstream';

/** Their bus is made by other devices, which fill it at once. */
const VIRTIO_BUS =
  'vhost-scsi vhost-user-blk vhost-user-fs-device vhost-user-gpio-device vhost-user-gpu vhost-user-i2c-device ' +
  'vhost-user-input vhost-user-rng vhost-user-rtc vhost-user-scsi vhost-user-snd vhost-user-spi-device ' +
  'vhost-user-test-device vhost-user-vsock-device vhost-vdpa-device vhost-vsock-device virtio-9p-device ' +
  'virtio-balloon-device virtio-blk-device virtio-crypto-device virtio-gpu-device virtio-input-host-device ' +
  'virtio-iommu-device virtio-keyboard-device virtio-mem virtio-mouse-device virtio-multitouch-device ' +
  'virtio-net-device virtio-pmem virtio-rng-device virtio-rtc-device virtio-scsi-device virtio-serial-device ' +
  'virtio-sound-device virtio-tablet-device';

const OTHER =
  'adlib amd-iommu ccid-card-emulated ccid-card-passthru cs4231a emmc floppy guest-loader gus hda-duplex hda-micro ' +
  'hda-output hv-syndbg hyperv-testdev i2c-ddc i2c-echo i8042 ib700 ide-cd ide-cf ide-hd intel-iommu ' +
  'ipmi-bmc-extern ipmi-bmc-sim ipoctal232 isa-applesmc isa-cirrus-vga isa-debug-exit isa-debugcon isa-fdc isa-ide ' +
  'isa-ipmi-bt isa-ipmi-kcs isa-parallel isa-serial isa-vga loader mc146818rtc ne2k_isa nitro-heartbeat ' +
  'nitro-serial-vsock nvme-ns nvme-subsys pc-testdev pvpanic ramfb sb16 scsi-block scsi-cd scsi-generic scsi-hd ' +
  'sd-card sd-card-spi smbus-ipmi tpm-crb tpm-tis u2f-passthru uefi-vars-sysbus uefi-vars-x64 ufs-lu usb-audio ' +
  'usb-bot usb-braille usb-ccid usb-host usb-hub usb-kbd usb-mouse usb-mtp usb-net usb-redir usb-serial usb-storage ' +
  'usb-tablet usb-uas usb-wacom-tablet virtconsole virtserialport vmbus-bridge vmclock vmcoreinfo vmgenid vmmouse ' +
  'xen-backend xen-cdrom xen-console xen-disk xen-net-device';

/** The bus that a model needs: `PCI`, one that is never there, or any other. */
export type ModelBus = 'PCI' | 'virtio-bus' | 'vmbus' | 'other';

const BUSES: ReadonlyMap<string, ModelBus> = new Map([
  ...PCI.split(' ').map((model) => [model, 'PCI'] as const),
  ...VIRTIO_BUS.split(' ').map((model) => [model, 'virtio-bus'] as const),
  ...OTHER.split(' ').map((model) => [model, 'other'] as const),
  // Hyper-V's bus needs KVM.
  ['hv-balloon', 'vmbus'],
]);

/** Every CPU model is a device too. */
const CPU_SUFFIX = '-x86_64-cpu';

export const modelBus = (driver: string): ModelBus | undefined =>
  BUSES.get(driver) ?? (driver.endsWith(CPU_SUFFIX) ? 'other' : undefined);

/** Error lines that QEMU prints while it creates the device all the same. */
const COMPLAINTS: ReadonlyMap<string, string> = new Map([
  ['vmbus-bridge', 'VMBus requires usable Hyper-V SynIC and VP_INDEX'],
]);

export const complaintOf = (driver: string): string | undefined => COMPLAINTS.get(driver);

/** Models that QEMU refuses where interrupts cannot be messages, with the kind that it names. */
const NEEDS_MSI: ReadonlyMap<string, string> = new Map([
  ['pcie-root-port', 'MSI-X'],
  ['igb', 'MSI-X'],
  ['ioh3420', 'MSI'],
  ['x3130-upstream', 'MSI'],
  ['xio3130-downstream', 'MSI'],
  ['cxl-rp', 'MSI'],
  ['edu', 'MSI'],
]);

export const neededMessages = (driver: string): string | undefined => NEEDS_MSI.get(driver);

/** Models of which a machine takes one. */
const SINGLE = new Set(['vmcoreinfo', 'vmgenid']);

export const isSingle = (driver: string): boolean => SINGLE.has(driver);
