/** Which firmware and kernel a layout is planned for. */
import { DEFAULT_FIRMWARE } from '../boot/firmwares';
import { DEFAULT_KERNEL } from '../boot/kernels';
import type { LayoutDocument } from '../document/schema';
import type { BootChoice } from './plan';

/** A firmware image by its name, as distributions and edk2 call it. */
const OVMF = /ovmf|edk2-x86_64|edk2-i386/i;

/** UEFI, if an option of the command line that was kept as typed loads it. */
function loadedFirmware({ options, machine }: LayoutDocument): string | undefined {
  const namesOvmf = (name: string): boolean =>
    options.some((option) => option.name === name && OVMF.test(option.value ?? ''));
  if (namesOvmf('bios')) return 'ovmf-single';
  const isFlash = options.some(
    ({ name, value = '' }) => name === 'drive' && value.includes('if=pflash') && OVMF.test(value),
  );
  return isFlash || Object.hasOwn(machine.extra ?? {}, 'pflash0') ? 'ovmf' : undefined;
}

/** What the layout says; else what its command line loads; else QEMU's own firmware and the newest kernel, marked as assumed. */
export function bootChoice(document: LayoutDocument): BootChoice {
  const { boot, options } = document;
  const firmware = boot.firmware ?? loadedFirmware(document);
  return {
    firmware: firmware ?? DEFAULT_FIRMWARE,
    kernel: boot.kernel ?? DEFAULT_KERNEL,
    append: boot.append ?? options.findLast(({ name }) => name === 'append')?.value ?? '',
    assumed: { firmware: firmware === undefined, kernel: boot.kernel === undefined },
  };
}
