import { describe, expect, it } from 'vitest';
import { emptyDocument } from '../../core/document/defaults';
import { dayOfResizing } from '../../core/document/samples/day-of-resizing';
import type { LayoutDocument } from '../../core/document/schema';
import { planOverTime } from '../../core/timeline/plan';
import { bootEnd, bootTitle, refusalsOf, stepEnd } from './step-words';

/** What the list says of each step. */
function endsOf(document: LayoutDocument): readonly string[] {
  const { plan } = planOverTime(document, 1);
  const { timeline } = plan;
  if (timeline === undefined) throw new Error('QEMU does not start');
  const refusals = refusalsOf(plan);
  return document.events.map((step, index) => {
    const { severity, text, address } = stepEnd(timeline, step, index + 1, refusals.get(index + 1));
    return `${severity}: ${address === undefined ? text : `0x${address.toString(16)}`}`;
  });
}

describe('steps in words', () => {
  it('say how a step ended: where the memory is, what the guest said, or QEMU’s reason without its numbers', () => {
    expect(endsOf(dayOfResizing.document)).toEqual([
      'fine: 0x180000000',
      'fine: 0x380000000',
      'info: guest agreed',
      'fine: 0x580000000',
      'fine: 0x180000000',
      'error: not enough space',
    ]);
    const refusing = { do: 'unplug' as const, device: 'dimm1', answer: 'refuses' as const };
    const events = [...dayOfResizing.document.events.slice(0, 2), refusing, { do: 'reboot' as const }];
    expect(endsOf({ ...dayOfResizing.document, events }).slice(2)).toEqual([
      'warning: guest refuses, it stays',
      'fine: the guest boots anew',
    ]);
  });

  it('say what boot leaves for good', () => {
    const { plan } = planOverTime(dayOfResizing.document, 1);
    expect(bootTitle(dayOfResizing.document, plan)).toBe('4 GiB RAM, window 32 GiB');
    expect(bootEnd(plan)).toEqual({ severity: 'fine', text: 'etc/e820 written, 2 entries' });
    expect(bootTitle(emptyDocument(), undefined)).toBe('boot RAM by default, no window');
    expect(bootEnd(undefined)).toBeUndefined();
    const refused = { ...plan, verdict: { ...plan.verdict, starts: false } };
    expect(bootEnd(refused)).toEqual({ severity: 'error', text: 'QEMU does not start' });
  });
});
