/** Whether the guest has a display when UEFI draws its boot logo. */
import type { Option } from '../qemu/machine';
import type { AcceptedStartup } from '../qemu/tables/accepted';

/** Devices that QEMU 11.1 lets users create and OVMF has a driver for. */
const DISPLAYS =
  /^(VGA|cirrus-vga|qxl-vga|qxl|virtio-vga.*|virtio-gpu.*|vmware-svga|bochs-display|secondary-vga|ramfb)$/;

const last = (options: readonly Option[], name: string): Option | undefined =>
  options.findLast((option) => option.name === name);

export function hasDisplay({ options, machine, plugging }: AcceptedStartup): boolean {
  if (plugging?.result.others.some(({ driver }) => DISPLAYS.test(driver)) === true) return true;
  const vga = last(options, 'vga');
  if (vga !== undefined) return vga.text !== 'none';
  return machine.version.family.hasDeviceMemory && last(options, 'nodefaults') === undefined;
}
