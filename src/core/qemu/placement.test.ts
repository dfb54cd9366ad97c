import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addRun, assignSlot, place, type Occupied, type PlacementRequest, type Run } from './placement';

const MiB = 0x100000n;
const GiB = 0x40000000n;

const window = { base: 4n * GiB, size: 18n * GiB };
const total = 14n * GiB;

function placeAll(requests: readonly PlacementRequest[]): (bigint | string)[] {
  const devices: Occupied[] = [];
  const runs: Run[] = [];
  return requests.map((request) => {
    const used = devices.reduce((sum, { size }) => sum + size, 0n);
    const { result } = place(request, { window, total, used, devices, runs });
    if (!result.ok) return result.error.text;
    devices.push({ address: result.value, size: request.size });
    addRun(runs, { address: result.value, size: request.size });
    devices.sort((a, b) => (a.address < b.address ? -1 : 1));
    return result.value;
  });
}

const anywhere = (size: bigint, alignment: bigint): PlacementRequest => ({
  size,
  alignment,
  sizeMultiple: alignment,
  hint: 0n,
});

describe('placing in the window', () => {
  it('goes back into a gap that alignment left', () => {
    expect(placeAll([anywhere(4100n * 1024n, 4096n), anywhere(GiB, GiB), anywhere(64n * MiB, 2n * MiB)])).toEqual([
      0x100000000n,
      0x140000000n,
      0x100600000n,
    ]);
  });

  it('keeps an address that was asked for, and fits others around it', () => {
    const hinted = { ...anywhere(GiB, 2n * MiB), hint: 0x120000000n };
    expect(placeAll([hinted, anywhere(GiB, 2n * MiB), anywhere(512n * MiB, 2n * MiB)])).toEqual([
      0x120000000n,
      0x160000000n,
      0x100000000n,
    ]);
  });

  it('counts what is used before it looks at size, alignment or address', () => {
    expect(placeAll([{ ...anywhere(15n * GiB + 1n, 2n * MiB), hint: 1n }])).toEqual([
      'not enough space, currently 0x0 in use of total space for memory devices 0x380000000',
    ]);
    expect(placeAll([{ ...anywhere(MiB, 2n * MiB), hint: 1n }])).toEqual([
      'backend memory size must be multiple of 0x200000',
    ]);
    expect(placeAll([{ ...anywhere(GiB, 2n * MiB), hint: 1n }])).toEqual(['address must be aligned to 0x200000 bytes']);
  });

  it('refuses an address outside the window, also one that overflows', () => {
    for (const hint of [0x80000000n, 0x580000000n, 0xffffffffffe00000n]) {
      expect(placeAll([{ ...anywhere(GiB, 2n * MiB), hint }])).toEqual([
        `can't add memory device [0x${hint.toString(16)}:0x40000000], usable range for memory devices [0x100000000:0x480000000]`,
      ]);
    }
  });

  it('warns of an alignment that the window itself does not have, whatever comes of it', () => {
    const huge = place(
      { ...anywhere(8n * GiB, 8n * GiB), hint: 1n },
      { window, total, used: 0n, devices: [], runs: [] },
    );
    expect(huge.warnings.map(({ text }) => text)).toEqual([
      "the alignment (0x200000000) exceeds the expected maximum alignment, memory will get fragmented and not all 'maxmem' " +
        'might be usable for memory devices.',
    ]);
    expect(huge.result.ok).toBe(false);
  });

  it('finds the lowest free place, aligned, inside and over nothing else', () => {
    const device = fc.record({
      size: fc.bigInt(1n, 900n).map((blocks) => blocks * 2n * MiB),
      alignment: fc.constantFrom(4096n, 2n * MiB, 128n * MiB, GiB),
      hint: fc.oneof(
        fc.constant(0n),
        fc.bigInt(0n, 22n * 512n).map((blocks) => blocks * 2n * MiB),
      ),
    });
    fc.assert(
      fc.property(fc.array(device, { maxLength: 20 }), (requests) => {
        const answers = placeAll(requests);
        const placed: { start: bigint; end: bigint }[] = [];
        requests.forEach(({ size, alignment, hint }, index) => {
          const start = answers[index];
          const free = (from: bigint) => placed.every((other) => from + size <= other.start || from >= other.end);
          if (typeof start !== 'bigint') return;
          expect(start % alignment).toBe(0n);
          expect(start >= window.base && start + size <= window.base + window.size).toBe(true);
          expect(free(start)).toBe(true);
          // A lower place would touch the window's start or another device's end.
          const starts = [window.base, ...placed.map(({ end }) => end)].map(
            (at) => at + ((alignment - (at % alignment)) % alignment),
          );
          if (hint === 0n) expect(starts.filter((at) => at < start && free(at))).toEqual([]);
          placed.push({ start, end: start + size });
        });
      }),
    );
  });
});

describe('slots', () => {
  it('are given lowest first', () => {
    expect(assignSlot(-1n, 4n, new Set([0, 2]))).toEqual({ ok: true, value: 1n });
  });

  it.each([
    [-1n, 0n, [], "no slots where allocated, please specify the 'slots' option"],
    [0n, 0n, [], 'invalid slot number 0, valid range is [0-18446744073709551615]'],
    [-2n, 4n, [], 'invalid slot number -2, valid range is [0-3]'],
    [4n, 4n, [], 'invalid slot number 4, valid range is [0-3]'],
    [3n, 4n, [3n], 'slot 3 is busy'],
    [-1n, 2n, [0n, 1n], 'no free slots available'],
  ])('%s of %s with %s taken is refused', (wanted, slots, taken, text) => {
    expect(assignSlot(wanted, slots, new Set(taken.map(Number)))).toMatchObject({ ok: false, error: { text } });
  });
});
