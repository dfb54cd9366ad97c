/** One firmware build, as data: what of a QEMU machine's memory table it hands on. Rules read these fields; none asks for an id. */
export interface Firmware {
  /** Stable id, in documents, links and requests: `seabios`, `ovmf`. */
  readonly id: string;
  /** `OVMF 2026.08, 4 MiB build`. */
  readonly title: string;
  /** For the head of a strip: `OVMF`. */
  readonly short: string;
  /** How the operating system learns of memory: an INT 15h E820 list, or a UEFI memory map. */
  readonly handOff: 'e820' | 'efi';
  /** What becomes of E820 type 0xEFFFFFFF of `etc/e820`: handed on, left out, or handed on as ordinary memory. */
  readonly softReserved: 'kept' | 'dropped' | 'usable';
  /** Which recorded layout of the firmware's own pieces of RAM applies; none where no recording covers the build. */
  readonly pieces?: 'seabios-1.17' | 'ovmf-2026.08' | 'ovmf-2026.08-single';
  /** Id in `pci-windows` of the rule by which it sizes its 64-bit PCI window. */
  readonly pciWindow: string;
  /** One sentence for a menu: when to choose it. */
  readonly note: string;
}
