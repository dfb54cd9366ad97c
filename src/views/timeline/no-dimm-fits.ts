/** Why no DIMM can be plugged into a layout, in one sentence with its numbers. */
import { GiB } from '../../core/base/addr';
import type { LayoutDocument } from '../../core/document/schema';
import type { Plan } from '../../core/plan/plan';
import { sizeText } from './step-words';

export function noDimmFits({ memory, machine }: LayoutDocument, plan: Plan | undefined): string | undefined {
  if (plan === undefined || !plan.verdict.starts) return undefined;
  if (machine.type === 'microvm' || machine.type === 'isapc')
    return `No DIMM fits later: ${machine.type} has no memory hotplug.`;
  const { window } = plan;
  if (window === undefined) {
    return memory.maxmem === undefined
      ? 'No DIMM fits later: without maxmem the machine has no window for memory devices.'
      : 'No DIMM fits later: maxmem leaves nothing for memory devices.';
  }
  if (memory.slots === undefined || memory.slots === 0) return 'No DIMM fits later: the machine has no slots.';
  const left = window.budget - window.used;
  if (left > 0) return undefined;
  const room = window.range.end - window.range.start - window.used;
  const spare =
    room > 0
      ? ` The ${sizeText(room)} still free are alignment space${room === memory.slots * GiB ? ', one per slot' : ''}.`
      : '';
  return `No DIMM fits later: maxmem leaves ${sizeText(window.budget)} for devices, and all of it is used.${spare}`;
}
