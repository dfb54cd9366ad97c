/** `-cpu host` where QEMU runs with KVM: the CPU of a machine that the text does not name. */
import { asksForKvm } from '../../qemu/accelerator';
import type { LayoutDraft } from './draft';
import type { TypedOption } from './typed-option';

/** Whether the options ask for the CPU of the machine that QEMU runs on, and for what lends it to a guest. */
export const isHostCpu = ({ cpu }: LayoutDraft, options: readonly TypedOption[]): boolean =>
  cpu !== undefined && /^host(?:,|$)/.test(cpu.text) && asksForKvm({ options });

export const HOST_CPU_UNKNOWN =
  '-cpu host is the CPU of the machine that QEMU runs on, which the text does not name: QEMU’s default model stands in for it. Its vendor and address bits decide the memory map; choose the model under CPU.';
