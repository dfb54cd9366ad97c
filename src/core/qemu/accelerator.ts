import { lastValue, parseQemuOpts } from '../options/qemu-opts';

interface OptionText {
  readonly name: string;
  /** What stands behind it. */
  readonly text: string;
}

/** What the options choose to run on, as typed: `kvm:tcg`; the first choice counts. Nothing if they leave it to QEMU. */
export function chosenAccelerator(options: readonly OptionText[]): string | undefined {
  const first = options.find(({ name }) => name === 'accel' || name === 'enable-kvm');
  if (first?.name === 'enable-kvm') return 'kvm';
  if (first !== undefined) return lastValue(parseQemuOpts(first.text, 'accel').pairs, 'accel');
  const ofMachines = options.filter(({ name }) => name === 'machine');
  return ofMachines
    .map(({ text }) => lastValue(parseQemuOpts(text, 'type').pairs, 'accel'))
    .findLast((value) => value !== undefined);
}

/** The command line asks for KVM first: `-enable-kvm`, `-accel kvm`, `-machine accel=kvm`. */
export const asksForKvm = ({ options }: { readonly options: readonly OptionText[] }): boolean =>
  chosenAccelerator(options)?.split(':')[0] === 'kvm';
