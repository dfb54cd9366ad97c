import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GiB, MiB } from '../base/addr';
import { extentEdits } from '../document/extent-edits';
import { layout } from '../document/layout-builder';
import { fourApu } from '../document/samples/four-apu';
import type { LayoutDocument } from '../document/schema';
import { commitEdits } from '../document/validate';
import { computePlan } from './compute';
import { nearestPlace, nearestSize } from './nearest-place';

const fourStacks = fourApu.document;

function edited(document: LayoutDocument, path: string, extent: { address?: number; size?: number }): LayoutDocument {
  const done = commitEdits(document, extentEdits(document, path, extent));
  if (!done.ok) throw new Error(done.error[0]?.message);
  return done.value;
}

const startsAt = (document: LayoutDocument, path: string, address: number): boolean =>
  computePlan(edited(document, path, { address }), 1).verdict.starts;
const startsWith = (document: LayoutDocument, path: string, size: number): boolean =>
  computePlan(edited(document, path, { size }), 1).verdict.starts;

const windowOf = (document: LayoutDocument): { start: number; end: number } => {
  const { window } = computePlan(document, 1);
  if (window === undefined) throw new Error('there is no window');
  return window.range;
};

describe('the nearest place', () => {
  it('is the wanted one where QEMU starts with that', () => {
    expect(nearestPlace(fourStacks, 'devices.3', 0x70_c000_0000, GiB)).toEqual({ ok: true, value: 0x70_c000_0000 });
  });

  it('is the end of the neighbour that is in the way', () => {
    expect(nearestPlace(fourStacks, 'devices.3', 0x70_0000_0000, GiB)).toEqual({ ok: true, value: 0x70_8000_0000 });
  });

  it('lies inside the window when the wanted one does not', () => {
    expect(nearestPlace(fourStacks, 'devices.3', 0, GiB)).toEqual({ ok: true, value: 0x70_8000_0000 });
    expect(nearestPlace(fourStacks, 'devices.3', 2 ** 47, GiB)).toEqual({ ok: true, value: 0x71_8000_0000 });
  });

  it('leaves room for devices that QEMU places afterwards, which move out of its way', () => {
    const answer = nearestPlace(fourStacks, 'devices.0', 0x10_c000_0000, 2 * MiB);
    // Four of 128 GiB in 516 GiB: the first may leave up to 4 GiB below it.
    expect(answer).toEqual({ ok: true, value: 0x10_c000_0000 });
    expect(nearestPlace(fourStacks, 'devices.0', 0x20_0000_0000, GiB)).toEqual({ ok: true, value: 0x11_8000_0000 });
    expect(nearestPlace(fourStacks, 'devices.0', 0x2f_0000_0000, GiB)).toEqual({ ok: true, value: 0x30_8000_0000 });
  });

  // As recorded with QEMU 11.1: 1 GiB in the middle of 2 GiB leaves half a GiB on either side.
  const fragmented = layout()
    .ram('4G', { maxmem: '6G' })
    .specificPurpose('1G', { addr: 0x1_a000_0000 })
    .specificPurpose('1G')
    .node('4G', { cpus: [{ first: 0, last: 0 }] })
    .build();

  it('mends a window that is fragmented', () => {
    expect(computePlan(fragmented, 1).verdict.error).toContain('memory fragmented due to alignments');
    expect(nearestPlace(fragmented, 'devices.0', 0x1_a000_0000, GiB)).toEqual({ ok: true, value: 0x1_8000_0000 });
  });

  it('may lie right behind a neighbour in whose place QEMU would put the next one without it', () => {
    const document = layout()
      .ram('4G', { maxmem: '5632M' })
      .specificPurpose('256M', { addr: 0x1_8000_0000 })
      .specificPurpose('256M')
      .specificPurpose('768M')
      .specificPurpose('256M', { addr: 0x1_9000_0000 })
      .node('4G')
      .build();
    expect(nearestPlace(document, 'devices.1', 0x1_8000_0000, 256 * MiB)).toEqual({ ok: true, value: 0x1_a000_0000 });
  });

  it('says in four parts why nothing fits where no gap is large enough', () => {
    const answer = nearestPlace(fragmented, 'devices.1', 0x1_8000_0000, GiB);
    expect(answer).toMatchObject({
      ok: false,
      error: {
        what: 'No address works for sp2.',
        where: 'The device-memory window, 0x180000000-0x1ffffffff.',
        why: expect.stringContaining('the largest gap between devices that lie fast has 512 MiB') as string,
        works: expect.stringContaining('Raise maxmem') as string,
      },
    });
  });

  it('is not looked for when QEMU refuses for a reason that no address mends', () => {
    const small = edited(fourStacks, 'memory.maxmem', { size: 575 * GiB });
    expect(nearestPlace(small, 'devices.3', 0x70_8000_0000, GiB)).toMatchObject({
      ok: false,
      error: {
        code: 'device/not-enough-space',
        qemu: expect.stringContaining('currently 0x6000000000 in use of total space') as string,
      },
    });
  });

  it('takes a finer step where nothing fits on the wanted one', () => {
    const tight = layout()
      .ram('4G', { maxmem: 6 * GiB })
      .specificPurpose('512M', { addr: 0x1_8000_0000 })
      .specificPurpose('1G')
      .specificPurpose('512M', { addr: 0x1_e000_0000 })
      .node('4G')
      .build();
    expect(nearestPlace(tight, 'devices.1', 0x1_8000_0000, GiB)).toEqual({ ok: true, value: 0x1_a000_0000 });
  });

  it.each(['devices.9', 'memory.size', 'host.ranges.0', 'nonsense', ''])('is nowhere for %o', (path) => {
    expect(nearestPlace(fourStacks, path, GiB, GiB).ok).toBe(false);
  });
});

/** A window of up to 16 steps with up to four devices, some of which ask for an address. */
const smallWindow = fc
  .record({
    slots: fc.integer({ min: 0, max: 1 }),
    spare: fc.integer({ min: 0, max: 4 }),
    devices: fc.array(
      fc.record({ steps: fc.integer({ min: 1, max: 4 }), at: fc.option(fc.nat(12), { nil: undefined }) }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ slots, spare, devices }) => {
    const step = 256 * MiB;
    const total = devices.reduce((sum, { steps }) => sum + steps, spare);
    const bare = layout()
      .ram('4G', { slots, maxmem: 4 * GiB + total * step })
      .node('4G');
    return devices
      .reduce(
        (built, { steps, at }) =>
          built.specificPurpose(steps * step, at === undefined ? {} : { addr: 0x1_8000_0000 + at * step }),
        bare,
      )
      .build();
  });

describe('in any small window', () => {
  const step = 256 * MiB;

  it('QEMU starts with the nearest place, and with none that is nearer', () => {
    fc.assert(
      fc.property(smallWindow, fc.nat(3), fc.integer({ min: -2, max: 24 }), (document, at, steps) => {
        const path = `devices.${at % document.devices.length}`;
        const wanted = 0x1_8000_0000 + steps * step;
        const { start, end } = windowOf(document);
        const all = Array.from({ length: (end - start) / step }, (_, index) => start + index * step);
        const best = all
          .filter((address) => startsAt(document, path, address))
          .toSorted((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || a - b)[0];
        const answer = nearestPlace(document, path, wanted, step);
        // Below the step there may be more room: where nothing fits on it, a finer answer is one as well.
        if (best === undefined && answer.ok) expect(startsAt(document, path, answer.value)).toBe(true);
        else expect(answer.ok ? answer.value : undefined).toBe(best);
      }),
      { numRuns: 100 },
    );
  });

  it('QEMU starts with the nearest size, and with none between it and the wanted one', () => {
    fc.assert(
      fc.property(smallWindow, fc.nat(3), fc.integer({ min: 1, max: 20 }), (document, at, steps) => {
        const path = `devices.${at % document.devices.length}`;
        const all = Array.from({ length: steps }, (_, index) => (index + 1) * step);
        const best = all.findLast((size) => startsWith(document, path, size));
        const answer = nearestSize({ document, path, seek: 'size', wanted: steps * step, step });
        expect(answer.ok ? answer.value : undefined).toBe(best);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the nearest size', () => {
  it('of a device is what the budget leaves', () => {
    const roomy = edited(fourStacks, 'memory.maxmem', { size: 580 * GiB });
    const answer = nearestSize({ document: roomy, path: 'devices.3', seek: 'size', wanted: 200 * GiB, step: GiB });
    expect(answer).toEqual({ ok: true, value: 132 * GiB });
  });

  it('of a device whose end stays is what lies between it and its neighbour', () => {
    const late = edited(fourStacks, 'devices.3', { address: 0x71_8000_0000, size: 64 * GiB });
    const end = 0x81_8000_0000;
    const answer = nearestSize({ document: late, path: 'devices.3', seek: 'size', wanted: 100 * GiB, step: GiB, end });
    expect(answer).toEqual({ ok: true, value: 68 * GiB });
    expect(startsAt(edited(late, 'devices.3', { size: 68 * GiB }), 'devices.3', end - 68 * GiB)).toBe(true);
  });

  it('of RAM ends where maxmem has no room left for the devices', () => {
    const roomy = edited(fourStacks, 'memory.maxmem', { size: 600 * GiB });
    const question = { document: roomy, seek: 'size', wanted: 200 * GiB, step: GiB, from: 64 * GiB } as const;
    expect(nearestSize({ ...question, path: 'nodes.0' })).toEqual({ ok: true, value: 88 * GiB });
  });

  it('of the window ends where its devices do not fit any more', () => {
    const question = { document: fourStacks, seek: 'size', wanted: 500 * GiB, step: GiB, from: 576 * GiB } as const;
    expect(nearestSize({ ...question, path: 'memory.maxmem' })).toEqual({ ok: true, value: 576 * GiB });
  });

  it('takes few computations however many devices there are', () => {
    const many = Array.from({ length: 200 }).reduce<ReturnType<typeof layout>>(
      (built) => built.specificPurpose('1G'),
      layout().ram('4G', { maxmem: '204G' }).node('4G'),
    );
    const document = many.build();
    // No room is left over: the first may lie wherever whole devices fit below it.
    expect(nearestPlace(document, 'devices.0', 0x5_1000_0000, 2 * MiB)).toEqual({ ok: true, value: 0x5_0000_0000 });
    const question = { document, path: 'devices.100', seek: 'size', wanted: 200 * GiB, step: GiB } as const;
    expect(nearestSize(question)).toEqual({ ok: true, value: GiB });
  });
});
