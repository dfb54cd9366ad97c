/** CPU models without a local APIC of their own. */
const WITHOUT_APIC = /^(?:486|base)(?:-v\d+)?$/;

/**
 * The boot CPU has a local APIC: the model has one unless a feature says otherwise, and several CPUs always do
 * (target/i386/cpu.c, x86_cpu_realizefn). Without one there is no MSI either, and no ROM that patches APIC accesses.
 *
 * @param text the last `-cpu` as typed
 */
export function hasApic(model: string, text: string | undefined, cpus: number): boolean {
  if (cpus > 1) return true;
  const feature = text?.split(',').findLast((part) => /^(?:[+-]apic|apic=\w+)$/.test(part));
  if (feature !== undefined) return /^\+|=(?:on|yes|true|y)$/.test(feature);
  return !WITHOUT_APIC.test(model);
}
