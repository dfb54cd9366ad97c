import { HYPER_TRANSPORT } from '../../base/e820';
import { formatRange } from '../../base/size-text';
import type { Fix } from '../diagnostic';
import { asksForKvm } from '../../qemu/accelerator';
import type { LintContext, LintRule } from '../rule';

const VENDORS = ['AuthenticAMD', 'GenuineIntel'] as const;

/** Whether somebody says which vendor it is. */
const isNamed = ({ document: { cpu, globals } }: LintContext): boolean =>
  cpu.vendor !== undefined || globals.some(({ property }) => property === 'vendor');

/**
 * With KVM every CPU has the vendor of the machine that QEMU runs on, unless vendor= names one, and the vendor decides the map: source
 * QEMU 11.1 target/i386/host-cpu.c, host_cpu_instance_init, read and not recorded.
 */
export const vendorOfHost: LintRule = {
  id: 'machine/vendor-of-host',
  check(context) {
    const { machine, cpu } = context.startup;
    if (cpu === undefined || machine?.version.rules.avoidsHyperTransport !== true) return [];
    if (isNamed(context) || !asksForKvm(context.startup)) return [];
    const [taken, other] = cpu.isAmd ? (['AMD', 'Intel'] as const) : (['Intel', 'AMD'] as const);
    return [
      {
        code: 'machine/vendor-of-host',
        severity: 'info',
        what: `With KVM the CPU has the vendor of the machine that QEMU runs on; here that is taken to be ${taken}.`,
        where: `CPU model ${cpu.model}, without vendor=.`,
        why: `QEMU gives every model the vendor of the host’s CPU then. With AMD’s it reserves ${formatRange(HYPER_TRANSPORT)}, and moves RAM above 4 GiB to 1 TiB where the layout would reach that far; with any other it does neither. On a host of ${other} the map is another one.`,
        works: 'The vendor that the host has: then what is shown here is what QEMU does there.',
        path: 'cpu.vendor',
        fixes: VENDORS.map(vendorFix),
      },
    ];
  },
};

const vendorFix = (value: string): Fix => ({
  title: `Set the vendor to ${value}`,
  edits: [{ op: 'set', path: 'cpu.vendor', value }],
});
