import { lastValue, parseQemuOpts } from '../options/qemu-opts';

interface OptionText {
  readonly name: string;
  /** What stands behind it. */
  readonly text: string;
}

const startsWithKvm = (text: string | undefined): boolean => text?.split(':')[0] === 'kvm';

/** The command line asks for KVM first: `-enable-kvm`, `-accel kvm`, `-machine accel=kvm`. */
export const asksForKvm = ({ options }: { readonly options: readonly OptionText[] }): boolean => {
  const first = options.find(({ name }) => name === 'accel' || name === 'enable-kvm');
  if (first !== undefined) {
    return first.name === 'enable-kvm' || startsWithKvm(lastValue(parseQemuOpts(first.text, 'accel').pairs, 'accel'));
  }
  return options.some(
    ({ name, text }) => name === 'machine' && startsWithKvm(lastValue(parseQemuOpts(text, 'type').pairs, 'accel')),
  );
};
