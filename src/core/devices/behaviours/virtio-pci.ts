/** Properties that every virtio device behind PCI has (QEMU 11.1, `-device virtio-mem-pci,help`). They do not concern memory. */
import type { PropertyTable, RunningDevice } from './behaviour';

const flags =
  'aer any_layout ats disable-modern event_idx in_order indirect_desc iommu_platform modern-pio-notify multifunction ' +
  'notify_on_empty packed page-per-vq queue_reset use-disabled-flag use-started virtio-pci-bus-master-bug-migration ' +
  'x-ats-page-aligned x-disable-legacy-check x-pcie-ari-nextfn-1 x-pcie-err-unc-mask x-pcie-ext-tag x-pcie-flr-init ' +
  'x-pcie-lnksta-dllla x-pcie-pm-no-soft-reset';

/** PCI's `addr` is the slot and function; the address in the window is `memaddr`. */
export const virtioPciProperties: PropertyTable = {
  ...Object.fromEntries(flags.split(' ').map((name) => [name, { type: 'boolean' }] as const)),
  addr: { type: 'pci-address' },
  'acpi-index': { type: 'uint32' },
  busnr: { type: 'read-only' },
  'disable-legacy': { type: 'choice', choices: ['auto', 'on', 'off'] },
  failover_pair_id: { type: 'text' },
  rombar: { type: 'int32' },
  romfile: { type: 'text' },
  romsize: { type: 'uint32' },
  'sriov-pf': { type: 'text' },
  'virtio-backend': { type: 'read-only' },
  'x-max-bounce-buffer-size': { type: 'size' },
};

/** What `-global` may call the PCI part of a virtio device. */
export const virtioPciClasses = (driver: string): readonly string[] => [
  driver,
  `${driver}-base`,
  'virtio-pci',
  'pci-device',
  'device',
];

/** Slot and function as `qom-get` reads them: device × 8 + function. */
export const pciAddress = ({ pci }: RunningDevice): bigint => BigInt(pci?.devfn ?? -1);
