import { expect, test } from 'vitest';
import { fourApu } from '../document/samples/four-apu';
import type { LayoutDocument } from '../document/schema';
import { outcomeOf, spanAt } from '../space/timeline';
import { planOverTime } from './plan';

test('specific-purpose memory cannot arrive later', () => {
  const [first, second, third, late] = fourApu.document.devices;
  const backend = fourApu.document.backends[4];
  if (!first || !second || !third || late?.kind !== 'sp-mem' || !backend) throw new Error('the sample changed');
  const { plan } = planOverTime(
    {
      ...fourApu.document,
      devices: [first, second, third],
      backends: fourApu.document.backends.slice(0, 4),
      events: [{ do: 'plug', device: late, backend }],
    },
    1,
  );
  expect(plan.verdict.starts).toBe(true);
  expect(plan.timeline && outcomeOf(plan.timeline, 1)).toBe('refused');
  const finding = plan.diagnostics.find(({ path }) => path === 'events.0');
  expect(finding).toMatchObject({ qemu: "Device 'sp-mem' does not support hotplugging", severity: 'error' });
  expect(finding?.alternatives).toHaveLength(3);
});

test('a DIMM plugged later takes the lowest gap and slot, and the next step sees it', () => {
  const dimm = (id: string) => ({
    do: 'plug' as const,
    device: { kind: 'pc-dimm' as const, id, memdev: `m-${id}` },
    backend: { id: `m-${id}`, type: 'ram' as const, size: 2 ** 30 },
  });
  const document: LayoutDocument = {
    ...fourApu.document,
    memory: { ...fourApu.document.memory, maxmem: 577 * 2 ** 30 },
    events: [dimm('d1'), dimm('d2')],
  };
  const { timeline, diagnostics } = planOverTime(document, 1).plan;
  if (timeline === undefined) throw new Error('there is no timeline');
  expect([1, 2].map((step) => outcomeOf(timeline, step))).toEqual(['done', 'refused']);
  const [d1, d2] = [4, 5].map((index) => spanAt(timeline, index));
  expect(d1).toMatchObject({ owner: 'events.0', start: 0x90_8000_0000, slot: 0, from: 1, to: 3, isRefused: false });
  expect(d2).toMatchObject({ owner: 'events.1', from: 2, to: 2, isRefused: true, size: 2 ** 30 });
  expect(d2?.start).toBeUndefined();
  expect(diagnostics.find(({ path }) => path === 'events.1')?.qemu).toMatch(/^not enough space/);
});
